package io.deskwire.adapter.graph;

import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;
import java.util.Map;

class AppOnlyOutboundContractTest implements OutboundContract {

    @Override
    public ProviderHarness provider() {
        return new OfficeHarness(false, Map.of());
    }
}
