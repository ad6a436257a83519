package io.deskwire.adapter.graph;

import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.ProviderHarness;
import java.util.Map;

class AppOnlyInboundContractTest implements InboundChannelContract {

    @Override
    public ProviderHarness provider() {
        return new OfficeHarness(false, Map.of());
    }
}
