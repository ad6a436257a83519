package io.deskwire.adapter.graph;

import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.ProviderHarness;
import java.util.Map;

class MarkSeenInboundContractTest implements InboundChannelContract {

    @Override
    public ProviderHarness provider() {
        return new OfficeHarness(false, Map.of("after_intake", "mark_seen"));
    }
}
