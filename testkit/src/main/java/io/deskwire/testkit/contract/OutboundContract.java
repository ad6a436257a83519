package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Sent.ANN;
import static io.deskwire.testkit.contract.Sent.BO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.contract.ProviderHarness.Carriage;
import io.deskwire.testkit.contract.ProviderHarness.Sabotage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything {@link Outbound} promises: one attempt, and the truth about it. */
public interface OutboundContract extends ChannelHarness {

    @Test
    default void a_message_reaches_everybody_once_with_its_id() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME);
                Channel bolt = open(provider, BOLT)) {
            for (String tenant : TENANTS) {
                Channel channel = tenant.equals(ACME) ? acme : bolt;
                List<Address> everybody = (provider.carries().contains(Carriage.SEVERAL_RECIPIENTS)
                                ? Stream.of(ANN, BO)
                                : Stream.of(ANN))
                        .map(provider::reaching)
                        .toList();
                OutboundMessage message = mail(provider, tenant)
                        .to(everybody.toArray(new Address[0]))
                        .subject("Grüße 件")
                        .text("Hello\u00e9 " + tenant)
                        .build();

                HandedOver result = (HandedOver) send(channel, message);

                assertThat(statuses(result))
                        .isEqualTo(everybody.stream().collect(Collectors.toMap(a -> a, a -> DeliveryStatus.SENT)));
                assertThat(provider.sent(tenant)).singleElement().satisfies(copy -> {
                    assertThat(copy.recipients())
                            .isEqualTo(everybody.stream().map(Address::value).collect(Collectors.toSet()));
                    assertThat(copy.messageId()).isEqualTo(wireId(message, result));
                    if (provider.carries().contains(Carriage.SUBJECT)) {
                        assertThat(copy.subject()).isEqualTo("Grüße 件");
                    }
                    assertThat(copy.text()).isEqualTo("Hello\u00e9 " + tenant);
                });
            }
        }
    }

    @Test
    default void only_the_recipients_asked_for_get_it() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(
                    provider.carries().contains(Carriage.SEVERAL_RECIPIENTS), "a message has one recipient here")) {
                return;
            }
            OutboundMessage message = mail(provider, ACME)
                    .to(ANN)
                    .cc(BO.value(), "carol@customer.example")
                    .build();

            HandedOver result = (HandedOver) acme.outbound().orElseThrow().send(message, List.of(BO));

            assertThat(statuses(result)).isEqualTo(Map.of(BO, DeliveryStatus.SENT));
            assertThat(provider.sent(ACME))
                    .singleElement()
                    .satisfies(copy -> assertThat(copy.recipients()).containsExactly(BO.value()));
        }
    }

    @Test
    default void an_answer_names_what_it_answers() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(
                    provider.carries().contains(Carriage.ANCESTORS), "messages name no ancestors of any kind here")) {
                return;
            }
            OutboundMessage message = mail(provider, ACME)
                    .answering("parent@customer.example", "first@customer.example", "second@tenant.example")
                    .build();

            send(acme, message);

            assertThat(provider.sent(ACME)).singleElement().satisfies(copy -> {
                assertThat(copy.inReplyTo()).isEqualTo("parent@customer.example");
                assertThat(copy.references())
                        .containsExactly("first@customer.example", "second@tenant.example", "parent@customer.example");
            });
        }
    }

    @Test
    default void files_arrive_byte_for_byte() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(
                    provider.carries().contains(Carriage.SEVERAL_FILES),
                    "a message carries one file of few kinds here")) {
                return;
            }
            Content large = Content.of(Given.bytes(1_500_000, 11));
            OutboundMessage message = mail(provider, ACME)
                    .attach(new OutboundAttachment("data.bin", "application/octet-stream", null, large))
                    .attach(MessageSamples.textFile("note.txt", "line\r\n.\r\n..\r\nend"))
                    .build();

            send(acme, message);

            assertThat(provider.sent(ACME)).singleElement().satisfies(copy -> {
                assertThat(copy.attachments())
                        .isEqualTo(message.attachments().stream()
                                .collect(Collectors.toMap(
                                        OutboundAttachment::fileName,
                                        a -> a.content().sha256())));
            });
        }
    }

    @Test
    default void a_refused_recipient_is_told_and_the_others_get_it() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(provider.answersPerRecipient(), "this provider answers for all recipients at once")) {
                return;
            }
            OutboundMessage message = mail(provider, ACME)
                    .to(ProviderHarness.REFUSED, ANN, ProviderHarness.DEFERRED)
                    .build();

            HandedOver result = (HandedOver) send(acme, message);

            assertThat(statuses(result))
                    .isEqualTo(Map.of(
                            ProviderHarness.REFUSED,
                            DeliveryStatus.REJECTED,
                            ANN,
                            DeliveryStatus.SENT,
                            ProviderHarness.DEFERRED,
                            DeliveryStatus.DEFERRED));
            assertThat(provider.sent(ACME))
                    .singleElement()
                    .satisfies(copy -> assertThat(copy.recipients()).containsExactly(ANN.value()));
        }
    }

    @Test
    default void when_every_recipient_is_refused_nothing_goes_out() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(provider.answersPerRecipient(), "this provider answers for all recipients at once")) {
                return;
            }
            OutboundMessage message =
                    mail(provider, ACME).to(ProviderHarness.REFUSED).build();

            HandedOver result = (HandedOver) send(acme, message);

            assertThat(statuses(result)).isEqualTo(Map.of(ProviderHarness.REFUSED, DeliveryStatus.REJECTED));
            assertThat(result.recipients().get(0).reason()).isNotBlank();
            assertThat(provider.sent(ACME)).isEmpty();
        }
    }

    @Test
    default void a_failure_before_anything_went_out_is_told_by_its_kind() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME);
                Channel bolt = open(provider, BOLT)) {
            Map<Sabotage, FailureKind> kinds = Map.of(
                    Sabotage.REFUSE_CREDENTIALS, FailureKind.AUTH,
                    Sabotage.BE_AWAY, FailureKind.TRANSIENT,
                    Sabotage.THROTTLE, FailureKind.THROTTLED);
            kinds.keySet().stream().filter(provider.abilities()::contains).forEach(sabotage -> {
                provider.sabotage(ACME, sabotage);
                assertThatThrownBy(() -> send(acme, mail(provider, ACME).build()))
                        .as(sabotage.name())
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(kinds.get(sabotage));
                            if (sabotage == Sabotage.THROTTLE) {
                                assertThat(e.retryAfter())
                                        .contains(Duration.ofSeconds(ProviderHarness.RETRY_AFTER_SECONDS));
                            }
                            Hidden.assertNoSecret(e, provider.secrets(ACME));
                        });
                provider.recover(ACME);
            });
            assertThat(provider.sent(ACME)).isEmpty();
            send(acme, mail(provider, ACME).build());
            send(bolt, mail(provider, BOLT).build());
            TENANTS.forEach(tenant -> assertThat(provider.sent(tenant)).hasSize(1));
        }
    }

    @Test
    default void an_answer_that_never_came_is_not_taken_for_a_failure() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(
                    provider.abilities().contains(Sabotage.CUT_AFTER_TAKING), "this provider always answers")) {
                return;
            }
            provider.sabotage(ACME, Sabotage.CUT_AFTER_TAKING);
            Address ann = provider.reaching(ANN);
            OutboundMessage message = mail(provider, ACME).to(ann).build();

            SendResult result = send(acme, message);

            provider.recover(ACME);
            assertThat(provider.sent(ACME))
                    .as("no second attempt behind our back")
                    .hasSize(1);
            assertThat(result).isInstanceOf(SendResult.Uncertain.class);
            Optional<Outbound.SentLookup> lookup = acme.outbound().orElseThrow().sentLookup();
            if (lookup.isPresent()) {
                assertThat(lookup.get().find(message))
                        .hasValueSatisfying(
                                found -> assertThat(statuses(found)).containsEntry(ann, DeliveryStatus.SENT));
            }
        }
    }

    @Test
    default void a_message_cut_off_on_its_way_is_never_sent_twice() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(
                    provider.abilities().contains(Sabotage.CUT_WHILE_TAKING), "this provider takes all or nothing")) {
                return;
            }
            provider.sabotage(ACME, Sabotage.CUT_WHILE_TAKING);
            Address ann = provider.reaching(ANN);
            OutboundMessage message = mail(provider, ACME).to(ann).build();

            boolean certain = false;
            try {
                assertThat(send(acme, message)).isInstanceOf(SendResult.Uncertain.class);
            } catch (ChannelException e) {
                certain = true;
                assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
            }

            provider.recover(ACME);
            assertThat(provider.sent(ACME)).as("certain: " + certain).isEmpty();
            Optional<Outbound.SentLookup> lookup = acme.outbound().orElseThrow().sentLookup();
            if (lookup.isPresent()) {
                assertThat(lookup.get().find(message)).isEmpty();
            }
        }
    }

    @Test
    default void a_look_up_finds_what_was_sent_and_nothing_else() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME);
                Channel bolt = open(provider, BOLT)) {
            if (!Clause.applies(
                    acme.outbound().orElseThrow().sentLookup().isPresent(), "this channel cannot look messages up")) {
                return;
            }
            OutboundMessage sent = mail(provider, ACME).build();
            send(acme, sent);
            OutboundMessage never = mail(provider, ACME).build();

            assertThat(acme.outbound().orElseThrow().sentLookup().orElseThrow().find(sent))
                    .isPresent();
            assertThat(isShown(acme, never)).isFalse();
            assertThat(isShown(bolt, sent)).isFalse();
        }
    }

    /** A provider may be slow to show what it took, so that it proves nothing yet when a message is not there. */
    private static boolean isShown(Channel channel, OutboundMessage message) throws ChannelException {
        try {
            return channel.outbound()
                    .orElseThrow()
                    .sentLookup()
                    .orElseThrow()
                    .find(message)
                    .isPresent();
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Test
    default void what_follows_a_send_reaches_no_customer() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME)) {
            if (!Clause.applies(acme.outbound().orElseThrow().afterSend().isPresent(), "nothing follows a send here")) {
                return;
            }
            OutboundMessage message = mail(provider, ACME).build();
            send(acme, message);

            Outbound.AfterSend after = acme.outbound().orElseThrow().afterSend().orElseThrow();
            after.run(message);
            after.run(message);

            assertThat(provider.sent(ACME)).hasSize(1);
        }
    }

    @Test
    default void sixteen_messages_at_once_each_go_out_once() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = open(provider, ACME);
                Channel bolt = open(provider, BOLT)) {
            List<OutboundMessage> messages = Concurrently.run(thread -> {
                boolean even = thread % 2 == 0;
                OutboundMessage message = mail(provider, even ? ACME : BOLT)
                        .text("message " + thread)
                        .build();
                assertThat(send(even ? acme : bolt, message)).isInstanceOf(HandedOver.class);
                return message;
            });

            for (String tenant : TENANTS) {
                assertThat(provider.sent(tenant))
                        .extracting(SentCopy::text)
                        .containsExactlyInAnyOrderElementsOf(messages.stream()
                                .filter(m -> m.tenantId().equals(tenant))
                                .map(OutboundMessage::text)
                                .toList());
            }
        }
    }

    private static Channel open(ProviderHarness provider, String tenant) {
        return provider.type().open(provider.config(tenant), provider.context());
    }

    private static OutboundSample mail(ProviderHarness provider, String tenant) {
        String from = provider.config(tenant).ticketAddress();
        return MessageSamples.outbound()
                .channel(tenant, CHANNEL)
                .from(from == null ? "support@tenant.example" : from)
                .to(provider.reaching(ANN));
    }

    private static SendResult send(Channel channel, OutboundMessage message) throws ChannelException {
        return channel.outbound().orElseThrow().send(message, message.recipients());
    }

    private static Map<Address, DeliveryStatus> statuses(HandedOver result) {
        return result.recipients().stream()
                .collect(Collectors.toMap(RecipientResult::recipient, RecipientResult::status, (a, b) -> {
                    throw new AssertionError("a recipient twice");
                }));
    }

    private static String wireId(OutboundMessage message, HandedOver result) {
        String rewritten = result.wireMessageId();
        return rewritten == null ? message.messageId() : rewritten;
    }
}
