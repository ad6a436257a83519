package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.ANN;
import static io.deskwire.adapter.whatsapp.Simulated.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SendingTest {

    private static final String POSTS = "/messages$|/Messages.json$";

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_text_reaches_its_customer_once_and_each_tenant_its_own(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            for (String tenant : List.of(ACME, BOLT)) {
                provider.ann(tenant).text("Hello?");
                OutboundMessage message =
                        provider.message(tenant).text("Grüße 😀 " + tenant).build();

                HandedOver result = (HandedOver) provider.send(message);

                ReceivedMessage received = only(provider.ann(tenant));
                assertThat(received.text()).isEqualTo("Grüße 😀 " + tenant);
                assertThat(result.providerMessageId()).isEqualTo(received.id());
                assertThat(result.wireMessageId()).isEqualTo(received.id());
                assertThat(result.recipients()).singleElement().satisfies(r -> {
                    assertThat(r.recipient()).isEqualTo(ANN);
                    assertThat(r.status()).isEqualTo(DeliveryStatus.SENT);
                });
                if (flavour != Flavour.TWILIO) {
                    assertThat(received.callbackData()).contains(message.messageId());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_timeout_after_the_provider_accepted_leaves_exactly_one_message_there(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            for (String tenant : List.of(ACME, BOLT)) {
                provider.ann(tenant).text("Hello?");
                provider.provider.misbehave(Misbehaviour.cutAfterAccepting(), POSTS, 1);

                SendResult result = provider.send(provider.message(tenant).build());

                assertThat(result).isInstanceOf(SendResult.Uncertain.class);
                assertThat(provider.ann(tenant).received()).hasSize(1);
                assertThat(provider.channel(tenant).outbound().orElseThrow().sentLookup())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"200,'{}'", "200,''", "200,<html>", "201,'{\"messages\":[]}'", "502,<html>", "504,''", "500,''"})
    void an_answer_that_names_no_message_proves_nothing(int status, String body) throws Exception {
        for (Flavour flavour : Flavour.values()) {
            try (Simulated provider = new Simulated(flavour)) {
                provider.ann(ACME).text("Hello?");
                provider.provider.misbehave(Misbehaviour.acceptedAnswer(status, "text/html", body), POSTS, 1);
                assertThat(provider.send(provider.message(ACME).build())).isInstanceOf(SendResult.Uncertain.class);
                assertThat(provider.ann(ACME).received()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "190,AUTH",
        "3,AUTH",
        "131045,AUTH",
        "10,AUTH",
        "368,AUTH",
        "131031,AUTH",
        "131042,AUTH",
        "130429,THROTTLED",
        "131048,THROTTLED",
        "131056,THROTTLED",
        "80007,THROTTLED",
        "4,THROTTLED",
        "133016,THROTTLED",
        "131047,WINDOW_CLOSED",
        "131026,PERMANENT",
        "131049,PERMANENT",
        "132000,PERMANENT",
        "132001,PERMANENT",
        "131051,UNSUPPORTED",
        "100,PERMANENT",
        "131000,TRANSIENT",
        "2,TRANSIENT",
        "131016,TRANSIENT",
        "131057,TRANSIENT"
    })
    void a_refusal_is_told_by_its_code_and_nothing_went_out(int code, FailureKind kind) throws Exception {
        for (Flavour flavour : List.of(Flavour.META, Flavour.DIALOG_360)) {
            try (Simulated provider = new Simulated(flavour)) {
                provider.ann(ACME).text("Hello?");
                provider.provider.misbehave(Misbehaviour.graphError(code), POSTS, 1);

                ChannelException refusal =
                        refused(provider, provider.message(ACME).build());

                assertThat(refusal.kind()).isEqualTo(kind);
                assertThat(refusal.code()).contains(Integer.toString(code));
                assertThat(refusal.hint()).isPresent();
                assertThat(provider.ann(ACME).received()).isEmpty();
                assertThat(provider.send(provider.message(BOLT).build())).isInstanceOf(HandedOver.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void throttling_and_absence_pass_by_themselves(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            provider.ann(ACME).text("Hello?");
            provider.provider.misbehave(Misbehaviour.tooManyRequests(Duration.ofSeconds(77)), POSTS, 1);
            ChannelException throttled =
                    refused(provider, provider.message(ACME).build());
            assertThat(throttled.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(77));
            assertThat(provider.channel(ACME)
                            .outbound()
                            .orElseThrow()
                            .mayLeaveAt(provider.message(ACME).build(), provider.clock.instant()))
                    .isEqualTo(provider.clock.instant().plusSeconds(77));

            provider.provider.misbehave(Misbehaviour.empty(503), POSTS, 1);
            assertThat(refused(provider, provider.message(ACME).build()).kind()).isEqualTo(FailureKind.TRANSIENT);
            provider.provider.misbehave(Misbehaviour.empty(429), POSTS, 1);
            assertThat(refused(provider, provider.message(ACME).build()).kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(provider.ann(ACME).received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void wrong_credentials_are_an_administrators_matter(Flavour flavour) throws Exception {
        try (Simulated provider =
                new Simulated(flavour).with(flavour == Flavour.TWILIO ? "api_secret" : "api_key", "wrong-key-1234")) {
            ChannelException refusal = refused(provider, provider.message(ACME).build());
            assertThat(refusal.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(refusal.hint()).isPresent();
            assertThat(refusal).hasMessageNotContaining("wrong-key-1234");
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_closed_window_is_told_as_such_when_the_provider_says_so_at_once(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            provider.provider.behaviour().refuseClosedWindowAtOnce(true);
            provider.ann(ACME).wroteAt(provider.clock.instant().minus(Duration.ofHours(25)));
            ChannelException refusal = refused(provider, provider.message(ACME).build());
            assertThat(refusal.kind()).isEqualTo(FailureKind.WINDOW_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_user_id_is_written_to_as_such_and_never_as_a_number(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            SimulatedCustomer hidden = provider.number(ACME).customer("US.13491208655302741918", "Ann");
            hidden.text("Hello?");
            Address id = new Address(Address.Kind.BUSINESS_USER_ID, "US.13491208655302741918", null);

            provider.send(provider.message(ACME).to(id).build());

            assertThat(hidden.received()).hasSize(1);
            assertThat(provider.number(ACME).lostSilently()).isEmpty();
            Address wrong = Address.phone("US.13491208655302741918", null);
            OutboundMessage lost = provider.message(ACME).to(wrong).build();
            assertThat(refused(provider, lost).kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(provider.channel(ACME).outbound().orElseThrow().problems(lost))
                    .extracting(p -> p.field())
                    .containsExactly("to");
            assertThat(provider.number(ACME).lostSilently()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void other_digits_of_the_same_person_become_an_alias(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            SimulatedCustomer bia = provider.number(ACME).customer("+551187654321", "Bia");
            bia.alsoDialledAs("+5511987654321");
            bia.text("Oi");
            HandedOver result = (HandedOver) provider.send(provider.message(ACME)
                    .to(Address.phone("+5511987654321", null))
                    .build());
            assertThat(result.aliases()).contains(Address.phone("+551187654321", null));
            assertThat(result.recipients().get(0).recipient()).isEqualTo(Address.phone("+5511987654321", null));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void an_answer_quotes_what_it_answers_and_goes_without_where_that_is_gone(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            String asked = provider.ann(ACME).text("Hello?");
            provider.send(provider.message(ACME).answering(asked).text("one").build());
            provider.send(
                    provider.message(ACME).answering("wamid.GONE").text("two").build());
            provider.send(provider.message(ACME)
                    .answering("our-own@tenant.example")
                    .text("three")
                    .build());
            provider.provider.misbehave(Misbehaviour.graphError(131009), POSTS, 1);
            provider.send(provider.message(ACME).answering(asked).text("four").build());

            assertThat(provider.ann(ACME).received())
                    .extracting(ReceivedMessage::text)
                    .containsExactly("one", "two", "three", "four");
            assertThat(provider.ann(ACME).received().get(0).contextId()).contains(asked);
            assertThat(provider.ann(ACME).received().get(2).contextId()).isEmpty();
            assertThat(provider.ann(ACME).received().get(3).contextId()).isEmpty();
        }
        try (Simulated provider = new Simulated(flavour).with("quote_replies", false)) {
            String asked = provider.ann(ACME).text("Hello?");
            provider.send(provider.message(ACME).answering(asked).build());
            assertThat(only(provider.ann(ACME)).contextId()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_template_passes_outside_of_the_window(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            SimulatedTemplate template = provider.number(ACME)
                    .templates()
                    .add(SimulatedTemplate.of("ticket_update", "en_US", "Hi {{1}}, ticket {{2}} was answered."));
            provider.ann(ACME).wroteAt(provider.clock.instant().minus(Duration.ofDays(3)));
            String name = flavour == Flavour.TWILIO ? template.contentSid() : "ticket_update";
            RichContent rich = RichContent.Template.of(name, "en_US", List.of("Ann", "4711"));

            assertThat(provider.send(provider.message(ACME).rich(rich).build())).isInstanceOf(HandedOver.class);

            provider.provider.settle();
            ReceivedMessage received = only(provider.ann(ACME));
            assertThat(received.text()).isEqualTo("Hi Ann, ticket 4711 was answered.");
            assertThat(received.status()).isNotEqualTo("failed");
        }
    }

    private static ReceivedMessage only(SimulatedCustomer customer) {
        assertThat(customer.received()).hasSize(1);
        return customer.received().get(0);
    }

    private static ChannelException refused(Simulated provider, OutboundMessage message) {
        ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> provider.send(message));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }
}
