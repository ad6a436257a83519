package io.deskwire.testkit;

import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;

/** The same clauses for a source that is emptied as it is read, asks for resyncs, and looks nothing up. */
class FakeChannelThatDeletesTest implements InboundChannelContract, OutboundContract {

    @Override
    public ProviderHarness provider() {
        FakeProviderHarness harness = new FakeProviderHarness();
        for (String tenant : new String[] {"acme", "bolt"}) {
            harness.provider(tenant).mailbox().deletesAfterIntake(true);
            harness.provider(tenant).mailbox().resyncsByItself(false);
            harness.provider(tenant).mailbox().pageSize(4);
        }
        return harness;
    }
}
