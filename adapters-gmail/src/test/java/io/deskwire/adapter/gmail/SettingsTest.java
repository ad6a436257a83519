package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.json.Json;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final String MISSION = """
            {"client_id":"xxx.apps.googleusercontent.com","client_secret":"xxx","refresh_token":"xxx",
             "email_address":"support@tenant.com","watch_enabled":true,"watch_expiry_days":7}""";

    private static ChannelConfig config(String json, @Nullable Object... more) {
        Map<String, Object> document = new LinkedHashMap<>(Json.strict().parseObject(json));
        for (int i = 0; i < more.length; i += 2) {
            document.put((String) more[i], more[i + 1]);
        }
        return ChannelConfig.of("acme", "support", "gmail", document, null);
    }

    private static GmailSettings parsed(@Nullable Object... more) {
        return SettingsParser.parse(config(MISSION, more));
    }

    private static List<String> problems(@Nullable Object... more) {
        return SettingsParser.check(config(MISSION, more)).stream()
                .map(ConfigProblem::path)
                .toList();
    }

    @Test
    void the_documents_that_tenants_have_work_as_they_are() {
        GmailChannelType type = new GmailChannelType(SettableClock.at(MessageSamples.NOON));
        assertThat(type.check(config(MISSION))).isEmpty();
        try (Channel channel =
                type.open(config(MISSION), new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none()))) {
            assertThat(channel.inbound()).isPresent();
            assertThat(channel.webhook()).isPresent();
            assertThat(channel.subscription()).isPresent();
        }
        assertThat(type.secretFields())
                .containsExactlyInAnyOrder("client_secret", "refresh_token", "service_account_json");
        GmailSettings settings = parsed();
        assertThat(settings.labels()).containsExactly("INBOX");
        assertThat(settings.apiBase()).isEqualTo(URI.create("https://gmail.googleapis.com/"));
        assertThat(settings.grants()).extracting(Grant::tokenUrl).containsExactly(Google.TOKEN_URL);
        assertThat(settings.toString()).doesNotContain("xxx,").contains("<hidden>");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThat(SettingsParser.check(config("{}")))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder("config.email_address", "config.client_id", "config.client_secret");
        assertThat(problems(
                        "email_address", "nobody",
                        "watch_expiry_days", 8,
                        "pubsub_topic", "gmail",
                        "pubsub_subscription", "projects/p/topics/t",
                        "push_service_account", "gmail-push",
                        "jwks_url", "ftp://x",
                        "label_ids", List.of("INBOX", "SENT"),
                        "after_intake", "move:inbox",
                        "start_from", "yesterday",
                        "poll_interval_seconds", 0,
                        "quota_units_per_minute", 1,
                        "verification", "never",
                        "subject", "a@b.example",
                        "api_base_url", 7))
                .containsExactlyInAnyOrder(
                        "config.email_address",
                        "config.watch_expiry_days",
                        "config.pubsub_topic",
                        "config.pubsub_subscription",
                        "config.push_service_account",
                        "config.jwks_url",
                        "config.label_ids",
                        "config.after_intake",
                        "config.start_from",
                        "config.poll_interval_seconds",
                        "config.quota_units_per_minute",
                        "config.verification",
                        "config.subject",
                        "config.api_base_url");
    }

    @Test
    void an_account_that_is_yet_to_be_connected_has_no_problem() {
        assertThat(problems("refresh_token", null)).isEmpty();
        assertThat(parsed("refresh_token", null).grants()).isEmpty();
    }

    @Test
    void two_values_of_a_secret_are_two_grants() {
        assertThat(parsed("client_secret", List.of("new", "old")).grants()).hasSize(2);
        assertThat(parsed("refresh_token", List.of("new", "old")).grants()).hasSize(2);
    }

    @Test
    void a_service_account_needs_no_client() {
        Map<String, Object> key = Map.of(
                "client_email", "desk@acme.iam.gserviceaccount.com",
                "private_key", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
                "private_key_id", "k1",
                "token_uri", "https://oauth2.googleapis.com/token");
        for (Object given : List.of(key, Json.write(key))) {
            ChannelConfig config = config(
                    "{\"email_address\":\"support@acme.example\"}",
                    "service_account_json",
                    given,
                    "token_url",
                    "http://127.0.0.1:7/token");
            assertThat(SettingsParser.check(config)).isEmpty();

            GmailSettings settings = SettingsParser.parse(config);

            assertThat(settings.isServiceAccount()).isTrue();
            Grant grant = settings.grants().get(0);
            AccessTokens.ServiceAccount account = Objects.requireNonNull(grant.account());
            assertThat(account.subject()).isEqualTo("support@acme.example");
            assertThat(account.audience())
                    .as("whatever address it is reached at")
                    .isEqualTo(Google.TOKEN_URL.toString());
            assertThat(grant.tokenUrl()).hasPort(7);
            assertThat(grant.scope()).isEqualTo(GmailSettings.SCOPE);
        }
        assertThat(SettingsParser.check(config(
                        "{\"email_address\":\"support@acme.example\"}", "service_account_json", "{\"type\":\"x\"}")))
                .extracting(ConfigProblem::path)
                .containsExactly("config.service_account_json");
    }

    @Test
    void what_is_read_and_done_can_be_chosen() {
        GmailSettings settings = parsed(
                "label_ids",
                List.of("Label_7", "INBOX"),
                "include_spam_trash",
                true,
                "after_intake",
                "MOVE: Done",
                "start_from",
                "2026-01-31");
        assertThat(settings.watched()).containsExactlyInAnyOrder("INBOX", "Label_7", "SPAM", "TRASH");
        assertThat(settings.afterIntake()).isEqualTo(new AfterIntake(AfterIntake.Action.MOVE, "Done"));
        assertThat(settings.startFrom().since()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    }
}
