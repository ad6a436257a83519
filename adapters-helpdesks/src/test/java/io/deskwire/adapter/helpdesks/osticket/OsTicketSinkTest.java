package io.deskwire.adapter.helpdesks.osticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.helpdesks.HelpdeskBench;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.helpdesk.ApiTrouble;
import io.deskwire.testkit.helpdesk.OsTicketSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * osTicket takes mail and answers a number; it cannot say that it knew a message, so the contract of sinks, which asks for that,
 * is not run: what it is for, each message once and in its ticket, is shown here.
 */
class OsTicketSinkTest {

    private final OsTicketSimulator osTicket = new OsTicketSimulator("the key");
    private final HelpdeskBench bench = new HelpdeskBench(
            (desk, clock) -> new OsTicketHelpdeskType(clock),
            Map.of("api_base_url", osTicket.url(), "api_token", "the key", "email_address", "help@osticket.example"));

    @AfterEach
    void stop() {
        bench.close();
        osTicket.close();
    }

    private List<String> texts() {
        return osTicket.mails(osTicket.numbers().get(0)).stream()
                .map(mail -> mail.body().text().strip())
                .toList();
    }

    private void first() {
        bench.arrivesRaw("From: Ann <ann@customer.example>\nTo: x@y.example\nMessage-ID: <first@customer.example>\n"
                + "Subject: Broken lamp\n\nMy lamp is broken.\n");
    }

    private void second() {
        bench.arrivesRaw("From: ann@customer.example\nTo: x@y.example\nMessage-ID: <second@customer.example>\n"
                + "In-Reply-To: <first@customer.example>\nSubject: Re: Broken lamp\n\nStill dark.\n");
    }

    @Test
    void messages_of_a_conversation_stand_in_one_ticket_as_mail_of_the_customer() {
        first();
        second();

        assertThat(osTicket.numbers()).hasSize(1);
        assertThat(texts()).containsExactly("My lamp is broken.", "Still dark.");
        ParsedMessage mail = osTicket.mails(osTicket.numbers().get(0)).get(1);
        assertThat(String.valueOf(mail.people().from())).contains("ann@customer.example");
        assertThat(mail.body().subject()).contains("[#" + osTicket.numbers().get(0) + "]");
    }

    @Test
    void lost_answers_add_nothing_twice() {
        osTicket.trouble(ApiTrouble.CUT_AFTER, "POST", 1);
        first();
        bench.later(Duration.ofMinutes(10));
        osTicket.trouble(ApiTrouble.BAD_GATEWAY_AFTER, "POST", 2);
        second();
        bench.later(Duration.ofMinutes(10));
        bench.later(Duration.ofMinutes(10));

        assertThat(osTicket.numbers()).hasSize(1);
        assertThat(texts()).containsExactly("My lamp is broken.", "Still dark.");
    }

    @Test
    void a_denied_sender_is_a_dead_letter_and_a_wrong_key_holds_messages() {
        osTicket.ban("ann@customer.example");
        first();
        assertThat(bench.deskwire.deadLetters().count(HelpdeskBench.TENANT)).isEqualTo(1);
        osTicket.trouble(ApiTrouble.UNAUTHORIZED, "POST", 3);
        bench.arrivesRaw("From: bob@customer.example\nTo: x@y.example\nSubject: Hello\n\nHello.\n");
        assertThat(osTicket.numbers()).isEmpty();
        for (int i = 0; i < 6; i++) {
            bench.later(Duration.ofMinutes(20));
        }
        assertThat(osTicket.numbers()).hasSize(1);
    }

    @Test
    void the_staged_test_makes_no_ticket() throws Exception {
        assertThat(bench.deskwire.channels().test(HelpdeskBench.TENANT, HelpdeskBench.DESK, stage -> {}))
                .allMatch(stage -> stage.ok());
        assertThat(osTicket.numbers()).isEmpty();
    }

    @Test
    void files_go_in_the_mail() {
        bench.arrivesWithFiles();

        assertThat(osTicket.mails(osTicket.numbers().get(0)).get(0).attachments())
                .extracting(file -> file.fileName())
                .containsExactlyInAnyOrder("pic.png", "note.txt");
    }
}
