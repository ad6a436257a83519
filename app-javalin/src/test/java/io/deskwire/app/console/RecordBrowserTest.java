package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.demo.Demo;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An agent reads why a message is where it is, and finds and changes what rules set of its ticket: in a real Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordBrowserTest {

    private static final Path SHOTS = Path.of("target", "screenshots");

    private Demo demo;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        demo = Demo.start(Settings.read(Map.of(Setting.PORT, "0"), Map.of()));
        ChannelConfig support =
                demo.server().context().config().find("demo", "support").orElseThrow();
        Map<String, Object> rules = Map.of(
                "rules",
                List.of(Map.of(
                        "name",
                        "late orders",
                        "when",
                        Map.of("body", "overdue"),
                        "then",
                        Map.of("queue", "shipping", "priority", "urgent", "tags", List.of("late", "vip")))));
        demo.server()
                .context()
                .config()
                .put(new ChannelConfig(
                        "demo",
                        "support",
                        support.provider(),
                        support.config(),
                        support.ticketAddress(),
                        rules,
                        true,
                        List.of()));
        browser.open(at(Console.signInPath(demo.server().context())));
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.stop();
        }
    }

    private String at(String path) {
        return demo.server().address() + path;
    }

    private void arrives(String subject, String text, String... header) {
        String mail = "From: Mallory <img src=x onerror=pwned=1> <ann@customer.example>\r\nTo: support@demo.example\r\n"
                + "Subject: " + subject + "\r\nMessage-ID: <" + subject.hashCode() + "@customer.example>\r\n"
                + String.join(
                        "", List.of(header).stream().map(line -> line + "\r\n").toList()) + "\r\n" + text + "\r\n";
        demo.server()
                .context()
                .deskwire()
                .channels()
                .receive(
                        "demo",
                        "support",
                        new RawItem(
                                "item-" + subject,
                                "rfc822",
                                new Envelope("bounce@customer.example", List.of("support@demo.example")),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private void shots(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {1280, 360}) {
                browser.size(width, width == 360 ? 740 : 1100);
                browser.screenshot(SHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
            }
        }
        browser.dark(false);
        browser.size(1280, 900);
    }

    @Test
    void the_record_says_why_and_the_list_finds_what_rules_set() {
        arrives("Where is order 4711", "It is overdue.");
        arrives("Re: [#9999] <b>old</b>", "And this?", "In-Reply-To: <unknown@elsewhere.example>");
        arrives("Out of office", "I am away.", "Auto-Submitted: auto-replied");
        browser.open(at("/console/tenants/demo/tickets"));
        browser.await("both are there", () -> browser.count(".ticket-row") == 2);
        shots("tickets-with-marks");

        browser.open(at("/console/tenants/demo/tickets?queue=shipping"));
        assertThat(browser.count(".ticket-row")).isEqualTo(1);
        browser.sees(".limits", "shipping");
        browser.sees(".ticket-row .marks", "urgent");
        browser.click(".limits a");
        browser.await("all are shown again", () -> browser.count(".ticket-row") == 2);
        browser.open(at("/console/tenants/demo/tickets?tag=vip&q=4711"));
        browser.open(String.valueOf(browser.script("return document.querySelector('.ticket-link').href")));

        browser.sees("#ticket-marks", "shipping");
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        browser.type("#assignee", "ben");
        browser.script("document.getElementById('tags').value = 'vip, checked'");
        browser.click("#fields-form button");
        browser.sees("#ticket-marks", "ben");
        browser.sees("#ticket-marks", "checked");
        assertThat(browser.text("#ticket-marks")).doesNotContain("late");
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        shots("ticket-with-marks");

        browser.click(".message.in .record-link");
        browser.sees("h1", "Why is this here?");
        browser.sees("main", "In its ticket");
        browser.sees("main", "late orders");
        browser.sees("main", "It opened this conversation");
        browser.sees("main", "nothing speaks for a machine");
        browser.sees("main", "bounce@customer.example");
        browser.sees("main", "nobody who is trusted said anything");
        shots("decision");
        browser.click(".record-head a");
        browser.sees("h1", "Where is order 4711");
        assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_filtered_message_has_a_record_too() {
        arrives("Vacation", "I am away until May.", "Auto-Submitted: auto-replied", "Precedence: bulk");
        String id = awaitFiltered();
        browser.open(at("/console/tenants/demo/messages/" + id));
        browser.sees("main", "Filtered");
        browser.sees("main", "auto-reply-opens-no-ticket");
        browser.sees("main", "auto-submitted: auto-replied");
        browser.sees("main", "It belongs to no conversation.");
        shots("decision-filtered");
        assertThat(browser.complaints()).isEmpty();
    }

    private String awaitFiltered() {
        String[] id = new String[1];
        browser.await("it is filed", () -> {
            demo.server().context().stores().conversations().received("demo", "support", null, 50).items().stream()
                    .filter(message -> "Vacation".equals(message.message().subject()))
                    .findFirst()
                    .ifPresent(message -> id[0] = message.id());
            return id[0] != null;
        });
        return id[0];
    }
}
