package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailScopes;
import io.deskwire.testkit.gmail.GmailTrouble;
import io.deskwire.testkit.gmail.PubSubTopic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StagedTestTest {

    private static final String TOPIC = "projects/acme-helpdesk/topics/gmail-inbound";

    private final Desks desks = new Desks();
    private final GmailMailbox acme = desks.mailbox("acme");

    @AfterEach
    void close() {
        desks.close();
    }

    private List<Stage> run() {
        List<Stage> told = new ArrayList<>();
        try (Channel channel = desks.open("acme")) {
            List<Stage> all = channel.test().orElseThrow().run(told::add);
            assertThat(told).isEqualTo(all);
        }
        assertThat(told)
                .filteredOn(stage -> !stage.ok())
                .allSatisfy(stage -> assertThat(stage.hint()).as(stage.name()).isNotBlank());
        assertThat(acme.sent()).as("a test sends nothing").isEmpty();
        return told;
    }

    private void fails(String name, String detail, String hint) {
        assertThat(run()).filteredOn(stage -> !stage.ok()).singleElement().satisfies(stage -> {
            assertThat(stage.name()).isEqualTo("gmail." + name);
            assertThat(stage.detail()).contains(detail);
            assertThat(stage.hint()).contains(hint);
        });
    }

    private PubSubTopic pushing() {
        desks.document("acme").put("watch_enabled", true);
        desks.document("acme").put("pubsub_topic", TOPIC);
        desks.document("acme").put("push_service_account", "push@acme.iam.gserviceaccount.com");
        desks.document("acme").put("webhook_url", "http://127.0.0.1:9/webhooks/gmail/acme/support");
        return desks.google.addTopic(TOPIC);
    }

    @Test
    void a_channel_that_is_all_right_passes_every_stage() {
        pushing();

        assertThat(run())
                .allSatisfy(stage -> assertThat(stage.ok()).as(stage.toString()).isTrue());
        assertThat(run())
                .extracting(Stage::name)
                .containsExactly(
                        "gmail.token",
                        "gmail.api",
                        "gmail.mailbox",
                        "gmail.scopes",
                        "gmail.labels",
                        "gmail.history",
                        "gmail.watch",
                        "gmail.sender",
                        "gmail.send",
                        "gmail.push",
                        "gmail.webhook");
        assertThat(acme.watch()).isPresent();
    }

    @Test
    void a_mailbox_that_is_only_polled_passes() {
        assertThat(run()).allMatch(Stage::ok);
        assertThat(acme.watch()).isEmpty();
    }

    @Test
    void an_account_that_was_never_connected_is_told() {
        desks.document("acme").remove("refresh_token");

        fails("token", "not connected", "oauth/start");
    }

    @Test
    void a_withdrawn_consent_is_told() {
        acme.revoke();

        fails("token", "invalid_grant", "connect");
    }

    @Test
    void a_wrong_client_secret_is_told() {
        desks.document("acme").put("client_secret", "wrong");

        fails("token", "invalid_client", "client_secret");
    }

    @Test
    void an_api_that_is_not_enabled_is_told() {
        desks.google.trouble(
                GmailTrouble.forbidden(
                        "accessNotConfigured", "Gmail API has not been used in project 123 before or it is disabled."),
                "/gmail/v1/",
                Integer.MAX_VALUE);

        fails("api", "accessNotConfigured", "Enable the Gmail API");
    }

    @Test
    void an_account_without_gmail_and_a_forbidding_administrator_are_told() {
        desks.google.trouble(GmailTrouble.mailServiceNotEnabled(), GmailMethod.PROFILE);
        fails("api", "Mail service not enabled", "licence");
        desks.google.behave();
        desks.google.trouble(
                GmailTrouble.forbidden("domainPolicy", "The domain administrators have disabled Gmail apps."),
                GmailMethod.PROFILE);
        fails("api", "domainPolicy", "API controls");
    }

    @Test
    void an_address_where_nobody_answers_is_told() {
        desks.document("acme").put("api_base_url", "http://127.0.0.1:1");

        fails("api", "refused", "api_base_url");
    }

    @Test
    void another_persons_mailbox_is_told() {
        desks.document("acme").put("email_address", "other@acme.example");

        assertThat(run()).filteredOn(stage -> !stage.ok()).first().satisfies(stage -> {
            assertThat(stage.name()).isEqualTo("gmail.mailbox");
            assertThat(stage.detail()).contains("support@acme.example", "other@acme.example");
            assertThat(stage.hint()).contains("other@acme.example");
        });
    }

    private void scoped(String... scopes) {
        var client = desks.google.addClient("scoped.apps.googleusercontent.com", "x", "acme-helpdesk");
        desks.document("acme").put("client_id", "scoped.apps.googleusercontent.com");
        desks.document("acme").put("client_secret", "x");
        desks.document("acme").put("refresh_token", acme.refreshToken(client, scopes));
    }

    @Test
    void a_token_that_may_only_send_is_told() {
        scoped(GmailScopes.SEND);

        fails("scopes", "may send, but not read", "gmail.modify");
    }

    @Test
    void a_token_that_may_only_read_is_told() {
        scoped(GmailScopes.READONLY);
        fails("send", "may not send", "gmail.modify");

        desks.document("acme").put("after_intake", "mark_seen");
        assertThat(run())
                .filteredOn(stage -> !stage.ok())
                .extracting(Stage::name)
                .containsExactly("gmail.scopes", "gmail.send");
    }

    @Test
    void a_token_that_may_do_everything_passes() {
        scoped(GmailScopes.ALL);

        assertThat(run()).allMatch(Stage::ok);
    }

    @Test
    void a_label_by_its_name_is_told_its_id() {
        String id = acme.addLabel("Complaints");
        desks.document("acme").put("label_ids", List.of("INBOX", "Complaints"));

        fails("labels", "Complaints", "write " + id);
        desks.document("acme").put("label_ids", List.of("Label_999"));
        fails("labels", "Label_999", id);
    }

    @Test
    void history_that_cannot_be_read_is_told() {
        desks.google.trouble(GmailTrouble.backendError(), GmailMethod.HISTORY);

        fails("history", "500", "api_base_url");
    }

    @Test
    void a_missing_topic_is_told() {
        pushing();
        desks.document("acme").remove("pubsub_topic");
        fails("watch", "no topic", "pubsub_topic");

        desks.document("acme").put("pubsub_topic", "projects/acme-helpdesk/topics/nowhere");
        fails("watch", "not found", "Create the topic");
    }

    @Test
    void a_missing_publisher_role_is_told() {
        pushing().publisherRole(false);

        fails("watch", "not authorized", "Pub/Sub Publisher");
    }

    @Test
    void a_topic_of_another_project_is_told() {
        pushing();
        desks.google.addTopic("projects/elsewhere/topics/gmail");
        desks.document("acme").put("pubsub_topic", "projects/elsewhere/topics/gmail");

        fails("watch", "does not match", "owns client_id");
    }

    @Test
    void another_topics_watch_is_no_fault() {
        pushing();
        assertThat(run()).allMatch(Stage::ok);
        desks.google.addTopic("projects/acme-helpdesk/topics/second");
        desks.document("acme").put("pubsub_topic", "projects/acme-helpdesk/topics/second");

        assertThat(run())
                .allMatch(Stage::ok)
                .anySatisfy(stage -> assertThat(stage.detail()).contains("another topic"));
    }

    @Test
    void a_push_that_nobody_could_believe_is_told() {
        pushing();
        desks.document("acme").remove("push_service_account");
        fails("push", "none is believed", "push_service_account");
    }

    @Test
    void a_missing_webhook_address_is_told() {
        pushing();
        desks.document("acme").remove("webhook_url");
        fails("webhook", "not given", "webhook_url");
    }

    @Test
    void an_address_that_google_cannot_reach_is_told() {
        pushing();
        desks.document("acme").put("api_base_url", "https://127.0.0.1:1");
        desks.document("acme").put("webhook_url", "http://127.0.0.1/webhooks/gmail");
        assertThat(run()).last().satisfies(stage -> {
            assertThat(stage.ok()).isFalse();
            assertThat(stage.detail()).contains("not encrypted");
        });

        desks.document("acme").put("webhook_url", "https://127.0.0.1/webhooks/gmail");
        assertThat(run()).last().satisfies(stage -> {
            assertThat(stage.name()).isEqualTo("gmail.webhook");
            assertThat(stage.ok()).isFalse();
            assertThat(stage.detail()).contains("no public address");
        });
    }

    @Test
    void a_ticket_address_that_is_no_alias_is_told() {
        desks.document("acme").put("email_address", "support@acme.example");
        List<Stage> told = new ArrayList<>();
        try (Channel channel = desks.type.open(
                io.deskwire.config.ChannelConfig.of(
                        "acme", "support", "gmail", desks.document("acme"), "help@acme.example"),
                desks.context())) {
            channel.test().orElseThrow().run(told::add);
        }

        assertThat(told).filteredOn(stage -> !stage.ok()).singleElement().satisfies(stage -> {
            assertThat(stage.name()).isEqualTo("gmail.sender");
            assertThat(stage.hint()).contains("Send mail as", "help@acme.example");
        });
    }

    @Test
    void a_sending_limit_is_told() {
        desks.google.trouble(
                GmailTrouble.forbidden("userRateLimitExceeded", "User-rate limit exceeded (Mail sending)."),
                GmailMethod.SEND);

        fails("send", "Mail sending", "in a day");
    }
}
