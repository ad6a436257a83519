package io.deskwire.testkit;

import io.deskwire.testkit.contract.ChannelWatchContract;
import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;

class FakeChannelTest implements InboundChannelContract, ChannelWatchContract, OutboundContract {

    @Override
    public ProviderHarness provider() {
        FakeProviderHarness harness = new FakeProviderHarness();
        for (String tenant : new String[] {"acme", "bolt"}) {
            harness.provider(tenant).outgoing().looksUp(true);
            harness.provider(tenant).outgoing().workFollows(true);
        }
        return harness;
    }
}
