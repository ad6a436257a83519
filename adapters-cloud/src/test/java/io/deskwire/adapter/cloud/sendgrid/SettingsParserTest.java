package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsParserTest {

    @Test
    void a_usual_document_loads() {
        ChannelConfig config = ChannelConfig.of(
                "acme",
                "mail",
                "sendgrid",
                Map.of(
                        "api_key",
                        "xxx",
                        "webhook_secret",
                        "xxx",
                        "email_address",
                        "support@tenant.com",
                        "webhook_url",
                        "https://api.example.com/webhooks/sendgrid"),
                null);

        assertThat(SettingsParser.check(config)).isEmpty();
        SendGridSettings settings = SettingsParser.parse(config);
        assertThat(settings.apiBase()).isEqualTo(URI.create("https://api.sendgrid.com"));
        assertThat(settings.inboundHost()).isEqualTo("tenant.com");
        assertThat(settings.toString()).doesNotContain("xxx");
    }

    @Test
    void every_problem_is_told_at_once() {
        ChannelConfig config = ChannelConfig.of(
                "acme",
                "mail",
                "sendgrid",
                Map.of(
                        "webhook_secret", List.of("a", "b", "c"),
                        "email_address", "nobody",
                        "inbound_host", "https://x",
                        "webhook_username", "a:b",
                        "webhook_url", "ftp://x",
                        "region", "mars",
                        "verification", "never",
                        "api_base_url", "https://u:p@x/"),
                null);

        assertThat(SettingsParser.check(config))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder(
                        "config.api_key",
                        "config.webhook_secret",
                        "config.email_address",
                        "config.inbound_host",
                        "config.webhook_username",
                        "config.webhook_password",
                        "config.webhook_url",
                        "config.region",
                        "config.verification",
                        "config.api_base_url");
        assertThatThrownBy(() -> new SendGridChannelType().open(config, Documents.context()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_region_and_a_prefix_of_ones_own_are_used() {
        assertThat(base("region", "EU")).isEqualTo("https://api.eu.sendgrid.com");
        assertThat(base("api_base_url", "http://127.0.0.1:1/v3/")).isEqualTo("http://127.0.0.1:1");
    }

    @Test
    void the_ticket_address_counts_first() {
        ChannelConfig config = ChannelConfig.of(
                "acme",
                "mail",
                "sendgrid",
                Map.of("api_key", "k", "inbound_host", "In.Acme.Example"),
                "Help@acme.example");

        SendGridSettings settings = SettingsParser.parse(config);
        assertThat(settings.addresses()).containsExactly("help@acme.example");
        assertThat(settings.inboundHost()).isEqualTo("in.acme.example");
        assertThat(WebhookKeys.of(settings))
                .containsExactlyInAnyOrder(
                        "address:help@acme.example",
                        "domain:acme.example",
                        "domain:in.acme.example",
                        "channel:acme/mail");
    }

    @Test
    void its_secrets_are_named() {
        assertThat(new SendGridChannelType().secretFields())
                .containsExactlyInAnyOrder("api_key", "webhook_secret", "event_webhook_secret", "webhook_password");
    }

    private static String base(String name, String value) {
        return SettingsParser.parse(Documents.of(name, value)).apiBase().toString();
    }
}
