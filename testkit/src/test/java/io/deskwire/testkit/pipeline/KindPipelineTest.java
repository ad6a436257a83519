package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KindPipelineTest {

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void mail_that_no_person_wrote_to_support_opens_no_ticket() {
        desk.mail(
                "bob@customer.example",
                "[users] question",
                "How?",
                "List-Id: <users.lists.example>",
                "List-Post: <mailto:users@lists.example>");
        desk.mail(
                "news@shop.example",
                "20 % off",
                "Buy!",
                "List-Unsubscribe: <https://shop.example/u>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        desk.mail(
                "bob@customer.example",
                "Your email requires verification verify#1",
                "Verify that you are a real person.",
                "Auto-Submitted: auto-replied");
        desk.mail("ann@customer.example", "Automatic reply: Chair", "I am away.");

        assertThat(desk.tickets).isEmpty();
    }

    @Test
    void what_comes_through_the_group_that_is_the_support_address_opens_a_ticket() {
        desk.mail(
                "ann@customer.example",
                "Broken",
                "first",
                "List-Id: <Support.acme.example>",
                "List-Post: <mailto:support@acme.example>",
                "Precedence: list");

        assertThat(desk.tickets).hasSize(1);
    }

    @Test
    void a_form_with_an_unsubscribe_link_opens_a_ticket() {
        desk.mail("forms@form.example", "New enquiry", "Where is it?", "List-Unsubscribe: <https://form.example/u>");

        assertThat(desk.tickets).hasSize(1);
    }
}
