package io.deskwire.adapter.cloud.ses;

import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;

class SesOutboundContractTest implements OutboundContract {

    @Override
    public ProviderHarness provider() {
        return new SesProviderHarness();
    }
}
