package io.deskwire.adapter.gmail;

import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.ProviderHarness;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class GmailInboundContractTest {

    @Nested
    class InLargePages implements InboundChannelContract {
        @Override
        public ProviderHarness provider() {
            return new ReceivingHarness(500, Map.of());
        }
    }

    @Nested
    class InSmallPages implements InboundChannelContract {
        @Override
        public ProviderHarness provider() {
            return new ReceivingHarness(7, Map.of());
        }
    }

    @Nested
    class WithMailTrashedAfterIntake implements InboundChannelContract {
        @Override
        public ProviderHarness provider() {
            return new ReceivingHarness(40, Map.of("after_intake", "delete"));
        }
    }
}
