package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;

class SendGridOutboundContractTest implements OutboundContract {

    @Override
    public ProviderHarness provider() {
        return new Harness();
    }
}
