package io.deskwire.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostStagingTest extends HostStagingHarness {

    @TempDir
    private Path folder;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.embedded(folder);
    }
}
