package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.BOLT;
import static io.deskwire.adapter.whatsapp.Simulated.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.RecordedRequest;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
