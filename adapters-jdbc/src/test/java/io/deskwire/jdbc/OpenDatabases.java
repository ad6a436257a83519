package io.deskwire.jdbc;

import io.deskwire.Stores;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The databases a test opened. */
final class OpenDatabases implements AutoCloseable {

    private final List<Database> open = new ArrayList<>();
    private final IdentityHashMap<Stores, DatabaseSettings> settings = new IdentityHashMap<>();

    Database open(DatabaseSettings of) {
        return open(of, List.of());
    }

    /** As a later program does, which knows more migrations. */
    Database open(DatabaseSettings of, List<String> locations) {
        Database database = Database.open(of, locations);
        open.add(database);
        settings.put(database.stores(), of);
        return database;
    }

    /** Another node on the same data. */
    Database again(Stores stores) {
        DatabaseSettings same = settings.get(stores);
        if (same == null) {
            throw new IllegalArgumentException("not opened here");
        }
        return open(same);
    }

    @Override
    public void close() {
        open.forEach(Database::close);
    }
}
