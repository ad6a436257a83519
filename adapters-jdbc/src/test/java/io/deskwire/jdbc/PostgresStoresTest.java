package io.deskwire.jdbc;

import io.deskwire.Stores;
import io.deskwire.testkit.contract.StoresContract;
import org.junit.jupiter.api.AfterEach;

class PostgresStoresTest implements StoresContract {

    private final OpenDatabases databases = new OpenDatabases();

    @Override
    public Stores stores() {
        return databases.open(PostgresServer.database()).stores();
    }

    @Override
    public Stores reopen(Stores stores) {
        return databases.again(stores).stores();
    }

    @AfterEach
    void close() {
        databases.close();
    }
}
