package io.deskwire.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void a_helpdesk_with_deskwire_inside_gets_a_ticket_answers_it_and_gets_the_answer_into_the_same_ticket()
            throws Exception {
        ToyHelpdesk helpdesk = EmbedInYourHelpdesk.run(out);

        assertThat(helpdesk.messages()).isEqualTo(2);
        assertThat(lines())
                .startsWith(
                        "ticket T-1 \"Where is my order?\" was opened",
                        "the customer received \"Re: Where is my order?\": It left us yesterday.",
                        "ticket T-1 now has these messages from the customer:",
                        "  ann@customer.example: I ordered a lamp two weeks ago.",
                        "  ann@customer.example: Thank you, it has come.");
    }

    @Test
    void a_hosts_own_scheduler_is_enough_to_get_a_ticket() throws Exception {
        ToyHelpdesk helpdesk = OwnScheduler.run(out);

        assertThat(helpdesk.messages()).isEqualTo(1);
        assertThat(lines())
                .contains("ticket T-1 \"A question\": [ann@customer.example: Do you ship to Norway?]")
                .anyMatch(line -> line.startsWith("did RunReport[polled=1, failed=0"));
    }

    @Test
    void a_row_in_the_helpdesks_own_table_is_a_mailbox() throws Exception {
        ToyHelpdesk helpdesk = OwnTables.run(out);

        assertThat(helpdesk.messages()).isEqualTo(1);
        assertThat(lines()).containsExactly("ticket T-1 \"A lamp\": [ann@customer.example: Do you have green ones?]");
    }

    @Test
    void an_answer_leaves_with_the_helpdesks_own_transaction_and_not_without_it() throws Exception {
        AnswerInYourTransaction.run(out);

        assertThat(lines())
                .containsExactly(
                        "rolled back: no comment, and nothing leaves",
                        "committed: the customer received \"It left us yesterday.\"",
                        "mails in the customer's mailbox: 1");
    }

    @Test
    void a_mailbox_is_printed_as_tickets() throws Exception {
        assertThat(ReadMailbox.run(out)).isZero();

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "new ticket from ann@customer.example: Where is my order?",
                        "    I ordered a lamp two weeks ago.",
                        "new ticket from ann@customer.example: An invoice, please",
                        "    My number is 4711.",
                        "new ticket from bob@customer.example: Your shop",
                        "    I like it.");
    }

    @Test
    void a_mailbox_that_cannot_be_read_is_reported_with_its_reason() throws Exception {
        assertThat(ReadMailbox.run(out, "127.0.0.1", "1", "nobody", "nothing", "--ssl"))
                .isEqualTo(1);
        assertThat(lines()).singleElement().asString().startsWith("the mailbox cannot be read: ");
    }

    @Test
    void wrong_arguments_are_answered_with_the_usage() throws Exception {
        assertThat(ReadMailbox.run(out, "mail.example.com")).isEqualTo(2);
        assertThat(lines()).containsExactly("usage: ReadMailbox [HOST PORT USER PASSWORD [--ssl]]");
    }

    private String[] lines() {
        return printed.toString(StandardCharsets.UTF_8).split("\\R");
    }
}
