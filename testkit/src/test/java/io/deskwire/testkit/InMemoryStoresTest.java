package io.deskwire.testkit;

import io.deskwire.Stores;
import io.deskwire.testkit.contract.StoresContract;

class InMemoryStoresTest implements StoresContract {

    @Override
    public Stores stores() {
        return new InMemoryStores();
    }
}
