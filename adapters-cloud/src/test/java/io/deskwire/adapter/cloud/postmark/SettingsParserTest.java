package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {

    private static List<String> problems(String changes) {
        return Posts.TYPE.check(Posts.config(changes)).stream()
                .map(ConfigProblem::path)
                .toList();
    }

    @Test
    void a_document_has_its_defaults() {
        PostmarkSettings settings = SettingsParser.parse(Posts.config("{}"));

        assertThat(settings.apiBase()).hasToString("https://api.postmarkapp.com");
        assertThat(settings.messageStream()).isEqualTo("outbound");
        assertThat(settings.addresses()).containsExactly("support@in.desk.example");
        assertThat(settings.webhookUrl()).isNull();
        assertThat(settings.observeOnly()).isFalse();
        assertThat(settings.toString()).doesNotContain("server-token").doesNotContain("word,");
        assertThat(Posts.TYPE.secretFields()).contains("api_key", "webhook_password");
    }

    @Test
    void everything_can_be_set() {
        PostmarkSettings settings = SettingsParser.parse(Posts.config("""
                {"webhook_username":["a","b"],"webhook_password":["c","d"],"account_api_key":"acc",
                 "inbound_address":"x1@inbound.pm.example","message_stream":"desk-mail",
                 "webhook_url":"https://desk.example/w","api_base_url":"http://127.0.0.1:9/pm/",
                 "verification":"observe"}"""));

        assertThat(settings.webhookUsernames()).containsExactly(Secret.of("a"), Secret.of("b"));
        assertThat(settings.webhookPasswords()).containsExactly(Secret.of("c"), Secret.of("d"));
        assertThat(settings.addresses()).containsExactly("support@in.desk.example", "x1@inbound.pm.example");
        assertThat(settings.messageStream()).isEqualTo("desk-mail");
        assertThat(settings.apiBase()).hasToString("http://127.0.0.1:9/pm");
        assertThat(settings.observeOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"api_key\":null} | config.api_key",
                "{\"api_key\":\"a b\"} | config.api_key",
                "{\"webhook_username\":null} | config.webhook_username",
                "{\"webhook_username\":\"a:b\"} | config.webhook_username",
                "{\"webhook_password\":null} | config.webhook_password",
                "{\"webhook_password\":\" \"} | config.webhook_password",
                "{\"webhook_password\":[\"a\",\"b\",\"c\"]} | config.webhook_password",
                "{\"email_address\":null} | config.email_address",
                "{\"email_address\":\"nobody\"} | config.email_address",
                "{\"inbound_address\":\"nobody\"} | config.inbound_address",
                "{\"message_stream\":\"a/b\"} | config.message_stream",
                "{\"api_base_url\":\"ftp://x\"} | config.api_base_url",
                "{\"api_base_url\":\"https://a@b.example\"} | config.api_base_url",
                "{\"webhook_url\":\"nowhere\"} | config.webhook_url",
                "{\"verification\":\"maybe\"} | config.verification"
            })
    void each_mistake_is_named(String changes, String path) {
        assertThat(problems(changes)).containsExactly(path);
    }

    @Test
    void all_mistakes_are_named_at_once() {
        assertThat(problems("{\"api_key\":null,\"webhook_username\":null,\"message_stream\":\"?\"}"))
                .containsExactlyInAnyOrder("config.api_key", "config.webhook_username", "config.message_stream");
    }
}
