package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.message.Address;
import io.deskwire.message.Forward;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail that passes on other mail: a matter of its own, with its writer offered. */
class ForwardPipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";
    private static final String FAY = "Fay <fay@customer.example>";
    private static final String EVE = "Eve <eve@stranger.example>";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private static String forward(String from, String text) {
        return "See below\n\n---------- Forwarded message ---------\nFrom: " + from
                + "\nDate: Mon, 2 Mar 2026 11:00:00 +0100\nSubject: Chair\nTo: Fay <fay@customer.example>\n\n" + text;
    }

    private OutboundMessage reply(String ticket, boolean toForwardedSender) throws Exception {
        ReplyDraft draft =
                new ReplyDraft("we look into it", null, List.of(), null, null, false, null, toForwardedSender);
        String id = desk.deskwire.replies().reply(ACME, new TicketRef(ticket), draft, null);
        desk.run();
        return desk.sent.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
    }

    private StoredMessage.Inbound last() {
        String id = desk.offered.get(desk.offered.size() - 1).message().id();
        return (StoredMessage.Inbound) desk.deskwire.messages().find(ACME, id).orElseThrow();
    }

    @Test
    void a_forward_of_somebody_elses_mail_opens_a_ticket_that_is_linked_to_theirs() {
        desk.mail(ANN, "Chair", "it squeaks", "Message-ID: <a1@customer.example>", "Cc: fay@customer.example");

        desk.mail(
                FAY,
                "Fwd: Chair [#T1]",
                forward(ANN, "it squeaks"),
                "In-Reply-To: <a1@customer.example>",
                "References: <a1@customer.example>");

        assertThat(desk.tickets).hasSize(2);
        Decision decision = last().decision();
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.OPENED);
        assertThat(decision.relatedConversationId()).isNotNull();
        assertThat(decision.signals())
                .isNotEmpty()
                .allSatisfy(signal -> assertThat(signal.reason()).contains("forwards what somebody else wrote"));
        Forward forward = Objects.requireNonNull(last().message().parsed().forward());
        assertThat(forward.from()).isEqualTo(Address.email("ann@customer.example", "Ann"));
        assertThat(Objects.requireNonNull(last().message().from()).value()).isEqualTo("fay@customer.example");
        assertThat(last().message().replyText()).contains("See below", "it squeaks");
    }

    @Test
    void what_the_customer_sends_again_or_forwards_of_ours_stays_in_its_ticket() throws Exception {
        desk.mail(ANN, "Chair", "it squeaks", "Message-ID: <a1@customer.example>");
        OutboundMessage answer = reply("T1", false);

        desk.mail(ANN, "Fwd: Chair", forward(ANN, "once more"), "References: <a1@customer.example>");
        desk.mail(
                ANN,
                "Fwd: Chair",
                forward("Support <support@acme.example>", "what do you mean?"),
                "References: <" + answer.messageId() + ">");

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.tickets.get("T1")).hasSize(3);
    }

    @Test
    void a_forward_to_the_tickets_own_address_belongs_there() throws Exception {
        desk.config.put(
                ChannelConfig.of(ACME, SUPPORT, "scripted", Map.of("plus_addressing", true), "support@acme.example"));
        desk.mail(ANN, "Chair", "it squeaks");
        String address = Objects.requireNonNull(reply("T1", false).replyTo()).value();

        desk.arrive(
                ACME, SUPPORT, Desk.eml(ANN, address, "Fwd: Chair", forward("Bob <bob@maker.example>", "guarantee")));
        desk.run();

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.tickets.get("T1")).hasSize(2);
    }

    @Test
    void a_strangers_forward_of_a_third_partys_mail_under_our_token_stays_outside() throws Exception {
        desk.mail(ANN, "Chair", "it squeaks", "Message-ID: <a1@customer.example>");
        OutboundMessage answer = reply("T1", false);

        desk.mail(
                EVE,
                "Fwd: Chair",
                forward("Bob <bob@maker.example>", "hello"),
                "References: <" + answer.messageId() + ">");

        assertThat(desk.tickets).hasSize(2);
    }

    @Test
    void an_agent_can_write_to_whoever_wrote_what_was_forwarded_and_is_answered_in_the_same_ticket() throws Exception {
        desk.mail(FAY, "Fwd: Chair", forward(ANN, "it squeaks"), "Message-ID: <f1@customer.example>");

        assertThat(reply("T1", false).to()).extracting(Address::value).containsExactly("fay@customer.example");
        OutboundMessage direct = reply("T1", true);
        assertThat(direct.recipients()).extracting(Address::value).containsExactly("ann@customer.example");

        desk.mail(ANN, "Re: Chair", "thank you", "In-Reply-To: <" + direct.messageId() + ">");
        assertThat(desk.ticketWith("thank you")).isEqualTo("T1");
    }

    @Test
    void an_answer_that_holds_a_forwarded_mail_or_a_file_of_one_is_still_an_answer() throws Exception {
        desk.mail(ANN, "Chair", "it squeaks", "Message-ID: <a1@customer.example>");
        OutboundMessage answer = reply("T1", false);
        for (String subject : List.of("Re: Chair", "AW: Chair", "回复：Chair", "SV[2]: Chair")) {
            desk.mail(
                    ANN,
                    subject,
                    forward("Bob <bob@maker.example>", "guarantee"),
                    "In-Reply-To: <" + answer.messageId() + ">");
        }

        assertThat(desk.tickets).hasSize(1);
        assertThat(Objects.requireNonNull(last().message().parsed().forward()).from())
                .isEqualTo(Address.email("bob@maker.example", "Bob"));
    }

    @Test
    void where_nothing_was_forwarded_nobody_is_offered() {
        desk.mail(ANN, "Chair", "it squeaks");

        assertThatThrownBy(() -> reply("T1", true))
                .isInstanceOf(ReplyRefusedException.class)
                .hasMessageContaining("no forwarded message");
    }
}
