package io.deskwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

    @Test
    void every_problem_is_reported_with_its_path() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("port", 70_000);
        document.put("use_ssl", "perhaps");
        document.put("auth", "kerberos");
        document.put("token_url", "ftp://x.example");
        document.put("password", List.of("a", "b", "c"));
        SettingsReader reader = new SettingsReader(document, "config");

        reader.requiredText("host");
        reader.integer("port", 993, 1, 65_535);
        reader.bool("use_ssl", true);
        reader.choice("auth", "password", Set.of("password", "xoauth2"));
        reader.httpUri("token_url");
        reader.secret("password");

        assertThat(reader.problems())
                .extracting(ConfigProblem::path)
                .containsExactly(
                        "config.host",
                        "config.port",
                        "config.use_ssl",
                        "config.auth",
                        "config.token_url",
                        "config.password");
    }

    @Test
    void words_written_as_text_are_taken() {
        SettingsReader reader = new SettingsReader(Map.of("port", "143", "use_ssl", "FALSE"), "config");

        assertThat(reader.integer("port", 993, 1, 65_535)).isEqualTo(143);
        assertThat(reader.bool("use_ssl", true)).isFalse();
        assertThat(reader.problems()).isEmpty();
    }

    @Test
    void a_secret_may_be_two_during_rotation() {
        SettingsReader reader = new SettingsReader(Map.of("password", List.of("new", "old")), "config");

        assertThat(reader.secrets("password")).extracting(Secret::reveal).containsExactly("new", "old");
        assertThat(reader.secret("password")).hasToString("<hidden>");
    }

    @Test
    void a_missing_secret_is_one_problem_not_two() {
        SettingsReader reader = new SettingsReader(Map.of("password", 5), "config");

        reader.requiredSecret("password");

        assertThat(reader.problems()).hasSize(1);
    }
}
