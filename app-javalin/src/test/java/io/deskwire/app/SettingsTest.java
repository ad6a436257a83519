package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.retention.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void without_anything_the_defaults_hold() {
        Settings settings = Settings.read(Map.of(), Map.of());
        assertThat(settings.port()).isEqualTo(7070);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.dataDir()).isEqualTo(Path.of("deskwire-data"));
        assertThat(settings.dbUrl()).isNull();
    }

    @Test
    void an_option_counts_before_the_environment() {
        Settings settings = Settings.read(
                Map.of(Setting.PORT, "8080"), Map.of("DESKWIRE_PORT", "9090", "DESKWIRE_HOST", "0.0.0.0"));
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.host()).isEqualTo("0.0.0.0");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_without_the_values_of_secrets() {
        Map<String, String> environment = Map.of(
                "DESKWIRE_PORT", "70000",
                "DESKWIRE_DB_URL", "mysql://x",
                "DESKWIRE_MASTER_KEY", "hunter2",
                "DESKWIRE_PUBLIC_URL", "ftp://x",
                "DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "maybe",
                "DESKWIRE_SINK_URL", "https://helpdesk.example/hook");
        assertThatThrownBy(() -> Settings.read(Map.of(), environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll(
                        "DESKWIRE_PORT",
                        "DESKWIRE_DB_URL",
                        "DESKWIRE_MASTER_KEY",
                        "DESKWIRE_PUBLIC_URL",
                        "DESKWIRE_ALLOW_PRIVATE_ENDPOINTS",
                        "DESKWIRE_SINK_SECRET")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void retention_is_given_in_days_or_for_ever() {
        Settings settings = Settings.read(
                Map.of(), Map.of("DESKWIRE_RAW_RETENTION_DAYS", "7", "DESKWIRE_KEY_RETENTION_DAYS", "forever"));

        assertThat(settings.retention().raw()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.retention().keys())
                .isEqualTo(RetentionPolicy.forEver().keys());
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("DESKWIRE_RAW_RETENTION_DAYS", "500")))
                .hasMessageContainingAll("DESKWIRE_KEY_RETENTION_DAYS", "must not be less");
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("DESKWIRE_RAW_RETENTION_DAYS", "0")))
                .hasMessageContainingAll("DESKWIRE_RAW_RETENTION_DAYS", "must be a whole number of days");
    }

    @Test
    void secrets_are_not_printed() {
        String text = Settings.read(
                        Map.of(Setting.ADMIN_TOKEN, "visible-token", Setting.DB_PASSWORD, "visible-password"), Map.of())
                .toString();
        assertThat(text).doesNotContain("visible");
    }

    @Test
    void the_limit_of_a_tenants_connections_is_a_number_from_two_on() {
        assertThat(Settings.read(Map.of(), Map.of()).connectionsPerTenant()).isNull();
        assertThat(Settings.read(Map.of(), Map.of("DESKWIRE_CONNECTIONS_PER_TENANT", " 20 "))
                        .connectionsPerTenant())
                .isEqualTo(20);
        for (String wrong : new String[] {"1", "many"}) {
            assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("DESKWIRE_CONNECTIONS_PER_TENANT", wrong)))
                    .hasMessageContainingAll("DESKWIRE_CONNECTIONS_PER_TENANT", "from 2 on");
        }
    }
}
