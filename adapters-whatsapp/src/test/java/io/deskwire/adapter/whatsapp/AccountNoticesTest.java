package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageTemplate;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountNoticesTest {

    private static final String HOOK = "http://127.0.0.1:9/webhooks";

    private static Upkeep keep(Simulated provider, String tenant) throws ChannelException {
        return provider.channel(tenant).subscription().orElseThrow().keep(provider.clock.instant());
    }

    private static long asked(Simulated provider, String path) {
        return provider.provider.requests().stream()
                .filter(r -> r.path().contains(path))
                .count();
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

    private static @Nullable String notice(Simulated provider, String topic, Map<String, Object> details) {
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
}
