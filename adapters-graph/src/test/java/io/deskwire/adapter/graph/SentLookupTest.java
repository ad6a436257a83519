package io.deskwire.adapter.graph;

import static io.deskwire.adapter.graph.Outgoing.file;
import static io.deskwire.adapter.graph.Outgoing.mail;
import static io.deskwire.adapter.graph.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphTrouble;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the copy of what went out may be, and what it takes to say that there is none. */
class SentLookupTest {

    private static Outbound.SentLookup lookup(Channel channel) {
        return channel.outbound().orElseThrow().sentLookup().orElseThrow();
    }

    /** Sends it, and nobody hears that it was taken. */
    private static void cutOff(Office office, Channel channel, OutboundMessage message) throws ChannelException {
        office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
        assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
        office.clock.advance(Duration.ofMinutes(11));
    }

    @Test
    void a_copy_that_is_listed_without_its_header_is_found_by_its_beginning() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_HEADERS_MISSING);
            OutboundMessage message = mail(office).build();
            cutOff(office, channel, message);
            send(office, channel, mail(office).build());

            assertThat(lookup(channel).find(message))
                    .hasValueSatisfying(found -> assertThat("<" + found.wireMessageId() + ">")
                            .isEqualTo(office.mailbox.sent().get(0).internetMessageId()));
        }
    }

    @Test
    void others_without_a_listed_header_are_told_apart() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_HEADERS_MISSING);
            send(office, channel, mail(office).build());
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "sendMail", 1);
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
            office.clock.advance(Duration.ofMinutes(11));

            assertThat(lookup(channel).find(message)).isEmpty();
        }
    }

    @Test
    void while_a_candidate_cannot_be_read_nothing_is_certain() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_HEADERS_MISSING);
            OutboundMessage message = mail(office).build();
            cutOff(office, channel, message);
            for (GraphTrouble trouble : new GraphTrouble[] {
                GraphTrouble.answer(200, Map.of(), "text/plain", ""),
                GraphTrouble.answer(200, Map.of(), "text/plain", "Subject: cut"),
                GraphTrouble.answer(200, Map.of(), "text/plain", "Subject: no marker\r\n\r\nText"),
                GraphTrouble.error(403, "ErrorAccessDenied", "sealed"),
                GraphTrouble.error(404, "ErrorItemNotFound", "gone")
            }) {
                office.graph.trouble(trouble, "value", 1);

                assertThatThrownBy(() -> lookup(channel).find(message))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
            }
            assertThat(lookup(channel).find(message)).isPresent();
        }
    }

    @Test
    void behind_more_mail_than_is_looked_through_a_person_decides() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            OutboundMessage message = mail(office).build();
            cutOff(office, channel, message);
            for (int i = 0; i < 201; i++) {
                send(office, channel, mail(office).build());
            }

            assertThatThrownBy(() -> lookup(channel).find(message))
                    .isInstanceOfSatisfying(ChannelException.class, e -> {
                        assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                        assertThat(e.hint()).isPresent();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "deleteditems"})
    void a_copy_that_left_sent_items_was_sent_all_the_same(String folder) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            cutOff(office, channel, message);
            office.mailbox.move(office.mailbox.items("sentitems").get(0), folder);

            assertThat(lookup(channel).find(message)).isPresent();
        }
    }

    @Test
    void a_draft_under_our_id_is_no_proof() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "/send$", 1);
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
            assertThat(office.mailbox.items("drafts")).hasSize(1);
            office.clock.advance(Duration.ofMinutes(11));

            assertThat(lookup(channel).find(message)).isEmpty();
        }
    }
}
