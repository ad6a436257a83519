package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.BOLT;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static io.deskwire.testkit.pipeline.Desk.eml;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadingPipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";
    private static final String EVE = "Eve <eve@stranger.example>";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void a_conversation_of_five_turns_stands_in_one_ticket() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        desk.mail(
                ANN,
                "Re: Broken",
                "second",
                "Message-ID: <m2@customer.example>",
                "In-Reply-To: <" + answer.messageId() + ">",
                "References: <m1@customer.example> <" + answer.messageId() + ">");
        OutboundMessage next = reply("T1", "mended");
        desk.mail(ANN, "thanks, other subject", "third", "In-Reply-To: <" + next.messageId() + ">");

        assertThat(desk.tickets).containsOnlyKeys("T1");
        assertThat(desk.tickets.get("T1")).containsExactly("first", "second", "third");
        assertThat(next.inReplyTo()).isEqualTo("m2@customer.example");
        assertThat(next.references()).containsExactly("m1@customer.example", answer.messageId(), "m2@customer.example");
        assertThat(next.subject()).isEqualTo("Re: Broken");
        assertThat(next.to()).extracting(a -> a.value()).containsExactly("ann@customer.example");
    }

    @Test
    void an_answer_from_another_address_threads_by_the_signature_alone() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");

        desk.mail("Ann at home <ann@home.example>", "Re: Broken", "second", "References: <" + answer.messageId() + ">");

        assertThat(desk.ticketWith("second")).isEqualTo("T1");
    }

    @Test
    void a_stranger_who_knows_a_customers_message_id_gets_a_ticket_of_his_own() {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");

        desk.mail(EVE, "Re: Broken", "let me in", "In-Reply-To: <m1@customer.example>");

        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
        Decision decision = decisionOn("let me in");
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.OPENED);
        assertThat(decision.relatedConversationId()).isNotNull();
        assertThat(decision.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.type()).isEqualTo(Signal.Type.KNOWN_MESSAGE);
            assertThat(signal.accepted()).isFalse();
            assertThat(signal.reason()).contains("stranger");
        });
    }

    @Test
    void a_forged_token_opens_nothing_and_is_on_record() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        String id = answer.messageId();
        String forged = id.substring(0, 40) + (id.charAt(40) == 'x' ? 'y' : 'x') + id.substring(41);

        desk.mail(EVE, "Re: Broken", "let me in", "In-Reply-To: <" + forged + ">");

        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
        assertThat(decisionOn("let me in").signals())
                .anySatisfy(signal -> assertThat(signal.reason()).isEqualTo("the signature is not ours"));
    }

    @Test
    void a_token_of_one_tenant_is_worth_nothing_at_another() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");

        desk.arrive(
                BOLT,
                SUPPORT,
                eml(
                        ANN,
                        "support@bolt.example",
                        "Re: Broken",
                        "elsewhere",
                        "References: <" + answer.messageId() + ">",
                        "In-Reply-To: <m1@customer.example>"));
        desk.run();

        assertThat(desk.ticketWith("elsewhere")).isEqualTo("T2");
        assertThat(decisionOn("elsewhere").relatedConversationId()).isNull();
    }

    @Test
    void a_ticket_number_in_the_subject_alone_opens_nothing() {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");

        desk.mail(EVE, "Re: Broken [T1] [#1] Ticket#1", "let me in");

        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
    }

    @Test
    void a_ticket_number_in_the_subject_counts_for_who_is_in_that_conversation() {
        desk.mail(ANN, "Broken", "first");

        desk.mail(ANN, "New words [Ticket #T1]", "second");

        assertThat(desk.ticketWith("second")).isEqualTo("T1");
        desk.mail(EVE, "Broken [#T1]", "let me in");
        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
        assertThat(decisionOn("let me in").signals()).singleElement().satisfies(signal -> {
            assertThat(signal.type()).isEqualTo(Signal.Type.SUBJECT_TAG);
            assertThat(signal.evidence()).isEqualTo("[#T1]");
            assertThat(signal.reason()).contains("stranger");
        });
    }

    @Test
    void the_providers_thread_counts_for_who_is_in_that_conversation() {
        Map<String, String> thread = Map.of("provider_thread_id", "18f8");
        desk.mail(thread, ANN, "Broken", "first");

        desk.mail(thread, ANN, "Something else", "second");
        desk.mail(thread, EVE, "Re: Broken", "let me in");

        assertThat(desk.ticketWith("second")).isEqualTo("T1");
        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
    }

    @Test
    void a_name_that_its_domain_disowns_opens_nothing_without_a_token() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        Map<String, String> failed = Map.of("dmarc", "fail");

        desk.mail(failed, ANN, "Re: Broken", "by references", "In-Reply-To: <m1@customer.example>");
        desk.mail(failed, ANN, "Re: Broken [#T1]", "by number");
        desk.mail(failed, ANN, "Re: Broken", "by token", "In-Reply-To: <" + answer.messageId() + ">");

        assertThat(desk.ticketWith("by references")).isEqualTo("T2");
        assertThat(decisionOn("by references").relatedConversationId()).isNotNull();
        assertThat(decisionOn("by references").notes()).anyMatch(note -> note.contains("DMARC"));
        assertThat(desk.ticketWith("by number")).isEqualTo("T3");
        assertThat(desk.ticketWith("by token")).isEqualTo("T1");
        assertThat(decisionOn("by token").notes()).anyMatch(note -> note.contains("DMARC"));
    }

    @Test
    void the_verdict_of_a_server_that_the_channel_names_counts_and_no_other() {
        desk.config.put(ChannelConfig.of(
                ACME, SUPPORT, "scripted", Map.of("authserv_ids", List.of("mx.acme.example")), "support@acme.example"));
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");

        desk.mail(
                ANN,
                "Re: Broken",
                "genuine",
                "In-Reply-To: <m1@customer.example>",
                "Authentication-Results: mx.evil.example; dmarc=fail");
        desk.mail(
                ANN,
                "Re: Broken",
                "spoofed",
                "In-Reply-To: <m1@customer.example>",
                "Authentication-Results: mx.acme.example; dmarc=fail header.from=customer.example",
                "Authentication-Results: mx.acme.example; dmarc=pass");

        assertThat(desk.ticketWith("genuine")).isEqualTo("T1");
        assertThat(desk.ticketWith("spoofed")).isEqualTo("T2");
    }

    @Test
    void who_wants_the_answers_sent_to_a_stranger_needs_a_token() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        String trick = "Reply-To: eve@stranger.example";

        desk.mail(ANN, "Re: Broken", "tricked", "In-Reply-To: <m1@customer.example>", trick);
        desk.mail(ANN, "Re: Broken", "own", "In-Reply-To: <m1@customer.example>", "Reply-To: <ANN@customer.example>");
        desk.mail(ANN, "Re: Broken", "by token", "In-Reply-To: <" + answer.messageId() + ">", trick);

        assertThat(desk.ticketWith("tricked")).isEqualTo("T2");
        assertThat(desk.ticketWith("own")).isEqualTo("T1");
        assertThat(desk.ticketWith("by token")).isEqualTo("T1");
    }

    @Test
    void who_writes_in_our_own_name_is_a_stranger() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        reply("T1", "we look into it");

        desk.mail(
                "Support <support@acme.example>",
                "Re: Broken [#T1]",
                "the agent says: pay to this account",
                "Message-ID: <forged@acme.example>",
                "In-Reply-To: <m1@customer.example>");

        assertThat(desk.ticketWith("the agent says: pay to this account")).isEqualTo("T2");
    }

    @Test
    void forms_of_tokens_that_other_systems_took_open_nothing() throws Exception {
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        OutboundMessage answer = reply("T1", "we look into it");
        String conversation = answer.conversationId();
        for (String form : List.of(
                "reply-" + conversation + "-x@acme.example",
                "notify-" + conversation + "-1-2@acme.example",
                "dw1" + conversation + "@acme.example",
                "dw1" + conversation + "00000000000000000000@acme.example",
                "dw0" + answer.messageId().substring(3),
                answer.messageId().substring(0, answer.messageId().indexOf('.') - 1) + ".x@acme.example")) {
            desk.mail(EVE, "Re: Broken", "by " + form, "In-Reply-To: <" + form + ">");
            assertThat(desk.ticketWith("by " + form)).as(form).isNotEqualTo("T1");
        }
    }

    @Test
    void the_plus_address_brings_an_answer_home_without_any_header() throws Exception {
        desk.config.put(
                ChannelConfig.of(ACME, SUPPORT, "scripted", Map.of("plus_addressing", "true"), "support@acme.example"));
        desk.mail(ANN, "Broken", "first");
        OutboundMessage answer = reply("T1", "we look into it");
        String replyTo = Objects.requireNonNull(answer.replyTo()).value();

        desk.arrive(ACME, SUPPORT, eml("ann@home.example", replyTo, "fresh mail", "second"));
        desk.run();

        assertThat(replyTo).startsWith("support+dw1").endsWith("@acme.example");
        assertThat(desk.ticketWith("second")).isEqualTo("T1");
    }

    @Test
    void one_mail_to_two_channels_is_one_ticket_in_each_and_its_answer_one_message() throws Exception {
        desk.addChannel(ACME, "billing", "billing@acme.example");
        String mail = eml(
                ANN,
                "support@acme.example, billing@acme.example",
                "Both",
                "to both",
                "Message-ID: <b1@customer.example>");
        desk.arrive(ACME, SUPPORT, mail);
        desk.arrive(ACME, "billing", mail);
        desk.run();
        assertThat(desk.tickets).hasSize(2);

        OutboundMessage answer = reply("T1", "from support");
        String second = eml(
                ANN,
                "support@acme.example, billing@acme.example",
                "Re: Both",
                "again to both",
                "Message-ID: <b2@customer.example>",
                "In-Reply-To: <" + answer.messageId() + ">");
        desk.arrive(ACME, SUPPORT, second);
        desk.arrive(ACME, "billing", second);
        desk.run();

        assertThat(desk.ticketWith("again to both")).isEqualTo("T1");
    }

    @Test
    void a_copy_of_our_own_answer_in_the_mailbox_is_filtered_by_name() throws Exception {
        desk.mail(ANN, "Broken", "first");
        OutboundMessage answer = reply("T1", "we look into it");

        desk.mail("support@acme.example", "Re: Broken", "we look into it", "Message-ID: <" + answer.messageId() + ">");

        assertThat(desk.tickets.get("T1")).containsExactly("first");
        assertThat(desk.tickets).hasSize(1);
    }

    @Test
    void an_out_of_office_answer_is_attached_to_its_conversation_and_opens_none_by_itself() throws Exception {
        desk.mail(ANN, "Broken", "first");
        OutboundMessage answer = reply("T1", "we look into it");

        desk.mail(
                ANN,
                "Automatic reply: Re: Broken",
                "I am away",
                "Auto-Submitted: auto-replied",
                "In-Reply-To: <" + answer.messageId() + ">");
        desk.mail("Bob <bob@customer.example>", "Out of office", "me too", "Auto-Submitted: auto-replied");

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.tickets.get("T1")).containsExactly("first", "I am away");
    }

    private OutboundMessage reply(String ticket, String text) throws Exception {
        String id = desk.deskwire.replies().reply(ACME, new TicketRef(ticket), ReplyDraft.text(text), null);
        desk.run();
        List<OutboundMessage> sent =
                desk.sent.stream().filter(m -> m.id().equals(id)).toList();
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private Decision decisionOn(String text) {
        String id = desk.offered.stream()
                .filter(event -> event.message().text().contains(text))
                .findFirst()
                .orElseThrow()
                .message()
                .id();
        return desk.offered.stream()
                .filter(event -> event.message().id().equals(id))
                .findFirst()
                .flatMap(event -> desk.deskwire.messages().find(event.message().tenantId(), id))
                .map(m -> ((StoredMessage.Inbound) m).decision())
                .orElseThrow();
    }
}
