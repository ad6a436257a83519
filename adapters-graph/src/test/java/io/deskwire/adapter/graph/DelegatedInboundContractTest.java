package io.deskwire.adapter.graph;

import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.ProviderHarness;
import java.util.Map;

class DelegatedInboundContractTest implements InboundChannelContract {

    @Override
    public ProviderHarness provider() {
        return new OfficeHarness(true, Map.of());
    }
}
