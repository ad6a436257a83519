package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.cloud.ReceivedRequest;
import io.deskwire.testkit.cloud.SendGridSwitches;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountLookTest {

    private final Desk desk;

    AccountLookTest() throws IOException {
        desk = new Desk();
    }

    @AfterEach
    void end() {
        desk.close();
    }

    @Test
    void an_account_that_is_set_up_passes_every_stage_and_nothing_is_changed() throws Exception {
        List<Stage> reported = new ArrayList<>();
        List<Stage> stages;
        try (Channel channel = desk.open()) {
            stages = channel.test().orElseThrow().run(reported::add);
        }

        assertThat(reported).isEqualTo(stages);
        assertThat(stages)
                .extracting(Stage::name)
                .containsExactly(
                        "sendgrid.dns",
                        "sendgrid.tcp",
                        "sendgrid.key",
                        "sendgrid.verification",
                        "sendgrid.inbound",
                        "sendgrid.events",
                        "sendgrid.domain",
                        "sendgrid.webhook");
        assertThat(stages)
                .allSatisfy(stage -> assertThat(stage.ok()).as(stage.toString()).isTrue());
        assertThat(desk.sendgrid.requests()).extracting(ReceivedRequest::method).containsOnly("GET");
        Upkeep upkeep = keep();
        assertThat(upkeep.degraded()).isNull();
        assertThat(upkeep.next()).isAfter(desk.clock.instant());
    }

    @Test
    void what_is_missing_is_said_in_words() throws Exception {
        assertFailed("domain", switches -> switches.domainAuthenticated(false), "s1._domainkey.tenant.example CNAME");
        assertFailed("events", switches -> switches.postEvents(false), "switched off");
        assertFailed("events", switches -> switches.silentEvents("bounce", "dropped"), "bounce, dropped");
        assertFailed("inbound", switches -> switches.signed(false), "does not sign");
        assertFailed("key", switches -> switches.scopes("alerts.read"), "may not send");
    }

    private void assertFailed(String name, Consumer<SendGridSwitches> fault, String words) throws Exception {
        SendGridSwitches switches = desk.account.switches();
        fault.accept(switches);
        Stage stage = stage(name);
        assertThat(stage.ok()).as(name).isFalse();
        assertThat(stage.detail()).contains(words);
        assertThat(stage.hint()).isNotBlank();
        assertThat(keep().degraded()).contains(words);
        switches.domainAuthenticated(true)
                .postEvents(true)
                .silentEvents()
                .signed(true)
                .scopes(
                        "mail.send",
                        "user.webhooks.parse.settings.read",
                        "user.webhooks.event.settings.read",
                        "whitelabel.read");
    }

    @Test
    void posts_that_go_elsewhere_or_are_signed_with_another_key_are_noticed() throws Exception {
        desk.account.rotateKeys();
        assertThat(stage("inbound").detail()).contains("another key");
        assertThat(stage("events").detail()).contains("not in the document");
        desk.config = desk.config();
        desk.account.withWebhook("in.tenant.example", URI.create("https://user:pass@elsewhere.example/hook"));
        assertThat(stage("inbound").detail()).contains("elsewhere.example").doesNotContain("pass");
        assertThat(stage("events").ok()).isFalse();
        desk.account.withWebhook("other.example", desk.webhook("user:pass@"));
        Stage inbound = stage("inbound");
        assertThat(inbound.detail()).contains("in.tenant.example");
        assertThat(inbound.hint()).contains("MX 10 mx.sendgrid.net");
        assertThat(stage("events").ok()).isTrue();
    }

    @Test
    void keys_that_are_none_are_noticed() throws Exception {
        desk.config = desk.config("webhook_secret", "xxx", "event_webhook_secret", "yyy");
        assertThat(stage("verification").detail()).contains("no public key");
        desk.config = desk.config("event_webhook_secret", "yyy");
        assertThat(stage("verification").ok()).isFalse();
        desk.config = desk.config("webhook_secret", "", "event_webhook_secret", "");
        assertThat(stage("verification").detail()).contains("Without webhook_secret");
    }

    @Test
    void a_key_that_only_sends_is_enough() throws Exception {
        desk.account.switches().scopes("mail.send");

        assertThat(stage("inbound")).satisfies(stage -> {
            assertThat(stage.ok()).isTrue();
            assertThat(stage.detail()).contains("Not looked at");
        });
        assertThat(keep().degraded()).isNull();
    }

    @Test
    void a_refused_key_is_told_as_such() throws Exception {
        desk.account.switches().revoked(true);

        assertThat(stage("key").ok()).isFalse();
        assertThatThrownBy(this::keep)
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH));
    }

    private Upkeep keep() throws ChannelException {
        try (Channel channel = desk.open()) {
            return channel.subscription().orElseThrow().keep(desk.clock.instant());
        }
    }

    private Stage stage(String name) {
        try (Channel channel = desk.open()) {
            return channel.test().orElseThrow().run(stage -> {}).stream()
                    .filter(stage -> stage.name().equals("sendgrid." + name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
