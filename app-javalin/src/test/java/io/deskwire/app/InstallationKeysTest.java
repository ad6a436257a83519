package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.app.InstallationKeys.AdminToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationKeysTest {

    @TempDir
    Path folder;

    private Settings settings() {
        return Settings.read(Map.of(Setting.DATA_DIR, folder.toString()), Map.of());
    }

    @Test
    void generated_keys_survive_a_restart_and_only_the_owner_reads_them() throws Exception {
        InstallationKeys first = InstallationKeys.load(settings(), false);
        InstallationKeys second = InstallationKeys.load(settings(), false);
        assertThat(second.masterKey()).isEqualTo(first.masterKey());
        assertThat(second.threadKey()).isEqualTo(first.threadKey());
        assertThat(first.threadKey().reveal()).isNotEqualTo(first.masterKey().reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("master.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void the_thread_key_follows_the_master_key() {
        Settings one =
                Settings.read(Map.of(Setting.MASTER_KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), Map.of());
        Settings other =
                Settings.read(Map.of(Setting.MASTER_KEY, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), Map.of());
        assertThat(InstallationKeys.load(one, true).threadKey())
                .isEqualTo(InstallationKeys.load(one, true).threadKey())
                .isNotEqualTo(InstallationKeys.load(other, true).threadKey());
    }

    @Test
    void on_a_shared_database_no_key_is_made_up() {
        InstallationKeys.load(settings(), false);
        assertThatThrownBy(() -> InstallationKeys.load(settings(), true))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining("DESKWIRE_MASTER_KEY");
    }

    @Test
    void a_broken_key_file_is_not_replaced() throws Exception {
        Files.writeString(folder.resolve("master.key"), "not a key");
        assertThatThrownBy(() -> InstallationKeys.load(settings(), false))
                .isInstanceOf(InstallationException.class)
                .hasMessageNotContaining("not a key");
        assertThat(folder.resolve("master.key")).hasContent("not a key");
    }

    @Test
    void the_admin_token_is_generated_once() throws Exception {
        AdminToken first = AdminToken.load(settings());
        AdminToken second = AdminToken.load(settings());
        assertThat(first.generatedNow()).isTrue();
        assertThat(second.generatedNow()).isFalse();
        assertThat(second.token()).isEqualTo(first.token());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("admin-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void two_servers_do_not_share_a_data_folder_and_a_name_comes_back() {
        Instant now = Instant.EPOCH;
        String name;
        try (ServerLock lock = ServerLock.take(folder, now)) {
            name = lock.node();
            assertThatThrownBy(() -> ServerLock.take(folder, now)).isInstanceOf(InstallationException.class);
        }
        try (ServerLock again = ServerLock.take(folder, now.plusSeconds(60))) {
            assertThat(again.node()).isEqualTo(name);
        }
    }
}
