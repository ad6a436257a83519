package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the account says about itself. */
class AccountTest {

    private static final String URL = "https://desk.example/webhooks/mailgun/acme/mail";

    private final SettableClock clock = SettableClock.at(Posts.SIGNED_AT);
    private MailgunSimulator mailgun;
    private MailgunDomain domain;

    @BeforeEach
    void start() {
        mailgun = MailgunSimulator.start(clock);
        domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.US, "key-1", Posts.KEY)
                .withSendingKey("sending-1")
                .addRoute("catch_all()", URL + "/mime")
                .addWebhook("delivered", URL)
                .addWebhook("permanent_fail", URL)
                .addWebhook("complained", URL);
    }

    @AfterEach
    void stop() {
        mailgun.close();
    }

    private Channel open(String key) {
        return Posts.TYPE.open(
                Posts.config("{\"api_key\":\"" + key + "\",\"webhook_url\":\"" + URL + "\",\"api_base_url\":\""
                        + mailgun.baseUrl(MailgunSimulator.Region.US) + "\"}"),
                Posts.context());
    }

    private Upkeep keep(String key) throws ChannelException {
        try (Channel channel = open(key)) {
            return channel.subscription().orElseThrow().keep(clock.instant());
        }
    }

    private List<Stage> stages(String key) {
        try (Channel channel = open(key)) {
            List<Stage> seen = new ArrayList<>();
            List<Stage> all = channel.test().orElseThrow().run(seen::add);
            assertThat(seen).isEqualTo(all);
            return all;
        }
    }

    @Test
    void all_is_well() throws Exception {
        assertThat(keep("key-1").degraded()).isNull();
        assertThat(keep("key-1").next()).isAfter(clock.instant());
        assertThat(stages("key-1")).allSatisfy(stage -> assertThat(stage.ok()).isTrue());
        assertThat(stages("key-1"))
                .extracting(Stage::name)
                .containsExactly(
                        "mailgun.dns",
                        "mailgun.tcp",
                        "mailgun.key",
                        "mailgun.domain",
                        "mailgun.routes",
                        "mailgun.events",
                        "mailgun.webhook");
    }

    @Test
    void missing_records_are_named_with_what_they_should_be() throws Exception {
        domain.withState("unverified").withDns(false);

        assertThat(keep("key-1").degraded())
                .contains("unverified")
                .contains("The DNS record TXT of in.desk.example is missing or wrong; it should be v=spf1")
                .contains("MX")
                .contains("10 mxa.mailgun.org")
                .doesNotContain("CNAME");
        assertThat(stages("key-1").get(3).ok()).isFalse();
    }

    @Test
    void mail_or_events_that_go_elsewhere_are_told() throws Exception {
        MailgunDomain other = mailgun.addDomain("other.example", MailgunSimulator.Region.US, "key-2", Posts.KEY);
        other.addRoute("catch_all()", "https://elsewhere.example/mime").addWebhook("delivered", URL);
        try (Channel channel = Posts.TYPE.open(
                Posts.config("{\"api_key\":\"key-2\",\"domain\":\"other.example\",\"webhook_url\":\"" + URL
                        + "\",\"api_base_url\":\"" + mailgun.baseUrl(MailgunSimulator.Region.US) + "\"}"),
                Posts.context())) {
            assertThat(channel.subscription()
                            .orElseThrow()
                            .keep(clock.instant())
                            .degraded())
                    .contains("No route forwards mail")
                    .contains("forward(\"" + URL + "/mime\")")
                    .contains("permanent_fail, complained")
                    .doesNotContain("delivered,");
        }
    }

    @Test
    void a_key_that_may_not_look_degrades_and_does_not_stop_mail_from_coming() throws Exception {
        assertThat(keep("sending-1").degraded()).contains("domain sending key");
        assertThat(keep("wrong").degraded()).contains("check api_key and region");
        assertThat(stages("wrong"))
                .filteredOn(stage -> !stage.ok())
                .singleElement()
                .satisfies(stage -> {
                    assertThat(stage.name()).isEqualTo("mailgun.key");
                    assertThat(stage.hint()).contains("region");
                });
    }

    @Test
    void trouble_at_mailgun_passes() {
        mailgun.trouble(Trouble.htmlPage(500), "domains", 1);

        ChannelException e = catchThrowableOfType(ChannelException.class, () -> keep("key-1"));

        assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
    }
}
