package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.Consent;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.SignInError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStagesTest {

    private static Map<String, Stage> stages(Office office, Map<String, Object> more) {
        try (Channel channel = office.open(more)) {
            List<Stage> progress = new ArrayList<>();
            List<Stage> all = channel.test().orElseThrow().run(progress::add);
            assertThat(progress).isEqualTo(all);
            Map<String, Stage> byName = new HashMap<>();
            all.forEach(stage -> byName.put(stage.name().replace("microsoft365.", ""), stage));
            return byName;
        }
    }

    private static void assertFails(Map<String, Stage> stages, String name, String hint) {
        assertThat(stages.get(name)).as(name).isNotNull().satisfies(stage -> {
            assertThat(stage.ok()).isFalse();
            assertThat(stage.hint()).contains(hint);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_good_channel_passes_every_stage_and_changes_nothing(boolean delegated) throws Exception {
        try (Office office = new Office("acme", delegated);
                WebhookHost host = new WebhookHost(office.clock);
                Channel channel = office.open(Map.of("webhook_url", host.url("hook"), "webhook_secret", "s"))) {
            host.serve("hook", channel.webhook().orElseThrow());
            office.mailbox.addFolder("Done");

            Map<String, Stage> stages = stages(
                    office,
                    Map.of("webhook_url", host.url("hook"), "webhook_secret", "s", "after_intake", "move:Done"));

            assertThat(stages)
                    .containsOnlyKeys("dns", "token", "permissions", "mailbox", "folder", "read", "send", "webhook");
            assertThat(stages.values())
                    .allSatisfy(
                            stage -> assertThat(stage.ok()).as(stage.toString()).isTrue());
            assertThat(office.mailbox.sent()).isEmpty();
            assertThat(office.mailbox.items("drafts")).isEmpty();
            assertThat(office.graph.subscriptions()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED_SECRET, has expired",
        "WRONG_SECRET, not its id",
        "UNKNOWN_APP, client_id",
        "UNKNOWN_TENANT, Directory (tenant) ID",
        "NO_CONSENT, Grant admin consent",
        "UNKNOWN_RESOURCE, api_base_url",
        "CONDITIONAL_ACCESS, Conditional Access"
    })
    void a_refused_sign_in_of_the_application_is_explained(SignInError error, String words) throws Exception {
        try (Office office = Office.appOnly()) {
            office.app.refuseTokens(error);
            assertFails(stages(office, Map.of()), "token", words);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFRESH_TOKEN_EXPIRED, too long",
        "GRANT_REVOKED, new password",
        "NO_CONSENT, Connect the account again",
        "MFA_DEMANDED, second factor",
        "ACCOUNT_DISABLED, enable",
        "ACCOUNT_UNKNOWN, email_address"
    })
    void a_refused_sign_in_of_an_account_is_explained(SignInError error, String words) throws Exception {
        try (Office office = Office.delegated()) {
            office.app.refuseTokens(error);
            assertFails(stages(office, Map.of()), "token", words);
        }
    }

    @Test
    void a_sign_in_that_cannot_be_asked_is_no_fault_of_the_settings() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.app.refuseTokens(SignInError.TEMPORARILY_UNAVAILABLE);
            assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, new RecordingIntake(), Office.NOW))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
        }
    }

    @Test
    void each_fault_is_told_where_it_is() throws Exception {
        try (Office office = Office.appOnly()) {
            office.app.refuseTokens(SignInError.EXPIRED_SECRET);
            assertFails(stages(office, Map.of()), "token", "client_secret");
            office.app.refuseTokens(null);

            assertFails(stages(office, Map.of("folder", "Nowhere")), "folder", "Outlook");
            assertFails(stages(office, Map.of("webhook_url", "http://127.0.0.1:1/x")), "webhook", "PUBLIC_URL");
            office.mailbox.become(GraphMailbox.Health.NOT_ENABLED);
            assertFails(stages(office, Map.of()), "mailbox", "licence");
            office.mailbox.become(GraphMailbox.Health.DENIED);
            assertFails(stages(office, Map.of()), "mailbox", "management scope");
            office.mailbox.become(GraphMailbox.Health.ENABLED);
            office.app.withoutPermission("Mail.Send");
            assertFails(stages(office, Map.of()), "send", "Mail.Send");
            assertThat(stages(office, Map.of("email_address", "nobody@acme.example")))
                    .hasEntrySatisfying(
                            "mailbox", stage -> assertThat(stage.ok()).isFalse());
        }
    }

    @Test
    void before_an_account_is_connected_every_side_says_so_and_nothing_is_asked_of_microsoft() throws Exception {
        try (Office office = Office.delegated()) {
            Map<String, Object> document = new HashMap<>();
            document.put("refresh_token", null);
            assertFails(stages(office, document), "token", "oauth/start");
            try (Channel channel = office.open(document)) {
                assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, new RecordingIntake(), Office.NOW))
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
                            assertThat(e.hint())
                                    .hasValueSatisfying(hint -> assertThat(hint).contains("oauth/start"));
                        });
            }
            assertThat(office.graph.requests()).isEmpty();
        }
    }

    @Test
    void whose_mailbox_a_consent_opens_is_asked_of_graph() throws Exception {
        try (Office office = Office.delegated()) {
            Map<String, Object> document = new HashMap<>();
            Consent consent = office.type
                    .consent(office.config(document), office.context())
                    .orElseThrow();

            assertThat(consent.account(Secret.of(office.app.delegatedToken(office.mailbox))))
                    .isEqualTo(office.address());
            assertThat(consent.terms().tokenUrl().toString()).isEqualTo(office.graph.tokenUrl(office.directory()));
            assertThatThrownBy(() -> consent.account(Secret.of("forged")))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH));
        }
    }
}
