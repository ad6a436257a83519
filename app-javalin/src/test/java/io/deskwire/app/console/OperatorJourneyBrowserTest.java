package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an operator does on the pages of flow, answers, dead letters and operations: in a real Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorJourneyBrowserTest {

    private ConsoleStage stage;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        stage = ConsoleStage.start();
        browser = stage.browser;
        ChannelConfig support =
                stage.demo.server().context().config().find("demo", "support").orElseThrow();
        Map<String, Object> rules = Map.of(
                "rules",
                List.of(Map.of(
                        "name",
                        "invoices",
                        "when",
                        Map.of("subject", "invoice"),
                        "then",
                        Map.of("quarantine", "invoices are looked at first"))));
        stage.demo
                .server()
                .context()
                .deskwire()
                .channels()
                .save(new ChannelConfig(
                        support.tenantId(),
                        support.channelId(),
                        support.provider(),
                        support.config(),
                        support.ticketAddress(),
                        rules,
                        true,
                        List.of()));
    }

    @AfterAll
    void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @BeforeEach
    void sign_in() {
        stage.signIn();
    }

    private static String mail(String from, String subject, String text) {
        return "From: " + from + "\nTo: " + ConsoleStage.SUPPORT + "\nSubject: " + subject + "\nMessage-ID: <"
                + Math.abs((from + subject).hashCode()) + "@customer.example>\nMIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text + "\n";
    }

    private void awaitLetters(int count) {
        browser.await("the letters are there", () -> {
            stage.open("/console/tenants/demo/dead-letters");
            return browser.count(".letter") == count;
        });
    }

    @Test
    void a_dead_letter_is_found_in_its_group_corrected_and_becomes_a_ticket() {
        stage.mail("ann@customer.example", mail("Ann <ann@customer.example>", "Invoice 17 für Köln", "Please pay."));
        stage.mail("bob@customer.example", mail("Bob <bob@customer.example>", "Invoice 18", "Please pay too."));
        stage.receive("odd-1", "nobody-reads-this", new byte[] {1, 0, 2, '<', 'b', '>'});
        awaitLetters(3);
        browser.sees(".letter-groups", "invoices are looked at first");
        browser.sees(".letter-groups", "2");
        stage.shots("dead-letter-groups");
        browser.click(".letter-group:first-child a");
        browser.sees(".chosen", "invoices are looked at first");
        assertThat(browser.count(".letter")).isEqualTo(2);
        browser.sees(".bulk", "Try all 2 again");
        String group = browser.address();

        openLetter("Ann");
        browser.sees("#raw-text", "Subject: Invoice 17 für Köln");
        stage.shots("dead-letter");
        browser.script("const f = document.getElementById('raw'); f.value = f.value.replace('Invoice 17', 'Bill 17')");
        browser.click("#correct-form button[type=submit]");
        browser.sees(".notice-good", "corrected message is taken in");
        browser.await("the ticket is there", () -> {
            stage.open("/console/tenants/demo/tickets?q=bill");
            return browser.has(".ticket-row");
        });
        browser.sees(".ticket-row", "Bill 17 für Köln");

        browser.open(group);
        assertThat(browser.count(".letter")).isEqualTo(1);
        browser.click("form[action$='/dead-letters/retry'] button");
        browser.sees(".notice-good", "1 dead letter is tried again");

        // Tried again, a held message is handed on: a person looked at it.
        browser.await("the ticket is there", () -> {
            stage.open("/console/tenants/demo/tickets?q=invoice");
            return browser.has(".ticket-row");
        });

        awaitLetters(1);
        browser.click(".letter .plain");
        browser.sees("#raw-text", "␁␀␂<b>");
        browser.sees(".correct", "cannot be edited here");
        browser.click(".discard summary");
        browser.type("#comment", "nobody knows what it is");
        browser.click(".discard form button");
        browser.sees("main", "No dead letters");
        assertThat(browser.complaints()).isEmpty();
    }

    private void openLetter(String words) {
        List<?> addresses =
                (List<?>) browser.script("return [...document.querySelectorAll('.letter .plain')].map(a => a.href)");
        for (Object address : Objects.requireNonNull(addresses)) {
            browser.open(String.valueOf(address));
            if (browser.text("#raw-text").contains(words)) {
                return;
            }
        }
        throw new AssertionError("no letter says " + words);
    }

    @Test
    void an_uncertain_answer_is_decided_on_and_a_planned_one_is_taken_back() {
        try (ForgetfulSmtp smtp = new ForgetfulSmtp()) {
            stage.mailbox("shop", "shop@demo.example", smtp.port());
            MailPost.send(
                    stage.demo.mail().smtpPort().orElseThrow(),
                    "dora@customer.example",
                    "shop@demo.example",
                    mail("Dora <dora@customer.example>", "Two questions", "One? Two?"));
            stage.open("/console/tenants/shop/tickets");
            browser.await("the ticket is there", () -> browser.has(".ticket-row"));
            browser.open(String.valueOf(browser.script("return document.querySelector('.ticket-link').href")));
            browser.type("#text", "Yes, and yes.");
            browser.click("#reply-form button[type=submit]");
            stage.open("/console/tenants/shop/outbound?state=uncertain");
            browser.await("it is uncertain", () -> browser.has(".decide"));
            browser.sees(".out-row", "1 attempt was begun");
            browser.sees(".out-row", "dora@customer.example");
            browser.sees(".choices", "To be decided (1)");
            stage.shots("outbound-uncertain");
            browser.click(".decide button[value=was_sent]");
            browser.sees(".notice-good", "counts as sent");
            browser.sees("main", "No answer needs a decision");
            stage.open("/console/tenants/shop/outbound?state=all");
            browser.sees(".out-row", "Sent");
            browser.sees(".out-row", "confirmed by an operator");
        }
        demoPlans();
        stage.open("/console/tenants/demo/outbound");
        browser.sees(".out-row", "Planned");
        stage.shots("outbound-planned");
        browser.click(".out-act button");
        browser.sees(".notice-good", "cancelled");
        browser.sees("main", "Nothing waits");
        stage.open("/console/tenants/demo/outbound?state=all");
        browser.sees(".out-row", "cancelled by a person");
        assertThat(browser.complaints()).isEmpty();
    }

    /** A template that leaves in seventy years. */
    private void demoPlans() {
        stage.demo.whatsApp().number().customer("+4915155555555", "Ida Later").text("Remind me, please.");
        stage.open("/console/tenants/demo/tickets?q=Ida");
        browser.await("the chat is there", () -> browser.has(".ticket-row"));
        browser.open(String.valueOf(browser.script("return document.querySelector('.ticket-link').href")));
        browser.click("#templates > summary");
        browser.script("const s = document.getElementById('template-choice'); s.value = 'ticket_created en';"
                + " s.dispatchEvent(new Event('change', {bubbles: true}))");
        browser.type("#body-0", "Ida");
        browser.type("#body-1", "42");
        browser.script("const t = document.getElementById('send-at'); t.value = '2096-01-31T09:00';"
                + " t.dispatchEvent(new Event('change', {bubbles: true}))");
        browser.click(".template-form button[type=submit]");
        browser.await("it is planned", () -> browser.text(".notice-good").contains("scheduled"));
    }

    @Test
    void a_message_passes_and_the_operator_sees_it_on_the_flow_and_who_worked_on_it() {
        stage.open("/console/tenants/demo/flow");
        stage.mail("eve@customer.example", mail("Eve <eve@customer.example>", "Where is my parcel", "Hello?"));
        browser.await("it comes by itself", () -> browser.text("#flow-list").contains("Where is my parcel"));
        browser.await("it has arrived", () -> browser.text(".flow-row").contains("In its ticket"));
        browser.sees(".flow-row .flow-stages", "Helpdesk");
        browser.sees(".flow-row .flow-stages", "+");
        assertThat(browser.count(".flow-row:first-child .flow-stages .open")).isZero();

        stage.open("/console/tenants/demo/tickets?q=parcel");
        browser.await("the ticket is there", () -> browser.has(".ticket-row"));
        browser.open(String.valueOf(browser.script("return document.querySelector('.ticket-link').href")));
        browser.type("#text", "Tomorrow.");
        browser.click("#reply-form button[type=submit]");
        browser.await("it is sent", () -> browser.text(".message.out .status").contains("Sent"));
        stage.open("/console/tenants/demo/flow");
        browser.sees(".flow-row", "Accepted");
        browser.sees(".flow-row", "eve@customer.example");
        stage.shots("flow");

        stage.open("/console/operations");
        browser.sees("main", "demo / support");
        browser.sees("main", "server-");
        browser.sees("main", "Messages filed");
        stage.shots("operations");
        stage.open("/console/audit?tenant=demo");
        browser.sees(".audit", "reply accepted");
        stage.shots("audit");
        browser.type("#action", "channel saved");
        browser.click(".range button");
        browser.await("only these", () -> browser.address().contains("action=channel+saved"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_ticket_is_moved_into_another_and_a_message_is_taken_out() {
        stage.mail("gus@customer.example", mail("Gus <gus@customer.example>", "Kettle broken", "It leaks."));
        stage.mail("gus@customer.example", mail("Gus <gus@customer.example>", "Kettle again", "Still leaks."));
        stage.open("/console/tenants/demo/tickets?q=kettle");
        browser.await("both are there", () -> browser.count(".ticket-row") == 2);
        String number = String.valueOf(browser.script(
                "return [...document.querySelectorAll('.ticket-row')].find(r => r.innerText.includes('broken'))"
                        + ".querySelector('.ticket-number').innerText"));
        browser.open(
                String.valueOf(
                        browser.script(
                                "return [...document.querySelectorAll('.ticket-link')].find(a => a.innerText.includes('again')).href")));
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        browser.type("#move-to", "999999");
        browser.click("#move-form button");
        browser.sees(".notice-bad", "no ticket with this number");
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        browser.type("#move-to", number);
        browser.click("#move-form button");
        browser.sees(".notice-good", "was moved here");
        browser.sees("h1", "Kettle broken");
        assertThat(browser.count(".message.in")).isEqualTo(2);

        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        stage.shots("ticket-moves");
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        browser.click(".split-message:last-child input");
        browser.click("#split-form button");
        browser.sees(".notice-good", "1 message was taken out");
        browser.sees("h1", "Kettle again");
        assertThat(browser.count(".message.in")).isEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }
}
