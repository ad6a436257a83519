package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What customers answer after the helpdesk rearranged its tickets. */
class MovesPipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";
    private static final String BOB = "Bob <bob@customer.example>";
    private static final String EVE = "Eve <eve@stranger.example>";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private OutboundMessage reply(String ticket, String text) throws Exception {
        String id = desk.deskwire.replies().reply(ACME, new TicketRef(ticket), ReplyDraft.text(text), null);
        desk.run();
        return desk.sent.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
    }

    private String messageWith(String text) {
        return desk.offered.stream()
                .filter(event -> event.message().text().strip().equals(text))
                .findFirst()
                .orElseThrow()
                .message()
                .id();
    }

    @Test
    void answers_go_to_the_ticket_that_theirs_was_moved_to_along_the_chain() throws Exception {
        desk.mail(ANN, "Broken", "ann first", "Message-ID: <a1@customer.example>");
        desk.mail(BOB, "Broken too", "bob first", "Message-ID: <b1@customer.example>");
        OutboundMessage toAnn = reply("T1", "hello Ann");

        assertThat(desk.deskwire.ticketMoved(ACME, new TicketRef("T1"), new TicketRef("T2")))
                .hasValue(1);
        desk.mail(ANN, "Re: Broken", "ann second", "In-Reply-To: <" + toAnn.messageId() + ">");
        assertThat(desk.ticketWith("ann second")).isEqualTo("T2");

        assertThat(desk.deskwire.ticketMoved(ACME, new TicketRef("T2"), new TicketRef("H-9")))
                .hasValue(2);
        assertThat(desk.deskwire.ticketMoved(ACME, new TicketRef("H-9"), new TicketRef("T1")))
                .as("round in a ring")
                .isEmpty();
        desk.mail(ANN, "Re: Broken", "ann third", "In-Reply-To: <a1@customer.example>");
        desk.mail(BOB, "Re: Broken too [#T2]", "bob second");
        assertThat(desk.ticketWith("ann third")).isEqualTo("H-9");
        assertThat(desk.ticketWith("bob second")).isEqualTo("H-9");
        assertThat(desk.tickets).containsOnlyKeys("T1", "T2", "H-9");
    }

    @Test
    void who_answers_in_the_old_ticket_reaches_its_own_customer_and_no_other() throws Exception {
        desk.mail(ANN, "Broken", "ann first");
        desk.mail(BOB, "Broken too", "bob first");
        desk.deskwire.ticketMoved(ACME, new TicketRef("T1"), new TicketRef("T2"));
        desk.later(Duration.ofMinutes(1));
        desk.mail(BOB, "Re: Broken too [#T2]", "bob second");
        desk.later(Duration.ofMinutes(1));

        assertThat(reply("T1", "for Ann").to()).extracting(Address::value).containsExactly("ann@customer.example");
        assertThat(reply("T2", "for Bob").to()).extracting(Address::value).containsExactly("bob@customer.example");
    }

    @Test
    void a_merged_tickets_number_in_the_subject_leads_each_to_what_is_theirs() {
        desk.mail(ANN, "Broken", "ann first");
        desk.mail(BOB, "Broken too", "bob first");
        desk.deskwire.ticketMoved(ACME, new TicketRef("T1"), new TicketRef("T2"));

        desk.mail(ANN, "It is [#T2]", "ann second");
        desk.mail(BOB, "It is [#T2]", "bob second");
        desk.mail(ANN, "It is [#T2]", "ann third");
        desk.mail(EVE, "It is [#T2]", "let me in");

        assertThat(desk.tickets.get("T2")).contains("ann second", "bob second", "ann third");
        assertThat(desk.ticketWith("let me in")).isNotEqualTo("T2");
    }

    @Test
    void a_stranger_gains_nothing_by_a_move() {
        desk.mail(ANN, "Broken", "ann first", "Message-ID: <a1@customer.example>");
        desk.deskwire.ticketMoved(ACME, new TicketRef("T1"), new TicketRef("T7"));
        desk.mail(EVE, "Re: Broken [#T7]", "let me in", "In-Reply-To: <a1@customer.example>");

        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
        assertThat(desk.deskwire.ticketMoved(BOLT, new TicketRef("T1"), new TicketRef("T7")))
                .as("another tenant's ticket of that name")
                .hasValue(0);
    }

    @Test
    void answers_to_a_message_that_was_taken_out_go_where_it_went_and_all_others_stay() throws Exception {
        desk.mail(ANN, "Two things", "the chair", "Message-ID: <a1@customer.example>");
        OutboundMessage first = reply("T1", "which chair?");
        desk.mail(
                ANN,
                "Re: Two things",
                "and the invoice",
                "Message-ID: <a2@customer.example>",
                "In-Reply-To: <" + first.messageId() + ">",
                "References: <a1@customer.example> <" + first.messageId() + ">");
        assertThat(desk.deskwire.messageMoved(ACME, messageWith("and the invoice"), new TicketRef("INV")))
                .isPresent();
        assertThat(desk.deskwire.messageMoved(BOLT, messageWith("and the invoice"), new TicketRef("INV")))
                .isEmpty();

        desk.mail(
                ANN,
                "Re: Two things",
                "the invoice again",
                "Message-ID: <a3@customer.example>",
                "In-Reply-To: <a2@customer.example>",
                "References: <a1@customer.example> <" + first.messageId() + "> <a2@customer.example>");
        OutboundMessage about = reply("INV", "your invoice");
        desk.mail(
                ANN,
                "Re: Two things",
                "paid",
                "In-Reply-To: <" + about.messageId() + ">",
                "References: <a1@customer.example> <" + first.messageId() + "> <" + about.messageId() + ">");
        desk.mail(ANN, "Re: Two things", "the blue one", "In-Reply-To: <" + first.messageId() + ">");

        assertThat(desk.ticketWith("the invoice again")).isEqualTo("INV");
        assertThat(desk.ticketWith("paid")).isEqualTo("INV");
        assertThat(desk.ticketWith("the blue one")).isEqualTo("T1");
        desk.mail(EVE, "Re: Two things", "let me in", "In-Reply-To: <a2@customer.example>");
        assertThat(desk.ticketWith("let me in")).isNotIn("T1", "INV");
    }

    @Test
    void answers_to_our_own_message_that_was_taken_out_go_where_it_went() throws Exception {
        desk.mail(ANN, "Two things", "the chair", "Message-ID: <a1@customer.example>");
        OutboundMessage first = reply("T1", "which chair?");
        OutboundMessage second = reply("T1", "and your invoice is due");
        desk.deskwire.messageMoved(ACME, second.id(), new TicketRef("INV"));
        desk.deskwire.ticketMoved(ACME, new TicketRef("INV"), new TicketRef("FIN"));

        desk.mail("Ann at home <ann@home.example>", "Re: Two", "paid", "In-Reply-To: <" + second.messageId() + ">");
        desk.mail(ANN, "Re: Two", "blue", "References: <" + second.messageId() + "> <" + first.messageId() + ">");

        assertThat(desk.ticketWith("paid")).isEqualTo("FIN");
        assertThat(desk.ticketWith("blue")).isEqualTo("T1");
    }

    @Test
    void a_moved_ticket_is_open_unless_its_new_one_is_finished() throws Exception {
        desk.mail(ANN, "Broken", "ann first", "Message-ID: <a1@customer.example>");
        TicketUpdate resolved = new TicketUpdate(TicketUpdate.Kind.RESOLVED, "1", null, "resolved", null);
        desk.deskwire.ticketChanged(ACME, new TicketRef("T1"), resolved);
        desk.deskwire.ticketMoved(ACME, new TicketRef("T1"), new TicketRef("T5"));

        assertThat(desk.stores.conversations().byTicket(ACME, new TicketRef("T5")))
                .hasValueSatisfying(c -> assertThat(c.closedAt()).isNull());
        assertThat(List.copyOf(desk.tickets.keySet())).containsExactly("T1");
    }
}
