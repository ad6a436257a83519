package io.deskwire.jdbc;

import io.deskwire.Stores;
import io.deskwire.testkit.contract.StoresContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoresTest implements StoresContract {

    private final OpenDatabases databases = new OpenDatabases();

    @TempDir
    private Path folder;

    @Override
    public Stores stores() {
        return databases.open(DatabaseSettings.embedded(folder)).stores();
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
