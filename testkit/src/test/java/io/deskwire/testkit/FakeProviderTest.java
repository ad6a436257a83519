package io.deskwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Deskwire;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeProviderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final FakeChannelType type = new FakeChannelType();
    private final FakeProvider provider = type.provider("acme", "support");
    private final Channel channel = type.open(
            FakeChannelType.config("acme", "support"),
            new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none()));
    private final RecordingIntake intake = new RecordingIntake();

    @AfterEach
    void close() {
        channel.close();
        assertThat(provider.openChannels()).isZero();
    }

    @Test
    void a_mail_becomes_a_ticket_and_the_answer_reaches_the_customer() throws Exception {
        InMemoryStores stores = new InMemoryStores();
        InMemoryConfigStore config = new InMemoryConfigStore();
        config.put(FakeChannelType.config("acme", "support"));
        RecordingTicketSink helpdesk = new RecordingTicketSink();
        provider.mailbox().arrive("Printer", "It burns.");
        try (Deskwire deskwire = Deskwire.builder(stores, config, helpdesk, Secret.of("a long enough key for tests"))
                .channelType(type)
                .clock(SettableClock.at(MessageSamples.NOON))
                .build()) {
            runAll(deskwire);
            deskwire.replies().reply("acme", new TicketRef("T-1"), ReplyDraft.text("Water?"), null);
            runAll(deskwire);
        }

        assertThat(helpdesk.tickets("acme").get(new TicketRef("T-1")))
                .singleElement()
                .satisfies(event -> assertThat(event.message().subject()).isEqualTo("Printer"));
        assertThat(provider.outgoing().copies()).singleElement().satisfies(copy -> {
            assertThat(copy.message().text()).isEqualTo("Water?");
            assertThat(copy.recipients()).extracting(a -> a.value()).containsExactly("ann@customer.example");
            assertThat(stores.conversations().message("acme", copy.message().id()))
                    .containsInstanceOf(StoredMessage.Outbound.class);
        });
    }

    private static void runAll(Deskwire deskwire) {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    @Test
    void a_broken_body_breaks_once() throws ChannelException {
        int number = provider.mailbox().arrive("One", "x");
        provider.mailbox().breakBodyOnce(number);

        assertThatThrownBy(this::fetch).hasStackTraceContaining("the connection was cut");
        assertThat(intake.items()).isEmpty();
        fetch();

        assertThat(intake.bodies()).singleElement().isEqualTo(MessageSamples.mail("One", "x"));
    }

    @Test
    void a_planned_failure_comes_once_and_an_outage_until_it_ends() throws ChannelException {
        provider.mailbox().nextFetchFails(ChannelException.of(FailureKind.NOT_FOUND, "no such folder"));
        assertThatThrownBy(this::fetch).hasMessage("no such folder");
        fetch();

        provider.fail(ChannelException.of(FailureKind.TRANSIENT, "away"));
        assertThatThrownBy(this::fetch).hasMessage("away");
        assertThatThrownBy(this::fetch).hasMessage("away");
        assertThat(channel.test().orElseThrow().run(stage -> {}))
                .singleElement()
                .satisfies(stage -> assertThat(stage.ok()).isFalse());
        provider.recover();
        fetch();
        assertThat(channel.test().orElseThrow().run(stage -> {})).allMatch(stage -> stage.ok());
    }

    @Test
    void a_held_fetch_goes_on_when_it_is_let_go() throws InterruptedException {
        provider.mailbox().arrive("One", "x");
        provider.mailbox().holdFetches();
        Thread reader = new Thread(() -> {
            try {
                fetch();
            } catch (ChannelException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.start();
        provider.mailbox().awaitFetches(1, DEADLINE);
        assertThat(intake.items()).isEmpty();

        provider.mailbox().letFetchesGo();
        reader.join();

        assertThat(intake.items()).hasSize(1);
    }

    @Test
    void a_held_attempt_ends_with_an_interrupt_and_nothing_went_out() throws InterruptedException {
        provider.outgoing().hold();
        Thread sender = new Thread(
                () -> assertThatThrownBy(() -> send(MessageSamples.outbound())).isInstanceOf(ChannelException.class));
        sender.start();
        provider.outgoing().awaitAttempts(1, DEADLINE);

        sender.interrupt();
        sender.join();

        assertThat(provider.outgoing().copies()).isEmpty();
        assertThatThrownBy(() -> provider.outgoing().awaitCopies(1, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("0 copies");
    }

    @Test
    void a_breaking_adapter_may_have_sent() {
        provider.outgoing().nextBreaks(new IllegalStateException("bug"), true);
        provider.outgoing().nextBreaks(new IllegalStateException("bug"), false);

        assertThatThrownBy(() -> send(MessageSamples.outbound())).hasMessage("bug");
        assertThatThrownBy(() -> send(MessageSamples.outbound())).hasMessage("bug");

        assertThat(provider.outgoing().copies()).hasSize(1);
    }

    @Test
    void ids_are_rewritten_and_follow_ups_fail_when_asked_for() throws ChannelException {
        provider.outgoing().rewritesIds(true);
        provider.outgoing().workFollows(true);
        provider.outgoing().nextFollowUpFails(ChannelException.of(FailureKind.TRANSIENT, "no Sent folder"));
        OutboundMessage message = MessageSamples.outbound().build();

        SendResult result = channel.outbound().orElseThrow().send(message, message.recipients());
        var after = channel.outbound().orElseThrow().afterSend().orElseThrow();

        assertThat(((SendResult.HandedOver) result).wireMessageId()).isNotNull().isNotEqualTo(message.messageId());
        assertThatThrownBy(() -> after.run(message)).hasMessage("no Sent folder");
        assertThat(provider.outgoing().followedUp()).isEmpty();
        after.run(message);
        assertThat(provider.outgoing().followedUp()).containsExactly(message.id());
    }

    @Test
    void a_document_without_an_account_is_refused() {
        ChannelConfig wrong = ChannelConfig.of("acme", "support", FakeChannelType.ID, Map.of(), null);

        assertThat(type.check(wrong)).extracting(ConfigProblem::path).isEqualTo(List.of("config.account"));
        assertThatThrownBy(() -> type.open(wrong, new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_channel_does_nothing_more() throws ChannelException {
        provider.mailbox().arrive("One", "x");
        channel.close();

        assertThatThrownBy(this::fetch).isInstanceOf(ChannelException.class);
        assertThatThrownBy(() -> send(MessageSamples.outbound())).isInstanceOf(ChannelException.class);
        assertThat(provider.outgoing().copies()).isEmpty();
    }

    private void fetch() throws ChannelException {
        channel.inbound().orElseThrow().fetch(intake.cursor(), intake, MessageSamples.NOON);
    }

    private void send(OutboundSample sample) throws ChannelException {
        OutboundMessage message = sample.build();
        channel.outbound().orElseThrow().send(message, message.recipients());
    }
}
