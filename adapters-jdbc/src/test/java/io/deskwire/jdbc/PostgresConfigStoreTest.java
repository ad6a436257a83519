package io.deskwire.jdbc;

import org.jspecify.annotations.Nullable;

class PostgresConfigStoreTest extends ConfigStoreHarness {

    private @Nullable DatabaseSettings current;

    @Override
    DatabaseSettings ready() {
        current = PostgresServer.database();
        return current;
    }

    @Override
    DatabaseSettings empty() {
        current = PostgresServer.emptyDatabase();
        return current;
    }

    @Override
    DatabaseSettings current() {
        if (current == null) {
            throw new IllegalStateException("nothing was opened");
        }
        return current;
    }

    @Override
    String json() {
        return "JSONB";
    }

    @Override
    String unreadable() {
        return "'\"not an object\"'";
    }
}
