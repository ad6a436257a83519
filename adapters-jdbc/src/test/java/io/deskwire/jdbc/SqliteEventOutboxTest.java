package io.deskwire.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventOutboxTest extends EventOutboxHarness {

    @TempDir
    private Path folder;

    @Override
    DatabaseSettings ready() {
        return DatabaseSettings.embedded(folder);
    }

    @Override
    String truth(boolean value) {
        return value ? "1" : "0";
    }

    @Override
    String time() {
        return "1700000000000000";
    }
}
