package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.BOLT;
import static io.deskwire.adapter.whatsapp.Simulated.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageTemplate;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.RecordedRequest;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpkeepTest {

    private static final String HOOK = "http://127.0.0.1:9/webhooks";

    private static Upkeep keep(Simulated provider, String tenant) throws ChannelException {
        return provider.channel(tenant).subscription().orElseThrow().keep(provider.clock.instant());
    }

    private static long asked(Simulated provider, String path) {
        return provider.provider.requests().stream()
                .filter(r -> r.path().contains(path))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_number_that_is_well_is_looked_at_every_quarter_of_an_hour(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour).with("webhook_url", HOOK)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            Upkeep upkeep = keep(provider, ACME);
            assertThat(upkeep.degraded()).isNull();
            assertThat(upkeep.next()).isEqualTo(provider.clock.instant().plus(Duration.ofMinutes(15)));
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void refused_credentials_and_an_absent_provider_are_failures(Flavour flavour) throws Exception {
        try (Simulated provider =
                new Simulated(flavour).with(flavour == Flavour.TWILIO ? "api_secret" : "api_key", "wrong-key-1234")) {
            ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> keep(provider, ACME));
            assertThat(refusal.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(refusal).hasMessageNotContaining("wrong-key-1234");
        }
        try (Simulated provider = new Simulated(flavour)) {
            provider.provider.misbehave(Misbehaviour.html(503), "", 1);
            ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> keep(provider, ACME));
            assertThat(refusal.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void a_missing_id_is_looked_up_once_by_the_numbers_digits_and_found_again() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META).with("phone_number_id", null)) {
            provider.ann(ACME).text("Hello?");
            assertThat(provider.send(provider.message(ACME).build())).isInstanceOf(HandedOver.class);
            assertThat(provider.send(provider.message(BOLT).build())).isInstanceOf(HandedOver.class);
            provider.restart(ACME);
            assertThat(provider.send(provider.message(ACME).build())).isInstanceOf(HandedOver.class);
            assertThat(asked(provider, "/phone_numbers")).isEqualTo(2);
            assertThat(provider.ann(ACME).received()).hasSize(2);
            assertThat(provider.memory.find(ACME, CHANNEL, "phone_number_id")).contains("15550783881=106540352242922");

            // Another number in the document is not the one whose id was kept.
            provider.with("phone_number", "+1 555 000 0000").restart(ACME);
            ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> keep(provider, ACME));
            assertThat(refusal.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(refusal).hasMessageContaining("does not hold the channel's phone number");
        }
    }

    @Test
    void a_number_that_cannot_be_used_says_what_to_do() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            provider.number(ACME).deregister();
            assertThat(keep(provider, ACME).degraded()).contains("register it with its two-step PIN");
            provider.with("phone_number", "+1 555 000 0000").restart(ACME);
            assertThat(keep(provider, ACME).degraded()).contains("phone_number_id belongs to another number");
        }
    }

    @Test
    void an_account_that_pushes_to_nobody_is_told_or_subscribed() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META)) {
            assertThat(keep(provider, ACME).degraded()).contains("No app is subscribed");
            assertThat(asked(provider, "subscribed_apps")).isEqualTo(1);
        }
        try (Scripted ours = new Scripted((asked, exchange) -> Scripted.answer(
                        exchange,
                        200,
                        "text/plain",
                        asked.uri().getQuery().replaceAll(".*hub.challenge=([^&]*).*", "$1")));
                Simulated provider = new Simulated(Flavour.META)
                        .with("webhook_url", ours.base() + "/hook")
                        .with("webhook_verify_token", "let-me-in")) {
            assertThat(keep(provider, ACME).degraded()).isNull();
            assertThat(ours.last().uri().getQuery()).contains("hub.verify_token=let-me-in");
            provider.ann(ACME).text("Hello?");
            assertThat(ours.last().method()).isEqualTo("POST");
            int posts = ours.asked().size();
            assertThat(keep(provider, ACME).degraded()).isNull();
            assertThat(ours.asked()).hasSize(posts);

            provider.with("webhook_url", "https://elsewhere.example/hook").restart(ACME);
            assertThat(keep(provider, ACME).degraded()).contains("go to 127.0.0.1 and not to webhook_url");
        }
        try (Simulated provider =
                new Simulated(Flavour.META).with("webhook_url", HOOK).with("webhook_verify_token", "let-me-in")) {
            assertThat(keep(provider, ACME).degraded())
                    .contains("did not take webhook_url")
                    .contains("reachable");
        }
    }

    @Test
    void the_address_at_360dialog_is_set_with_its_token() throws Exception {
        try (Simulated provider = new Simulated(Flavour.DIALOG_360).with("webhook_url", HOOK)) {
            assertThat(keep(provider, ACME).degraded()).isNull();
            RecordedRequest set = provider.provider.requests().stream()
                    .filter(r -> r.method().equals("POST"))
                    .findFirst()
                    .orElseThrow();
            assertThat(set.text())
                    .contains(HOOK)
                    .contains("X-Webhook-Token")
                    .contains(provider.number(ACME).spec().verifyToken());
            assertThat(keep(provider, ACME).degraded()).isNull();
            assertThat(provider.provider.requests().stream()
                            .filter(r -> r.method().equals("POST")))
                    .hasSize(1);
        }
        try (Simulated provider = new Simulated(Flavour.DIALOG_360)) {
            assertThat(keep(provider, ACME).degraded()).contains("enter webhook_url");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void templates_are_read_page_by_page_kept_and_read_again_after_half_an_hour(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour).with("webhook_url", HOOK)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            provider.provider.behaviour().templatePageSize(2);
            for (int i = 0; i < 5; i++) {
                provider.number(ACME)
                        .templates()
                        .add(SimulatedTemplate.of("t" + i, "en", "Hello {{1}}.").withFooter("Acme"));
            }
            keep(provider, ACME);
            List<MessageTemplate> known =
                    provider.channel(ACME).templates().orElseThrow().known();
            assertThat(known).extracting(MessageTemplate::name).containsExactly("t0", "t1", "t2", "t3", "t4");
            assertThat(known).allSatisfy(t -> {
                assertThat(t.isApproved()).isTrue();
                assertThat(t.variables()).containsExactly("1");
                assertThat(t.footer()).isEqualTo("Acme");
            });
            assertThat(provider.channel(BOLT).templates().orElseThrow().known()).isEmpty();

            long read = asked(provider, "templates");
            provider.clock.advance(Duration.ofMinutes(15));
            provider.restart(ACME);
            keep(provider, ACME);
            assertThat(asked(provider, "templates")).isEqualTo(read);
            assertThat(provider.channel(ACME).templates().orElseThrow().known()).isEqualTo(known);
            provider.clock.advance(Duration.ofMinutes(15));
            keep(provider, ACME);
            assertThat(asked(provider, "templates")).isEqualTo(2 * read);
        }
    }

    @Test
    void news_of_templates_change_what_is_known() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            provider.number(ACME).templates().add(SimulatedTemplate.of("update", "en_US", "Hello {{1}}."));
            keep(provider, ACME);
            assertThat(notice(provider, "message_template_status_update", template("event", "PAUSED")))
                    .contains("paused the template update (en_US)");
            assertThat(only(provider).status()).isEqualTo("PAUSED");
            assertThat(notice(provider, "message_template_status_update", template("event", "APPROVED")))
                    .isNull();
            assertThat(only(provider).isApproved()).isTrue();
            assertThat(notice(provider, "message_template_status_update", template("event", "FLAGGED")))
                    .isNotNull();
            assertThat(only(provider).isApproved()).isTrue();
            notice(provider, "template_category_update", template("new_category", "MARKETING"));
            assertThat(only(provider).category()).isEqualTo("MARKETING");
            assertThat(notice(provider, "message_template_quality_update", template("new_quality_score", "RED")))
                    .contains("quality");
            assertThat(only(provider).quality()).isEqualTo("RED");

            long read = asked(provider, "message_templates");
            keep(provider, ACME);
            assertThat(asked(provider, "message_templates")).isEqualTo(read);
            notice(
                    provider,
                    "message_template_status_update",
                    Map.of(
                            "event", "APPROVED",
                            "message_template_name", "brand_new",
                            "message_template_language", "en"));
            keep(provider, ACME);
            assertThat(asked(provider, "message_templates")).isEqualTo(read + 1);
            notice(provider, "message_template_components_update", template("title", "x"));
            keep(provider, ACME);
            assertThat(asked(provider, "message_templates")).isEqualTo(read + 2);
            notice(provider, "message_template_status_update", template("event", "DELETED"));
            assertThat(provider.channel(ACME).templates().orElseThrow().known()).isEmpty();
        }
    }

    private static Map<String, Object> template(String field, String value) {
        return Map.of(
                field,
                value,
                "message_template_id",
                1689556908129832L,
                "message_template_name",
                "update",
                "message_template_language",
                "en_US");
    }

    private static String notice(Simulated provider, String topic, Map<String, Object> details) {
        return provider.channel(ACME)
                .notices()
                .orElseThrow()
                .read(new ChannelEvent.Notice(topic, details), provider.clock.instant());
    }

    private static MessageTemplate only(Simulated provider) {
        List<MessageTemplate> known =
                provider.channel(ACME).templates().orElseThrow().known();
        assertThat(known).hasSize(1);
        return known.get(0);
    }

    @Test
    void an_alarm_stays_until_the_account_is_well() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            provider.number(ACME).deregister();
            assertThat(notice(
                            provider,
                            "account_update",
                            Map.of(
                                    "event",
                                    "DISABLED_UPDATE",
                                    "ban_info",
                                    Map.of("waba_ban_state", "DISABLE", "waba_ban_date", "April 17, 2026"))))
                    .contains("disabled the account (April 17, 2026)");
            provider.restart(ACME);
            assertThat(keep(provider, ACME).degraded()).startsWith("WhatsApp disabled the account");
            assertThat(notice(provider, "account_update", Map.of("event", "ACCOUNT_RECONNECTED")))
                    .contains("again");
            assertThat(keep(provider, ACME).degraded()).doesNotContain("disabled");
        }
        try (Simulated provider = new Simulated(Flavour.META)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            notice(provider, "account_update", Map.of("event", "ACCOUNT_OFFBOARDED"));
            assertThat(keep(provider, ACME).degraded())
                    .as("it answers, so it is well")
                    .isNull();
            long end = provider.clock.instant().plus(Duration.ofHours(2)).getEpochSecond();
            Map<String, Object> restriction =
                    Map.of("restriction_type", "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration", end);
            notice(
                    provider,
                    "account_update",
                    Map.of("event", "ACCOUNT_RESTRICTION", "restriction_info", List.of(restriction)));
            assertThat(keep(provider, ACME).degraded())
                    .contains("restricted biz initiated messaging")
                    .contains("until 2026-03-02T14:00:00Z");
            provider.clock.advance(Duration.ofHours(2));
            assertThat(keep(provider, ACME).degraded()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "account_update,event,ACCOUNT_DELETED,deleted",
        "account_update,event,PARTNER_REMOVED,taken away",
        "account_update,event,PARTNER_ADDED,",
        "phone_number_quality_update,event,FLAGGED,flagged",
        "phone_number_quality_update,event,THROUGHPUT_UPGRADE,",
        "phone_number_name_update,decision,REJECTED,display name",
        "account_review_update,decision,REJECTED,reviewed",
        "account_alerts,alert_description,Something is up,Something is up",
        "errors,code,131031,locked",
        "errors,code,131000,",
        "flows,event,X,"
    })
    void operators_are_told_where_a_person_has_to_do_something(String topic, String field, String value, String words) {
        try (Simulated provider = new Simulated(Flavour.META)) {
            String told = notice(provider, topic, Map.of(field, value));
            if (words == null) {
                assertThat(told).isNull();
            } else {
                assertThat(told).contains(words);
            }
        }
    }

    @Test
    void an_error_about_the_numbers_rate_holds_back_what_leaves_next() {
        try (Simulated provider = new Simulated(Flavour.META)) {
            notice(provider, "errors", Map.of("code", 130429L, "title", "Rate limit hit"));
            assertThat(provider.channel(ACME)
                            .outbound()
                            .orElseThrow()
                            .mayLeaveAt(provider.message(ACME).build(), provider.clock.instant()))
                    .isEqualTo(provider.clock.instant().plusSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void the_test_reports_every_stage(Flavour flavour) {
        try (Simulated provider = new Simulated(flavour).with("webhook_url", HOOK)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            List<Stage> seen = new ArrayList<>();
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(seen::add);
            assertThat(seen).isEqualTo(stages);
            List<String> expected = new ArrayList<>(List.of("dns", "tcp", "token", "number", "subscription"));
            if (flavour != Flavour.TWILIO) {
                expected.add("templates");
            }
            expected.add("webhook");
            assertThat(stages)
                    .extracting(s -> s.name().replace("whatsapp.", ""))
                    .isEqualTo(expected);
            if (flavour == Flavour.DIALOG_360) {
                assertThat(stages)
                        .filteredOn(s -> !s.ok())
                        .extracting(Stage::name)
                        .containsExactly("whatsapp.subscription");
            } else {
                assertThat(stages).allMatch(Stage::ok);
            }
        }
    }

    @Test
    void a_failed_stage_says_what_to_do_and_ends_what_depends_on_it() {
        try (Simulated provider = new Simulated(Flavour.META).with("api_key", "wrong-key-1234")) {
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(stage -> {});
            assertThat(stages)
                    .extracting(s -> s.name() + " " + s.ok())
                    .containsExactly(
                            "whatsapp.dns true", "whatsapp.tcp true", "whatsapp.token false", "whatsapp.webhook true");
            assertThat(stages.get(2).hint()).isNotBlank();
            assertThat(stages.toString()).doesNotContain("wrong-key-1234");
        }
        try (Simulated provider = new Simulated(Flavour.META).with("api_base_url", "http://127.0.0.1:1/v25.0")) {
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(stage -> {});
            assertThat(stages)
                    .extracting(s -> s.name() + " " + s.ok())
                    .containsExactly("whatsapp.dns true", "whatsapp.tcp false", "whatsapp.webhook true");
        }
    }
}
