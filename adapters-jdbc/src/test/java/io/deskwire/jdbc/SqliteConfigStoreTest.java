package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteConfigStoreTest extends ConfigStoreHarness {

    @TempDir
    private Path folder;

    @Override
    DatabaseSettings ready() {
        return DatabaseSettings.embedded(folder);
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.embedded(folder);
    }

    @Override
    DatabaseSettings current() {
        return DatabaseSettings.embedded(folder);
    }

    @Override
    String json() {
        return "TEXT";
    }

    @Override
    String unreadable() {
        return "'{\"host\": tru'";
    }

    @Test
    void no_secret_stands_in_any_file() throws IOException {
        configStore()
                .put(ChannelConfig.of(
                        "acme", "a", "imap", Map.of("password", "needle-in-haystack", "host", "seen-host"), null));
        close();

        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains("needle-in-haystack"))
                        .as(file.toString())
                        .isFalse();
            }
        }
        assertThat(Files.readString(folder.resolve("deskwire.db"), StandardCharsets.ISO_8859_1))
                .contains("seen-host");
    }
}
