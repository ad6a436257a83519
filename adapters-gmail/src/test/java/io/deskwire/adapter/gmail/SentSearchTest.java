package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    void another_process_knows_a_message_by_its_own_age() throws Exception {
        OutboundMessage message = unheard(desks.outbound(), GmailTrouble.cutAfterAccepting());
        OutboundMessage never = Desks.mail().createdAt(desks.clock.instant()).build();
        Outbound.SentLookup other = desks.outbound().sentLookup().orElseThrow();

        assertThat(other.find(message)).isPresent();
        assertThatThrownBy(() -> other.find(never)).isInstanceOf(ChannelException.class);
        desks.clock.advance(Duration.ofMinutes(6));
        assertThat(other.find(never)).isEmpty();
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

        assertThat(desks.outbound().sentLookup().orElseThrow().find(message)).isEmpty();
    }
}
