package io.deskwire.adapter.graph;

import static io.deskwire.adapter.graph.Outgoing.file;
import static io.deskwire.adapter.graph.Outgoing.mail;
import static io.deskwire.adapter.graph.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphTrouble;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is noted of attempts, and for how long. */
class AttemptNotesTest {

    @Test
    void while_our_store_is_away_nothing_is_sent_and_nothing_is_in_doubt() throws Exception {
        try (Office office = Office.appOnly()) {
            Away store = new Away(office.memory);
            ChannelContext context = new ChannelContext(
                    office.context().egress(),
                    office.context().tokens(),
                    store,
                    office.context().files());
            try (Channel channel = office.type.open(office.config(Map.of()), context)) {
                OutboundMessage message = mail(office).build();
                Outbound outbound = channel.outbound().orElseThrow();

                assertTransient(() -> send(office, channel, message));
                assertTransient(() -> outbound.sentLookup().orElseThrow().find(message));
                assertThat(office.mailbox.sent()).isEmpty();
                store.away = false;

                assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);
            }
        }
    }

    @Test
    void a_draft_that_shows_late_is_known_by_its_id_until_its_message_id_was_read() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE).with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            office.mailbox.receive(
                    ("Message-ID: <q1@customer.example>\r\nFrom: ann@customer.example\r\nSubject: Fire\r\n\r\nHelp")
                            .getBytes(StandardCharsets.US_ASCII));
            // A draft made as an answer carries no marker.
            OutboundMessage message = mail(office)
                    .answering("q1@customer.example")
                    .attach(file("data.bin", 3_000_000))
                    .build();
            HandedOver result = (HandedOver) send(office, channel, message);
            assertThat(result.wireMessageId()).isNull();
            assertThat(result.providerMessageId())
                    .isEqualTo(office.mailbox.sent().get(0).itemId().orElseThrow());
            office.mailbox.showSent();
            office.mailbox.without(GraphQuirk.SENT_ITEM_LATE);
            office.mailbox.move(office.mailbox.items("sentitems").get(0), "archive");
            try (Channel other = office.open(Map.of())) {
                Outbound.AfterSend after =
                        other.outbound().orElseThrow().afterSend().orElseThrow();

                after.run(message);

                assertThat(after.wireMessageId(message)).isPresent();
            }
            assertThat(office.memory.find("acme", "support", "attempt." + message.id()))
                    .isEmpty();
        }
    }

    @Test
    void a_draft_that_a_crash_left_half_filled_is_discarded() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            boolean[] crash = {true};
            OutboundMessage message = mail(office)
                    .attach(file("data.bin", 3_000_000))
                    .attach(opening("last.txt", () -> {
                        if (crash[0]) {
                            throw new IllegalStateException("the process ends here");
                        }
                    }))
                    .build();
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(IllegalStateException.class);
            assertThat(office.mailbox.items("drafts")).hasSize(1);
            office.clock.advance(Duration.ofMinutes(11));
            crash[0] = false;
            try (Channel other = office.open(Map.of())) {
                assertThat(other.outbound()
                                .orElseThrow()
                                .sentLookup()
                                .orElseThrow()
                                .find(message))
                        .isEmpty();
                assertThat(office.mailbox.items("drafts")).isEmpty();
                assertThat(send(office, other, message)).isInstanceOf(HandedOver.class);
            }
            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @Test
    void a_draft_that_could_not_be_discarded_is_discarded_by_the_next_attempt() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 4_000_000)).build();
            office.graph.trouble(GraphTrouble.empty(500), "PUT", 1);
            office.graph.trouble(GraphTrouble.empty(503), "DELETE", 1);
            assertTransient(() -> send(office, channel, message));
            assertThat(office.mailbox.items("drafts")).hasSize(1);
            office.clock.advance(Duration.ofMinutes(11));

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.items("drafts")).isEmpty();
            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @Test
    void what_a_person_settled_is_forgotten_when_it_is_old() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage settled = mail(office).build();
            leaveInDoubt(office, channel, settled);
            office.clock.advance(OpenAttempts.KEPT.minusDays(1));
            leaveInDoubt(office, channel, mail(office).build());
            assertThat(note(office, settled)).isPresent();
            office.clock.advance(Duration.ofDays(2));
            OutboundMessage young = mail(office).build();

            leaveInDoubt(office, channel, young);

            assertThat(note(office, settled)).isEmpty();
            assertThat(note(office, young)).isPresent();
            assertThat(office.memory.find("acme", "support", OpenAttempts.NAME))
                    .hasValueSatisfying(list -> assertThat(list.lines()).hasSize(2));
        }
    }

    @Test
    void a_person_who_was_told_of_a_doubt_may_send_it_again() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_HEADERS_MISSING);
            send(office, channel, mail(office).build());
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "sendMail", 1);
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
            office.clock.advance(Duration.ofMinutes(11));
            office.graph.trouble(GraphTrouble.answer(200, Map.of(), "text/plain", ""), "value");
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);
            assertThatThrownBy(() -> channel.outbound()
                            .orElseThrow()
                            .sentLookup()
                            .orElseThrow()
                            .find(message))
                    .isInstanceOf(ChannelException.class);

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(2);
        }
    }

    private static void leaveInDoubt(Office office, Channel channel, OutboundMessage message) throws ChannelException {
        office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "sendMail", 1);
        assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
        assertThatThrownBy(() -> channel.outbound()
                        .orElseThrow()
                        .sentLookup()
                        .orElseThrow()
                        .find(message))
                .isInstanceOf(ChannelException.class);
    }

    private static Optional<String> note(Office office, OutboundMessage message) {
        return office.memory.find("acme", "support", "attempt." + message.id());
    }

    /** A small file with which something happens when it is opened. */
    static OutboundAttachment opening(String name, Runnable then) {
        return opening(file(name, 10), then);
    }

    static OutboundAttachment opening(OutboundAttachment file, Runnable then) {
        Content bytes = file.content();
        return new OutboundAttachment(file.fileName(), file.contentType(), null, new Content() {
            @Override
            public long length() {
                return bytes.length();
            }

            @Override
            public String sha256() {
                return bytes.sha256();
            }

            @Override
            public InputStream open() throws IOException {
                then.run();
                return bytes.open();
            }
        });
    }

    private static void assertTransient(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
    }

    /** A memory whose store comes and goes. */
    private static final class Away implements ChannelMemory {
        private final ChannelMemory memory;
        private boolean away = true;

        Away(ChannelMemory memory) {
            this.memory = memory;
        }

        private ChannelMemory there() {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return memory;
        }

        @Override
        public Optional<String> find(String tenantId, String channelId, String name) {
            return there().find(tenantId, channelId, name);
        }

        @Override
        public void put(String tenantId, String channelId, String name, @Nullable String value) {
            there().put(tenantId, channelId, name, value);
        }

        @Override
        public void forget(String tenantId, String channelId) {
            there().forget(tenantId, channelId);
        }
    }
}
