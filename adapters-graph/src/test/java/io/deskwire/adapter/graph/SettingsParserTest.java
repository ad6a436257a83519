package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.Consent;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {

    private static final GraphChannelType TYPE = new GraphChannelType(() -> Instant.EPOCH);

    /** The document as organisations have written it so far. */
    private static Map<String, Object> plain() {
        return new HashMap<>(Map.of(
                "client_id", "app-1",
                "client_secret", "client-secret-1",
                "tenant_id", "acme.example",
                "email_address", "support@acme.example",
                "webhook_url", "https://desk.example/webhooks/microsoft365/acme/support",
                "webhook_secret", "hook-secret-1"));
    }

    private static ChannelConfig config(Map<String, Object> document) {
        return ChannelConfig.of("acme", "support", "microsoft365", document, "support@acme.example");
    }

    private static GraphSettings parse(Map<String, Object> more) {
        Map<String, Object> document = plain();
        document.putAll(more);
        return SettingsParser.parse(config(document));
    }

    private static List<String> problems(Map<String, Object> more) {
        Map<String, Object> document = plain();
        document.putAll(more);
        return TYPE.check(config(document)).stream().map(ConfigProblem::path).toList();
    }

    @Test
    void a_plain_document_works_as_it_is() {
        assertThat(TYPE.check(config(plain()))).isEmpty();
        GraphSettings settings = parse(Map.of());

        assertThat(settings.delegated()).isFalse();
        assertThat(settings.mailbox()).isEqualTo("support@acme.example");
        assertThat(settings.folder()).isEqualTo("Inbox");
        assertThat(settings.apiBase()).isEqualTo(URI.create("https://graph.microsoft.com/v1.0"));
        assertThat(settings.tokenUrl())
                .isEqualTo(URI.create("https://login.microsoftonline.com/acme.example/oauth2/v2.0/token"));
        assertThat(settings.grants()).singleElement().satisfies(grant -> {
            assertThat(grant.scope()).isEqualTo("https://graph.microsoft.com/.default");
            assertThat(grant.refreshToken()).isNull();
        });
        assertThat(settings.webhookKeys()).containsExactly(Secret.of("hook-secret-1"));
        assertThat(settings.afterIntake().isNone()).isTrue();
        assertThat(settings.startFrom()).isEqualTo(StartFrom.ALL);
        assertThat(TYPE.secretFields()).contains("client_secret", "refresh_token", "webhook_secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://graph.microsoft.us,https://login.microsoftonline.us",
        "https://dod-graph.microsoft.us,https://login.microsoftonline.us",
        "https://microsoftgraph.chinacloudapi.cn,https://login.chinacloudapi.cn"
    })
    void sign_in_and_permissions_of_the_other_clouds_follow_from_the_address(String graph, String login) {
        GraphSettings settings = parse(Map.of("api_base_url", graph + "/"));

        assertThat(settings.apiBase()).isEqualTo(URI.create(graph + "/v1.0"));
        assertThat(settings.tokenUrl()).isEqualTo(URI.create(login + "/acme.example/oauth2/v2.0/token"));
        assertThat(settings.authorizeUrl()).isEqualTo(URI.create(login + "/acme.example/oauth2/v2.0/authorize"));
        assertThat(settings.grants().get(0).scope()).isEqualTo(graph + "/.default");
    }

    @Test
    void addresses_that_are_given_count() {
        GraphSettings settings = parse(Map.of(
                "token_url", "https://login.example/token", "scope_root", "https://graph.example/", "folder", "A/B"));

        assertThat(settings.tokenUrl()).isEqualTo(URI.create("https://login.example/token"));
        assertThat(settings.grants().get(0).scope()).isEqualTo("https://graph.example/.default");
        assertThat(Folders.path(settings.folder())).containsExactly("A", "B");
    }

    @Test
    void everything_wrong_is_reported_at_once() {
        Map<String, Object> document = new HashMap<>();
        document.put("tenant_id", "common");
        document.put("email_address", "nobody");
        document.put("webhook_url", "ftp://x");
        document.put("start_from", "yesterday");
        document.put("after_intake", "burn");
        document.put("folder", "Sent Items");
        document.put("max_message_mb", 4000);
        document.put("verification", "perhaps");
        document.put("poll_interval_seconds", 0);
        document.put("refresh_token", "r");
        document.put("shared_mailbox", "team@acme.example");

        assertThat(TYPE.check(config(document)).stream().map(ConfigProblem::path))
                .containsExactlyInAnyOrder(
                        "config.client_id",
                        "config.client_secret",
                        "config.tenant_id",
                        "config.email_address",
                        "config.webhook_url",
                        "config.start_from",
                        "config.after_intake",
                        "config.folder",
                        "config.max_message_mb",
                        "config.verification",
                        "config.poll_interval_seconds",
                        "config.refresh_token",
                        "config.shared_mailbox");
        assertThatThrownBy(() -> TYPE.open(config(document), context())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moving_into_the_folder_that_is_read_is_refused() {
        assertThat(problems(Map.of("after_intake", "move:INBOX"))).containsExactly("config.after_intake");
        assertThat(problems(Map.of("after_intake", "move:"))).containsExactly("config.after_intake");
        assertThat(parse(Map.of("after_intake", "move:Inbox/Done")).afterIntake())
                .isEqualTo(new AfterIntake(AfterIntake.Action.MOVE, "Inbox/Done"));
    }

    @Test
    void a_start_may_be_a_day_or_a_moment() {
        assertThat(parse(Map.of("start_from", "2026-01-31")).startFrom().since())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(parse(Map.of("start_from", "NOW")).startFrom().now()).isTrue();
    }

    @Test
    void consent_is_for_people_only_and_names_what_is_needed() {
        assertThat(TYPE.consent(config(plain()), context())).isEmpty();
        Map<String, Object> document = plain();
        document.put("auth_mode", "delegated");
        assertThat(TYPE.check(config(document)))
                .as("it is stored first and connected then")
                .isEmpty();

        Consent consent = TYPE.consent(config(document), context()).orElseThrow();

        assertThat(consent.terms().scopes())
                .containsExactly(
                        "offline_access",
                        "https://graph.microsoft.com/Mail.ReadWrite",
                        "https://graph.microsoft.com/Mail.Send",
                        "https://graph.microsoft.com/User.Read");
        document.put("shared_mailbox", "team@acme.example");
        Consent shared = TYPE.consent(config(document), context()).orElseThrow();
        assertThat(shared.terms().scopes())
                .contains(
                        "https://graph.microsoft.com/Mail.ReadWrite.Shared",
                        "https://graph.microsoft.com/Mail.Send.Shared");
        assertThat(shared.missing(List.of("Mail.ReadWrite", "Mail.Send", "User.Read")))
                .containsExactly("Mail.ReadWrite.Shared", "Mail.Send.Shared");
        assertThat(consent.terms().parameters()).containsEntry("prompt", "select_account");
        assertThat(consent.terms().expectedAccount()).isEqualTo("support@acme.example");
        assertThat(consent.missing(List.of("mail.readwrite", "https://graph.microsoft.com/Mail.Send")))
                .containsExactly("User.Read");
        assertThat(consent.missing(List.of("Mail.ReadWrite", "Mail.Send", "User.Read", "openid")))
                .isEmpty();
    }

    private static ChannelContext context() {
        return new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
    }
}
