package io.deskwire.adapter.whatsapp;

import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;

class TwilioOutboundContractTest implements OutboundContract {

    @Override
    public ProviderHarness provider() {
        return new SimulatedHarness(Flavour.TWILIO);
    }
}
