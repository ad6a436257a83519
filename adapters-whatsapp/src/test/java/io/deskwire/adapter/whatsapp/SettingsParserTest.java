package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {

    /** The mission's own example. */
    private static final String MISSION = """
            {"phone_number":"+1234567890","business_account_id":"xxx","api_key":"xxx","api_secret":"xxx",
             "webhook_verify_token":"xxx","webhook_url":"https://api.example.com/webhooks/whatsapp",
             "ticket_creation_enabled":true,"notifications_enabled":true,
             "template_messages":[{"name":"ticket_created","template_id":"xxx","language":"en"}]}""";

    private static List<String> paths(ChannelConfig config) {
        return SettingsParser.check(config).stream().map(ConfigProblem::path).toList();
    }

    @Test
    void the_missions_document_works_as_it_is() {
        assertThat(SettingsParser.check(Documents.channel(MISSION))).isEmpty();
        WhatsAppSettings settings = SettingsParser.parse(Documents.channel(MISSION));
        assertThat(settings.flavour()).isEqualTo(Flavour.META);
        assertThat(settings.displayNumber()).isEqualTo("+1234567890");
        assertThat(settings.phoneNumberId()).isNull();
        assertThat(settings.accountId()).isEqualTo("xxx");
        assertThat(settings.apiBase()).isEqualTo(URI.create("https://graph.facebook.com/v25.0"));
        assertThat(settings.appSecrets()).containsExactly(Secret.of("xxx"));
        assertThat(settings.observeOnly()).isFalse();
        assertThat(settings.quoteReplies()).isTrue();
        assertThat(settings.fallbackTemplate()).isNull();
        assertThat(settings.toString()).doesNotContain("Secret.of");
    }

    @Test
    void every_name_beyond_the_missions_is_read() {
        WhatsAppSettings settings = SettingsParser.parse(Documents.changed(MISSION, """
                {"phone_number":"whatsapp:+1 555-078-3881","phone_number_id":106540352242922,"api_version":"v26.0",
                 "api_secret":["new","old"],"webhook_verify_token":["t2","t1"],"verification":"observe",
                 "media_hosts":["Media.Example.com"],"quote_replies":"false","conversation_quiet_hours":48,
                 "closed_tickets":"new","window_fallback_template":"ticket_created",
                 "template_messages":[{"name":"ticket_created","template_id":7,"language":"de","parameters":["a",
                 {"name":"b","value":"c"}]}]}"""));
        assertThat(settings.displayNumber()).isEqualTo("+15550783881");
        assertThat(settings.phoneNumberId()).isEqualTo("106540352242922");
        assertThat(settings.apiBase()).isEqualTo(URI.create("https://graph.facebook.com/v26.0"));
        assertThat(settings.appSecrets()).containsExactly(Secret.of("new"), Secret.of("old"));
        assertThat(settings.verifyTokens()).containsExactly(Secret.of("t2"), Secret.of("t1"));
        assertThat(settings.observeOnly()).isTrue();
        assertThat(settings.mediaHosts()).containsExactly("media.example.com");
        assertThat(settings.quoteReplies()).isFalse();
        assertThat(settings.fallbackTemplate())
                .isEqualTo(new WhatsAppSettings.FallbackTemplate("ticket_created", "de"));
    }

    @ParameterizedTest
    @CsvSource({
        "meta, , https://graph.facebook.com/v25.0",
        "360dialog, , https://waba-v2.360dialog.io",
        "twilio, , https://api.twilio.com/2010-04-01",
        "meta, http://127.0.0.1:9/v25.0/, http://127.0.0.1:9/v25.0",
        "Twilio, https://stand-in.example/x, https://stand-in.example/x"
    })
    void the_prefix_of_calls_is_the_flavours_or_the_given_one(String flavour, String base, String expected) {
        String changes =
                "{\"flavour\":\"" + flavour + "\"" + (base == null ? "" : ",\"api_base_url\":\"" + base + "\"") + "}";
        assertThat(SettingsParser.parse(Documents.changed(MISSION, changes)).apiBase())
                .isEqualTo(URI.create(expected));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        ChannelConfig wrong = Documents.channel("""
                {"flavour":"meta","phone_number":"call me","api_key":" ","api_secret":[],"api_version":"25",
                 "phone_number_id":"a/b","webhook_url":"ftp://x","api_base_url":"https://x.example/?a=b",
                 "verification":"maybe","conversation_quiet_hours":-1,"closed_tickets":"burn","quote_replies":"perhaps",
                 "media_hosts":["https://x"],"ticket_creation_enabled":3,"notifications_enabled":"x",
                 "window_fallback_template":{"language":"de"},
                 "template_messages":[{"template_id":true,"language":1,"parameters":"x"},"y"]}""");
        assertThat(paths(wrong))
                .containsExactlyInAnyOrder(
                        "config.phone_number",
                        "config.api_key",
                        "config.api_secret",
                        "config.api_secret",
                        "config.api_version",
                        "config.phone_number_id",
                        "config.business_account_id",
                        "config.webhook_url",
                        "config.api_base_url",
                        "config.verification",
                        "config.conversation_quiet_hours",
                        "config.closed_tickets",
                        "config.quote_replies",
                        "config.media_hosts",
                        "config.ticket_creation_enabled",
                        "config.notifications_enabled",
                        "config.window_fallback_template",
                        "config.template_messages[0].name",
                        "config.template_messages[0].template_id",
                        "config.template_messages[0].language",
                        "config.template_messages[0].parameters",
                        "config.template_messages[1]");
        assertThatThrownBy(() -> SettingsParser.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_empty_document_names_what_each_flavour_needs() {
        assertThat(paths(Documents.channel("{}")))
                .containsExactlyInAnyOrder(
                        "config.phone_number", "config.api_key", "config.api_secret", "config.business_account_id");
        assertThat(paths(Documents.channel("{\"flavour\":\"360dialog\"}")))
                .containsExactlyInAnyOrder("config.phone_number", "config.api_key", "config.webhook_verify_token");
        assertThat(paths(Documents.channel("{\"flavour\":\"twilio\"}")))
                .containsExactlyInAnyOrder(
                        "config.phone_number", "config.api_key", "config.api_secret", "config.webhook_url");
    }

    @Test
    void what_proves_webhooks_may_be_missing_while_nothing_is_enforced() {
        assertThat(SettingsParser.check(
                        Documents.changed(Documents.META, "{\"api_secret\":null,\"verification\":\"observe\"}")))
                .isEmpty();
        assertThat(SettingsParser.check(Documents.changed(
                        Documents.DIALOG, "{\"webhook_verify_token\":null,\"verification\":\"observe\"}")))
                .isEmpty();
        // Twilio's auth token also signs in.
        assertThat(paths(Documents.changed(
                        Documents.TWILIO, "{\"webhook_url\":null,\"api_secret\":null,\"verification\":\"observe\"}")))
                .containsExactly("config.api_secret");
    }

    @Test
    void on_premises_is_explained() {
        List<ConfigProblem> problems =
                SettingsParser.check(Documents.changed(MISSION, "{\"flavour\":\"on_premises\"}"));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).path()).isEqualTo("config.flavour");
        assertThat(problems.get(0).message()).contains("October 2025").contains("360dialog");
    }

    @Test
    void names_that_a_flavour_would_ignore_are_told() {
        assertThat(paths(Documents.changed(Documents.TWILIO, "{\"phone_number_id\":\"1\",\"api_version\":\"v25.0\"}")))
                .containsExactlyInAnyOrder("config.phone_number_id", "config.api_version");
    }

    @Test
    void keys_that_would_break_a_header_are_told_without_being_shown() {
        List<ConfigProblem> problems =
                SettingsParser.check(Documents.changed(MISSION, "{\"api_key\":\"top\\r\\nsecret\"}"));
        assertThat(problems).hasSize(1);
        assertThat(problems.toString())
                .contains("config.api_key")
                .doesNotContain("top")
                .doesNotContain("secret\"");
    }

    @Test
    void empty_secrets_prove_nothing() {
        assertThat(paths(Documents.changed(Documents.META, "{\"api_secret\":\" \"}")))
                .contains("config.api_secret");
        assertThat(paths(Documents.changed(Documents.META, "{\"webhook_verify_token\":[\"a\",\" \"]}")))
                .containsExactly("config.webhook_verify_token");
    }

    @Test
    void a_fallback_template_may_name_its_language() {
        assertThat(SettingsParser.parse(Documents.changed(
                                MISSION, "{\"window_fallback_template\":{\"name\":\"hi\",\"language\":\"pt_BR\"}}"))
                        .fallbackTemplate())
                .isEqualTo(new WhatsAppSettings.FallbackTemplate("hi", "pt_BR"));
        assertThat(SettingsParser.parse(Documents.changed(MISSION, "{\"window_fallback_template\":\"hi\"}"))
                        .fallbackTemplate())
                .isEqualTo(new WhatsAppSettings.FallbackTemplate("hi", "en"));
    }
}
