package io.deskwire.adapter.gmail;

import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;
import org.junit.jupiter.api.Nested;

class GmailOutboundContractTest {

    @Nested
    class WhereGmailKeepsMessageIds implements OutboundContract {
        @Override
        public ProviderHarness provider() {
            return new SendingHarness(false);
        }
    }

    @Nested
    class WhereGmailReplacesThem implements OutboundContract {
        @Override
        public ProviderHarness provider() {
            return new SendingHarness(true);
        }
    }
}
