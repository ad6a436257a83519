package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.PostmarkServer;
import io.deskwire.testkit.cloud.PostmarkSimulator;
import io.deskwire.testkit.cloud.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection test and the upkeep against the stand-in. */
class PostmarkAccountTest {

    private static final String HOOK = "https://hook:word@desk.example/webhooks/postmark/acme/mail";

    private PostmarkSimulator postmark;
    private PostmarkServer server;

    @BeforeEach
    void start() {
        postmark = PostmarkSimulator.start(SettableClock.at(Posts.NOW));
        server = postmark.addServer("server-token", "in.desk.example")
                .withInboundHook(HOOK)
                .withWebhook(HOOK);
    }

    @AfterEach
    void stop() {
        postmark.close();
    }

    private Channel open(String changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("api_base_url", postmark.baseUrl());
        document.put("account_api_key", PostmarkSimulator.ACCOUNT_TOKEN);
        document.put("webhook_url", "https://desk.example/webhooks/postmark/acme/mail");
        document.putAll(Json.strict().parseObject(changes));
        return Posts.TYPE.open(Posts.config(Json.write(document)), Posts.context());
    }

    private List<Stage> stages(String changes) {
        try (Channel channel = open(changes)) {
            List<Stage> told = new ArrayList<>();
            List<Stage> stages = channel.test().orElseThrow().run(told::add);
            assertThat(told).isEqualTo(stages);
            assertThat(stages)
                    .allSatisfy(stage -> assertThat(stage.detail() + stage.hint())
                            .doesNotContain("server-token")
                            .doesNotContain("hook:"));
            return stages;
        }
    }

    private Stage failed(String changes) {
        List<Stage> failed =
                stages(changes).stream().filter(stage -> !stage.ok()).toList();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).hint()).isNotBlank();
        return failed.get(0);
    }

    @Test
    void a_server_that_is_set_up_passes_every_stage() {
        assertThat(stages("{}"))
                .allMatch(Stage::ok)
                .extracting(Stage::name)
                .containsExactly(
                        "postmark.dns",
                        "postmark.tcp",
                        "postmark.key",
                        "postmark.verification",
                        "postmark.inbound",
                        "postmark.stream",
                        "postmark.events",
                        "postmark.domain",
                        "postmark.webhook");
        server.withRawEmail(true);
        assertThat(stages("{}").get(4).detail()).contains("as it was");
    }

    @Test
    void each_thing_that_is_missing_is_named() {
        server.withDns(false, false);
        Stage domain = failed("{}");
        assertThat(domain.name()).isEqualTo("postmark.domain");
        assertThat(domain.detail())
                .contains("20250114pm._domainkey.in.desk.example TXT k=rsa;p=AAAA")
                .contains("pm-bounces.in.desk.example CNAME pm.mtasv.net");
        server.withDns(true, true);

        assertThat(stages("{\"message_stream\":\"nowhere\"}"))
                .anySatisfy(stage -> assertThat(stage.detail()).contains("no message stream nowhere"));
        assertThat(failed("{\"email_address\":\"a@elsewhere.example\"}").name()).isEqualTo("postmark.domain");

        server.withDeliveryType("Sandbox");
        assertThat(failed("{}").detail()).contains("sandbox");
        server.withDeliveryType("Live");

        server.withInboundHook("https://hook:word@other.example/webhooks/postmark/acme/mail");
        assertThat(failed("{}").detail()).contains("other.example");
        server.withInboundHook(HOOK.replace("word", "old"));
        assertThat(failed("{}").detail()).contains("no user name and password that are taken");
        server.withInboundHook(HOOK.replace("hook:word@", ""));
        assertThat(failed("{}").name()).isEqualTo("postmark.inbound");
    }

    @Test
    void a_stream_for_receiving_cannot_send() {
        assertThat(stages("{\"message_stream\":\"inbound\"}"))
                .anySatisfy(stage -> assertThat(stage.detail()).contains("is for receiving"));
    }

    @Test
    void events_that_do_not_come_are_noticed() {
        server = postmark.addServer("second", "in.desk.example").withInboundHook(HOOK);
        assertThat(failed("{\"api_key\":\"second\"}").detail()).contains("posts no events");
        server.withWebhook(HOOK.replace("word", "old"));
        assertThat(failed("{\"api_key\":\"second\"}").detail()).contains("shows no user name");
        server.withWebhook(HOOK, "Delivery", "Bounce");
        assertThat(stages("{\"api_key\":\"second\"}")).allMatch(Stage::ok);
    }

    @Test
    void triggers_that_are_off_are_named() {
        postmark.addServer("third", "in.desk.example").withInboundHook(HOOK).withWebhook(HOOK, "Delivery");

        assertThat(failed("{\"api_key\":\"third\"}").detail()).contains("lacks Bounce, SpamComplaint");
    }

    @Test
    void without_the_accounts_token_domains_are_not_looked_at() {
        server.withDns(false, false);

        assertThat(stages("{\"account_api_key\":null}")).allMatch(Stage::ok);
        assertThat(failed("{\"account_api_key\":\"wrong\"}").name()).isEqualTo("postmark.domain");
    }

    @Test
    void the_wrong_token_ends_the_test() {
        assertThat(failed("{\"api_key\":\"wrong\"}").name()).isEqualTo("postmark.key");
    }

    @Test
    void the_upkeep_asks_postmark_and_tells_what_is_wrong() throws Exception {
        try (Channel channel = open("{}")) {
            PushSubscription upkeep = channel.subscription().orElseThrow();
            PushSubscription.Upkeep well = upkeep.keep(Posts.NOW);
            assertThat(well.degraded()).isNull();
            assertThat(well.next()).isEqualTo(Posts.NOW.plus(Duration.ofMinutes(15)));

            server.withInboundHook("https://hook:word@other.example/");
            assertThat(upkeep.keep(Posts.NOW).degraded()).contains("other.example");
            postmark.trouble(Trouble.htmlPage(503), "/server", 1);
            assertThat(catchThrowableOfType(ChannelException.class, () -> upkeep.keep(Posts.NOW))
                            .kind())
                    .isEqualTo(FailureKind.TRANSIENT);
        }
        try (Channel channel = open("{\"api_key\":\"wrong\"}")) {
            PushSubscription upkeep = channel.subscription().orElseThrow();
            assertThat(catchThrowableOfType(ChannelException.class, () -> upkeep.keep(Posts.NOW))
                            .kind())
                    .isEqualTo(FailureKind.AUTH);
        }
    }
}
