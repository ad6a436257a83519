package io.deskwire.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteApiTokensTest extends ApiTokensHarness {

    @TempDir
    private Path folder;

    @Override
    DatabaseSettings ready() {
        return DatabaseSettings.embedded(folder);
    }
}
