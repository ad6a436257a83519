package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.BOLT;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static io.deskwire.testkit.pipeline.Desk.eml;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several mailboxes of one tenant in one mail, and mail from one of them to another. */
class OwnMailPipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";
    private static final String BILLING = "billing";

    private final Desk desk = new Desk();

    @BeforeEach
    void twoMailboxes() {
        for (String channel : List.of(SUPPORT, BILLING)) {
            desk.config.put(ChannelConfig.of(
                    ACME, channel, "scripted", Map.of("notifications_enabled", true), channel + "@acme.example"));
        }
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private OutboundMessage reply(String ticket, String text, Address... cc) throws Exception {
        ReplyDraft draft = new ReplyDraft(text, null, List.of(), cc.length == 0 ? null : List.of(cc), null, false);
        return sent(desk.deskwire.replies().reply(ACME, new TicketRef(ticket), draft, null));
    }

    private OutboundMessage sent(String id) {
        desk.run();
        return desk.sent.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
    }

    /** What left comes to be in a mailbox, as its server hands it over. */
    private void arrives(String channel, OutboundMessage m) {
        String to = String.join(", ", m.to().stream().map(Address::value).toList());
        String cc = String.join(", ", m.cc().stream().map(Address::value).toList());
        desk.arrive(
                ACME,
                channel,
                eml(
                        m.from().value(),
                        to,
                        String.valueOf(m.subject()),
                        m.text(),
                        "Message-ID: <" + m.messageId() + ">",
                        "References: "
                                + String.join(
                                        " ",
                                        m.references().stream()
                                                .map(r -> "<" + r + ">")
                                                .toList()),
                        cc.isEmpty() ? "X-Nothing: 1" : "Cc: " + cc,
                        m.automatic() ? "Auto-Submitted: auto-replied" : "X-Nothing: 2"));
        desk.run();
    }

    private List<String> filteredOf(String channel) {
        return desk.stores.conversations().received(ACME, channel, null, 100).items().stream()
                .filter(m -> m.state() == StoredMessage.Inbound.State.FILTERED)
                .map(m -> String.valueOf(m.stateReason()))
                .toList();
    }

    @Test
    void a_thread_to_two_mailboxes_goes_on_in_a_ticket_of_each() {
        for (int i = 1; i <= 3; i++) {
            String mail = eml(
                    ANN,
                    "support@acme.example",
                    "Both",
                    "turn " + i,
                    "Cc: billing@acme.example",
                    "Message-ID: <" + i + "@customer.example>",
                    i == 1 ? "X-Nothing: 1" : "In-Reply-To: <" + (i - 1) + "@customer.example>");
            // The mailboxes are not read in the same order each time.
            desk.arrive(ACME, i == 2 ? BILLING : SUPPORT, mail);
            desk.run();
            desk.arrive(ACME, i == 2 ? SUPPORT : BILLING, mail);
            desk.run();
        }

        assertThat(desk.tickets).hasSize(2);
        assertThat(desk.tickets.values())
                .allSatisfy(texts -> assertThat(texts).containsExactly("turn 1", "turn 2", "turn 3"));
    }

    @Test
    void two_channels_that_read_one_mailbox_make_one_ticket() {
        desk.addChannel(ACME, "support-again", "Support@Acme.example");
        String mail = eml(ANN, "support@acme.example", "Once", "once", "Message-ID: <1@customer.example>");
        desk.arrive(ACME, SUPPORT, mail);
        desk.arrive(ACME, "support-again", mail);
        desk.run();

        assertThat(desk.tickets).hasSize(1);
        assertThat(filteredOf("support-again")).containsExactly("copy-through-another-channel");
    }

    @Test
    void an_answer_copied_to_another_mailbox_of_ours_neither_doubles_nor_opens_anything() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <1@customer.example>");
        int acknowledgements = desk.sent.size();
        OutboundMessage answer = reply("T1", "we look into it", Address.email("billing@acme.example"));
        arrives(BILLING, answer);
        arrives(SUPPORT, answer);

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.tickets.get("T1")).containsExactly("first");
        assertThat(filteredOf(BILLING)).containsExactly("own-message-of-another-channel");
        assertThat(filteredOf(SUPPORT)).containsExactly("own-message-copy");
        assertThat(desk.sent).hasSize(acknowledgements + 1);

        String both = eml(
                ANN,
                "support@acme.example, billing@acme.example",
                "Re: Broken",
                "thanks",
                "Message-ID: <2@customer.example>",
                "In-Reply-To: <" + answer.messageId() + ">");
        desk.arrive(ACME, BILLING, both);
        desk.arrive(ACME, SUPPORT, both);
        desk.run();
        assertThat(desk.ticketWith("thanks")).isEqualTo("T1");
    }

    @Test
    void mail_from_one_department_to_another_is_one_ticket_in_each_and_nobody_thanks_anybody() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <1@customer.example>");
        desk.sent.clear();
        OutboundMessage question = sent(desk.deskwire
                .replies()
                .start(
                        ACME,
                        SUPPORT,
                        List.of(Address.email("billing@acme.example")),
                        "Refund?",
                        ReplyDraft.text("may we refund?"),
                        null));
        arrives(BILLING, question);
        String theirs = desk.ticketWith("may we refund?");
        assertThat(theirs).isEqualTo("T2");

        OutboundMessage yes = reply(theirs, "yes");
        assertThat(yes.to()).extracting(Address::value).containsExactly("support@acme.example");
        arrives(SUPPORT, yes);
        String ours = desk.ticketWith("yes");
        OutboundMessage thanks = reply(ours, "thank you");
        arrives(BILLING, thanks);

        assertThat(ours).isEqualTo("T3");
        assertThat(desk.ticketWith("thank you")).isEqualTo("T2");
        assertThat(desk.tickets).hasSize(3);
        assertThat(desk.sent).as("no acknowledgement").hasSize(3);
    }

    @Test
    void an_acknowledgement_that_comes_to_another_mailbox_of_ours_ends_there() {
        desk.arrive(ACME, SUPPORT, eml("billing@acme.example", "support@acme.example", "Hello", "from a colleague"));
        desk.run();

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.sent).isEmpty();
    }

    @Test
    void an_answer_whose_id_the_provider_replaced_is_known_by_its_words() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <1@customer.example>");
        OutboundMessage answer = reply("T1", "we look\ninto it", Address.email("billing@acme.example"));
        desk.arrive(
                ACME,
                BILLING,
                eml(
                        "support@acme.example",
                        "ann@customer.example",
                        "Re: Broken",
                        "we look into\nit",
                        "Cc: billing@acme.example",
                        "Message-ID: <other@provider.example>",
                        "References: <1@customer.example> <" + previous(answer) + ">"));
        desk.run();

        assertThat(desk.tickets.values()).containsExactly(List.of("first"));
    }

    /** The acknowledgement, which the answer follows. */
    private String previous(OutboundMessage answer) {
        return desk.sent.stream()
                .filter(m -> !m.id().equals(answer.id()))
                .findFirst()
                .orElseThrow()
                .messageId();
    }

    @Test
    void automatic_mail_from_one_mailbox_to_another_opens_nothing() throws Exception {
        desk.arrive(
                ACME,
                SUPPORT,
                eml(
                        "billing@acme.example",
                        "support@acme.example",
                        "Hello",
                        "from a colleague",
                        "Message-ID: <1@acme.example>"));
        desk.run();
        ReplyDraft draft = new ReplyDraft("we got it", null, List.of(), null, null, true);
        arrives(BILLING, sent(desk.deskwire.replies().reply(ACME, new TicketRef("T1"), draft, null)));

        assertThat(desk.tickets).hasSize(1);
        assertThat(filteredOf(BILLING)).containsExactly("own-message-of-another-channel");
    }

    @Test
    void another_tenants_mail_is_a_strangers() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it", Address.email("support@bolt.example"));
        desk.arrive(
                BOLT,
                SUPPORT,
                eml(
                        "support@acme.example",
                        "ann@customer.example",
                        "Re: Broken",
                        "we look into it",
                        "Cc: support@bolt.example",
                        "Message-ID: <" + answer.messageId() + ">"));
        desk.run();

        assertThat(desk.ticketWith("we look into it")).isEqualTo("T2");
    }

    @Test
    void who_sends_something_else_under_the_id_of_our_mail_is_not_taken_for_us() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        desk.arrive(
                ACME,
                BILLING,
                eml(ANN, "billing@acme.example", "Other", "mine", "Message-ID: <" + answer.messageId() + ">"));
        desk.run();

        assertThat(desk.ticketWith("mine")).isEqualTo("T2");
    }
}
