package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentSearchTest {

    private final Desks desks = new Desks();
    private final GmailMailbox acme = desks.mailbox("acme");

    @AfterEach
    void close() {
        desks.close();
    }

    /** An attempt whose end nobody heard. */
    private OutboundMessage unheard(Outbound outbound, GmailTrouble trouble) throws ChannelException {
        desks.google.trouble(trouble, GmailMethod.SEND);
        OutboundMessage message = Desks.mail().createdAt(desks.clock.instant()).build();
        assertThat(outbound.send(message, message.recipients())).isInstanceOf(SendResult.Uncertain.class);
        desks.google.behave();
        return message;
    }

    private void sentByOthers(int mails) {
        for (int i = 0; i < mails; i++) {
            acme.receive(
                    ("From: support@acme.example\r\nTo: x@y.example\r\nSubject: s\r\nMessage-ID: <other" + i
                                    + "@acme.example>\r\n\r\nHi\r\n")
                            .getBytes(StandardCharsets.US_ASCII),
                    "SENT");
        }
    }

    @Test
    void what_was_taken_is_found_with_the_ids_that_gmail_gave_it() throws Exception {
        acme.rewriteMessageIds(true);
        Outbound outbound = desks.outbound();
        OutboundMessage message = unheard(outbound, GmailTrouble.cutAfterAccepting());
        sentByOthers(20);

        SendResult.HandedOver found =
                outbound.sentLookup().orElseThrow().find(message).orElseThrow();

        assertThat(found.providerMessageId()).isEqualTo(acme.sent().get(0).id());
        assertThat(found.wireMessageId()).endsWith("@mail.gmail.com");
        assertThat(found.recipients()).hasSize(1);
    }

    @Test
    void what_was_taken_is_found_before_the_search_knows_it_and_in_the_trash() throws Exception {
        acme.searchLag(Duration.ofHours(1));
        Outbound outbound = desks.outbound();
        OutboundMessage message = unheard(outbound, GmailTrouble.backendErrorAfterAccepting());
        assertThat(outbound.sentLookup().orElseThrow().find(message)).isPresent();

        acme.trash(acme.sent().get(0).id());
        desks.clock.advance(Duration.ofDays(1));

        assertThat(outbound.sentLookup().orElseThrow().find(message))
                .hasValueSatisfying(found ->
                        assertThat(found.wireMessageId()).as("ours was kept").isNull());
    }

    @Test
    void absence_proves_nothing_for_five_minutes_and_all_afterwards() throws Exception {
        Outbound outbound = desks.outbound();
        OutboundMessage message = unheard(outbound, GmailTrouble.cutBeforeAccepting());
        sentByOthers(3);
        Outbound.SentLookup lookup = outbound.sentLookup().orElseThrow();

        desks.clock.advance(Duration.ofMinutes(4));
        assertThatThrownBy(() -> lookup.find(message)).isInstanceOfSatisfying(ChannelException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(e.hint().orElseThrow()).contains("Sent");
        });
        desks.clock.advance(Duration.ofMinutes(2));
        assertThat(lookup.find(message)).isEmpty();
    }

    @Test
    void what_nobody_noted_counts_from_when_it_is_asked_for_however_old_it_is() throws Exception {
        OutboundMessage old = Desks.mail().build();
        desks.clock.advance(Duration.ofDays(1));

        assertUnknown(desks.outbound(), old);
        desks.clock.advance(Duration.ofMinutes(4));
        assertUnknown(desks.outbound(), old);
        desks.clock.advance(Duration.ofMinutes(2));
        assertThat(desks.outbound().sentLookup().orElseThrow().find(old)).isEmpty();
    }

    private static void assertUnknown(Outbound outbound, OutboundMessage message) {
        assertThatThrownBy(() -> outbound.sentLookup().orElseThrow().find(message))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    /** As the outbox does after a crash: looks after 1, 2, 4… minutes and sends once Gmail certainly has nothing. */
    private void resolve(OutboundMessage message) throws ChannelException {
        for (int minutes = 1; minutes <= 64; minutes *= 2) {
            desks.clock.advance(Duration.ofMinutes(minutes));
            // Each time another process, or a channel that was opened anew.
            Outbound other = desks.outbound();
            try {
                if (other.sentLookup().orElseThrow().find(message).isEmpty()) {
                    other.send(message, message.recipients());
                }
                return;
            } catch (ChannelException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
            }
        }
        throw new AssertionError("it never ended");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_second_process_sends_nothing_twice_while_gmail_is_slow_to_show_what_it_took(boolean isNoted)
            throws Exception {
        acme.rewriteMessageIds(true);
        acme.searchLag(Duration.ofMinutes(4));
        acme.sentLag(Duration.ofMinutes(4));
        OutboundMessage old = Desks.mail().build();
        desks.clock.advance(Duration.ofHours(3));
        for (GmailTrouble trouble :
                new GmailTrouble[] {GmailTrouble.cutAfterAccepting(), GmailTrouble.cutBeforeAccepting()}) {
            desks.google.trouble(trouble, GmailMethod.SEND);
            OutboundMessage message = Desks.mail().createdAt(old.createdAt()).build();
            assertThat(desks.outbound().send(message, message.recipients())).isInstanceOf(SendResult.Uncertain.class);
            desks.google.behave();
            if (!isNoted) {
                desks.memory.forget("acme", "support");
            }

            resolve(message);

            assertThat(acme.sent().stream()
                            .filter(sent -> sent.header("X-Deskwire-Message-ID").contains(message.messageId())))
                    .hasSize(1);
        }
    }

    @Test
    void an_attempt_that_is_under_way_elsewhere_is_waited_for() throws Exception {
        Outbound other = desks.outbound();
        List<Throwable> asked = new ArrayList<>();
        AtomicReference<OutboundMessage> message = new AtomicReference<>();
        byte[] bytes = new byte[4_000_000];
        Content file = new WatchedContent(Content.of(bytes), () -> {
            desks.clock.advance(Duration.ofMinutes(7));
            asked.add(catchThrowable(() -> other.sentLookup().orElseThrow().find(message.get())));
        });
        message.set(Desks.mail()
                .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, file))
                .build());

        assertThat(desks.outbound().send(message.get(), message.get().recipients()))
                .isInstanceOf(SendResult.HandedOver.class);

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(
                        e -> assertThat(e).isInstanceOf(ChannelException.class).hasMessageContaining("so soon"));
    }

    @Test
    void mail_before_the_attempt_is_not_read() throws Exception {
        sentByOthers(50);
        desks.clock.advance(Duration.ofHours(1));
        Outbound outbound = desks.outbound();
        OutboundMessage message = unheard(outbound, GmailTrouble.cutBeforeAccepting());
        desks.clock.advance(Duration.ofMinutes(6));

        assertThat(outbound.sentLookup().orElseThrow().find(message)).isEmpty();

        assertThat(desks.google.requests("^GET .*/messages/[0-9a-f]{16}")).hasSize(1);
    }

    @Test
    void too_many_to_look_through_is_no_proof() throws Exception {
        acme.rewriteMessageIds(true);
        Outbound outbound = desks.outbound();
        OutboundMessage message = unheard(outbound, GmailTrouble.cutAfterAccepting());
        sentByOthers(101);
        desks.clock.advance(Duration.ofMinutes(6));

        assertThatThrownBy(() -> outbound.sentLookup().orElseThrow().find(message))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                    assertThat(e.hint().orElseThrow()).contains("Search");
                });
    }

    @Test
    void a_copy_that_came_in_is_not_taken_for_one_that_was_sent() throws Exception {
        OutboundMessage message = Desks.plain();
        acme.receive(("From: x@y.example\r\nTo: support@acme.example\r\nSubject: s\r\nMessage-ID: <"
                        + message.messageId() + ">\r\n\r\nHi\r\n")
                .getBytes(StandardCharsets.US_ASCII));

        assertUnknown(desks.outbound(), message);
        desks.clock.advance(Duration.ofMinutes(6));
        assertThat(desks.outbound().sentLookup().orElseThrow().find(message)).isEmpty();
    }

    /** A file that tells when it is read. */
    private record WatchedContent(Content file, Runnable opened) implements Content {
        @Override
        public long length() {
            return file.length();
        }

        @Override
        public String sha256() {
            return file.sha256();
        }

        @Override
        public InputStream open() throws IOException {
            opened.run();
            return file.open();
        }
    }
}
