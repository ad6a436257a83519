package io.deskwire.testkit;

import io.deskwire.config.ConfigStore;
import io.deskwire.testkit.contract.ConfigStoreContract;

class InMemoryConfigStoreTest implements ConfigStoreContract {

    @Override
    public ConfigStore configStore() {
        return new InMemoryConfigStore();
    }
}
