package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.demo.Demo;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.jdbc.TicketFilter;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Plays the console as an operator does: a real Chromium, the demo's server, real mail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserTest {

    private static final String SUPPORT = "support@demo.example";
    private static final Path SHOTS = Path.of("target", "screenshots");

    private Demo demo;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        demo = Demo.start(Settings.read(Map.of(Setting.PORT, "0"), Map.of()));
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

    @BeforeEach
    void sign_in() {
        browser.dark(false);
        browser.size(1280, 900);
        browser.open(at(Console.signInPath(demo.server().context())));
        assertThat(browser.text("h1")).isEqualTo("Tenants");
    }

    @Test
    void a_mail_becomes_a_ticket_its_answer_reaches_the_customer_and_the_customers_answer_comes_back(
            @TempDir Path folder) throws IOException {
        String customer = "alice@customer.example";
        post(
                customer,
                mail("Alice Ärgerlich <" + customer + ">", "My order has not arrived", "first@customer.example", """
                Hello,

                I ordered two weeks ago. Where is it?

                Alice
                """));
        browser.open(at("/console/tenants/demo/tickets"));
        browser.await(
                "the ticket is in the list", () -> browser.text("#ticket-list").contains("has not arrived"));
        shots("tickets");
        clickTicket("My order has not arrived");
        browser.sees("h1", "My order has not arrived");
        browser.sees(".message.in", "I ordered two weeks ago");
        browser.sees(".message.in", "Alice Ärgerlich");

        Path file = Files.writeString(folder.resolve("Rechnung für Alice.txt"), "paid");
        Path other = Files.writeString(folder.resolve("tracking.csv"), "a,b\n");
        browser.type("#text", "Hello Alice,\n\nit is on its way.\n\nBen");
        browser.type("#files", file.toAbsolutePath() + "\n" + other.toAbsolutePath());
        browser.click("#reply-form button[type=submit]");
        browser.await(
                "the reply is sent", () -> browser.text(".message.out .status").contains("Sent"));
        browser.sees(".notice-good", "on its way");
        browser.sees(".message.out", "it is on its way.");
        browser.sees(".message.out", "Rechnung für Alice.txt");

        browser.await("the mailbox has it", () -> demo.mail().messages(customer).size() == 1);
        String reply = new String(demo.mail().messages(customer).get(0), StandardCharsets.UTF_8);
        assertThat(header(reply, "Subject")).isEqualTo("Re: My order has not arrived");
        assertThat(header(reply, "In-Reply-To")).isEqualTo("<first@customer.example>");
        assertThat(header(reply, "References")).contains("<first@customer.example>");
        assertThat(header(reply, "To")).contains(customer);
        assertThat(reply).contains("it is on its way.").contains("tracking.csv");

        // What is half typed must survive what arrives meanwhile.
        browser.type("#text", "I was just about to");
        post(
                customer,
                mail(
                        "Alice <" + customer + ">",
                        "Re: My order has not arrived",
                        "second@customer.example",
                        """
                Thank you, it came!

                On Sunday Ben wrote:
                > Hello Alice,
                >
                > it is on its way.
                """,
                        "In-Reply-To: " + header(reply, "Message-ID")));
        browser.await("the answer is in the same page", () -> browser.count(".message.in") == 2);
        browser.sees("#messages", "Thank you, it came!");
        assertThat(browser.script("return document.getElementById('text').value"))
                .isEqualTo("I was just about to");
        shots("ticket");
        browser.script("document.getElementById('text').value = ''");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostile_mail_runs_nothing() {
        List<String> attacks = Xss.ATTACKS;
        for (int i = 0; i < attacks.size(); i++) {
            String attack = attacks.get(i);
            String boundary = "b" + i;
            post("mallory@evil.example", """
                    From: %s <mallory@evil.example>
                    To: %s
                    Subject: hostile %d %s
                    Message-ID: <hostile%d@evil.example>
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=%s

                    --%s
                    Content-Type: text/html; charset=utf-8

                    <p>hello %d</p>%s
                    --%s
                    Content-Type: text/html
                    Content-Disposition: attachment; filename*=UTF-8''%s

                    %s
                    --%s--
                    """.formatted(
                            Xss.word(attack),
                            SUPPORT,
                            i,
                            Xss.word(attack),
                            i,
                            boundary,
                            boundary,
                            i,
                            attack,
                            boundary,
                            Addresses.segment(attack),
                            attack,
                            boundary));
        }
        browser.await(
                "all are there",
                () -> demo.server()
                                .context()
                                .tickets()
                                .list("demo", new TicketFilter(null, "hostile"), null, 200)
                                .items()
                                .size()
                        == attacks.size());
        List<Object> pages = new ArrayList<>();
        String next = at("/console/tenants/demo/tickets?q=hostile");
        while (!next.isEmpty()) {
            browser.open(next);
            assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
            if (pages.isEmpty()) {
                shots("hostile");
            }
            pages.addAll((List<?>) Objects.requireNonNull(
                    browser.script("return [...document.querySelectorAll('.ticket-link')].map(a => a.href)")));
            next = String.valueOf(browser.script("const a = [...document.querySelectorAll('.pager a')]"
                    + ".find(e => e.innerText === 'Older'); return a ? a.href : ''"));
        }
        assertThat(pages).hasSize(attacks.size());
        for (Object page : pages) {
            browser.open(String.valueOf(page));
            assertThat(browser.has(".message.in")).isTrue();
            assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
            if (browser.has("iframe.mail")) {
                browser.script("document.querySelector('iframe.mail').loading = 'eager'");
                browser.await(
                        "the frame shows it",
                        () -> browser.textOfFrame("iframe.mail").contains("hello"));
                assertThat(browser.count("iframe.mail[sandbox*=scripts], iframe.mail[sandbox*=same-origin]"))
                        .isZero();
            }
            browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
            assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
        }
        browser.open(at("/console/tenants/demo/tickets?q=" + Addresses.segment("\"><script>pwned=1</script>")));
        assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void pictures_of_a_mail_are_shown_in_its_frame_and_remote_ones_are_not_asked_for() {
        post("carol@customer.example", """
                From: Carol <carol@customer.example>
                To: %s
                Subject: A picture of the damage
                Message-ID: <picture@customer.example>
                MIME-Version: 1.0
                Content-Type: multipart/related; boundary=rel

                --rel
                Content-Type: text/html; charset=utf-8

                <p>Hello,</p><p>the box arrived <b>open</b>, see here:</p>
                <p><img src="cid:damage@customer.example" alt="damage" width="160" height="100"></p>
                <p><img src="http://tracker.example/pixel.gif"></p>
                <table border="1" cellpadding="6"><tr><th>Item</th><th>Pieces</th></tr><tr><td>Cup</td><td>2 of 6 broken</td></tr></table>
                <p><a href="https://shop.example/order/17">Order 17</a></p>
                --rel
                Content-Type: image/png
                Content-Transfer-Encoding: base64
                Content-ID: <damage@customer.example>
                Content-Disposition: inline; filename=damage.png

                iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGP4z8CAFWEXHbQSDAwAAYsB//bHzKkAAAAASUVORK5CYII=
                --rel--
                """.formatted(SUPPORT));
        browser.open(at("/console/tenants/demo/tickets?q=picture"));
        browser.await("the ticket is there", () -> browser.has(".ticket-row"));
        clickTicket("A picture of the damage");
        browser.await(
                "the picture is loaded",
                () -> Boolean.TRUE.equals(
                        browser.scriptInFrame(
                                "iframe.mail",
                                "const i = document.querySelector('img[alt=damage]'); return i !== null && i.naturalWidth > 0")));
        assertThat(browser.scriptInFrame("iframe.mail", "return document.images.length"))
                .isEqualTo(1L);
        shots("html-mail");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void channels_are_tested_read_paused_and_resumed() {
        browser.open(at("/console/tenants/demo/channels"));
        browser.await("it is connected", () -> browser.text(".side-state").contains("Connected"));
        browser.click("form[action$='/test'] button");
        browser.await("the stages are there", () -> browser.count(".stages li") > 2);
        browser.sees(".test", "The connection works");
        browser.click("form[action$='/sync'] button");
        browser.await("it was read", () -> browser.text(".notice").contains("was read"));
        browser.click("form[action$='/pause'] button");
        browser.await("it is paused", () -> browser.text(".side-state").contains("Paused"));
        browser.click("form[action$='/resume'] button");
        browser.await("it works again", () -> browser.text(".side-state").contains("Connected"));

        demo.server()
                .context()
                .config()
                .put(ChannelConfig.of(
                        "broken",
                        "wrong-password",
                        "imap",
                        document("nobody", "not the password"),
                        "a@broken.example"));
        demo.server()
                .context()
                .config()
                .put(ChannelConfig.of("broken", "no-host", "imap", Map.of("port", "many"), "b@broken.example"));
        browser.open(at("/console/tenants/broken/channels"));
        browser.await("the refusal is seen", () -> browser.text("main").contains("Sign-in refused"));
        browser.open(at("/console/tenants/broken/channels"));
        browser.click("section[aria-label='Channel wrong-password'] form[action$='/test'] button");
        browser.await("the stages are there", () -> browser.text(".test").contains("Failed"));
        browser.sees("main", "config.host");
        shots("channels");
        browser.open(at("/console"));
        browser.sees("main", "broken");
        browser.sees("main", "demo");
        shots("overview");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_dead_letter_is_tried_again_and_discarded() {
        demo.server()
                .context()
                .deskwire()
                .channels()
                .receive(
                        "demo",
                        "support",
                        new RawItem(
                                "strange-1",
                                "nobody-reads-this",
                                Envelope.unknown(),
                                null,
                                Map.of(),
                                RawBody.of("strange".getBytes(StandardCharsets.UTF_8))));
        browser.open(at("/console/tenants/demo/dead-letters"));
        browser.await("it is there", () -> {
            browser.open(at("/console/tenants/demo/dead-letters"));
            return browser.count(".letter") == 1;
        });
        browser.sees(".letter", "nobody-reads-this");
        assertThat(browser.text(".tabs .count")).startsWith("1");
        shots("dead-letters");
        browser.click("form[action$='/retry'] button");
        browser.sees(".notice-good", "tried again");
        browser.await("it came back", () -> {
            browser.open(at("/console/tenants/demo/dead-letters"));
            return browser.count(".letter") == 1;
        });
        browser.click(".discard summary");
        browser.type(".discard input[name=comment]", "not for us");
        browser.click(".discard form button");
        browser.sees(".notice-good", "ended");
        browser.sees("main", "No dead letters");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void an_uncertain_message_waits_for_a_decision() {
        try (ForgetfulSmtp smtp = new ForgetfulSmtp()) {
            Map<String, Object> document = new HashMap<>(document("shop@demo.example", "shop"));
            demo.mail().createMailbox("shop@demo.example", "shop");
            document.put("smtp_host", "127.0.0.1");
            document.put("smtp_port", (long) smtp.port());
            document.put("smtp_use_ssl", false);
            document.put("smtp_use_tls", false);
            demo.server()
                    .context()
                    .deskwire()
                    .channels()
                    .save(ChannelConfig.of("shop", "mailbox", "imap", document, "shop@demo.example"));
            MailPost.send(
                    demo.mail().smtpPort().orElseThrow(),
                    "dora@customer.example",
                    "shop@demo.example",
                    mail("Dora <dora@customer.example>", "Two questions", "dora@customer.example.id", "One?\nTwo?\n"));
            browser.open(at("/console/tenants/shop/tickets"));
            browser.await("the ticket is there", () -> browser.has(".ticket-row"));
            clickTicket("Two questions");
            browser.type("#text", "Yes, and yes.");
            browser.click("#reply-form button[type=submit]");
            browser.await("it is uncertain", () -> browser.has(".decide"));
            browser.sees(".message.out .status", "Uncertain");
            shots("uncertain");
            browser.click("button[value=was_sent]");
            browser.await(
                    "it counts as sent",
                    () -> browser.text(".message.out .status").contains("Sent"));
            assertThat(browser.has(".decide")).isFalse();
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void the_pages_work_with_the_keyboard_and_have_no_sideways_scroll_on_a_phone() {
        post(
                "erika@customer.example",
                mail(
                        "Erika Mustermann-von-und-zu-Langenname <erika@customer.example>",
                        "Averyveryverylongwordthatnobodyeverbreaksintopartsandthatgoesonandonandonandon question",
                        "long@customer.example",
                        "https://example.org/" + "abcdefghij".repeat(30) + "\n"));
        browser.open(at("/console/tenants/demo/tickets?q=Averyvery"));
        browser.await("the ticket is there", () -> browser.has(".ticket-row"));
        clickTicket("Averyvery");
        String ticket = browser.address();
        browser.size(360, 740);
        for (String page : List.of(
                at("/console"),
                at("/console/tenants/demo/tickets"),
                at("/console/tenants/demo/channels"),
                at("/console/tenants/demo/dead-letters"),
                ticket)) {
            browser.open(page);
            assertThat(browser.script("const d = document.documentElement; return d.scrollWidth - d.clientWidth"))
                    .as("sideways scroll on " + page)
                    .isEqualTo(0L);
            assertThat(browser.script(
                            "return [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
                                    + ".filter(e => !e.labels || e.labels.length === 0).length"))
                    .as("fields without a label on " + page)
                    .isEqualTo(0L);
            assertThat(browser.count("main")).isEqualTo(1);
            assertThat(browser.count("h1")).isEqualTo(1);
        }
        browser.type("body", "\uE004");
        assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
    }

    @Test
    void a_sign_in_link_works_once_and_signing_out_ends_it() {
        String link = at(Console.signInPath(demo.server().context()));
        browser.click(".sign-out button");
        browser.await("it is signed out", () -> browser.text("h1").equals("Sign in"));
        shots("sign-in");
        browser.open(at("/console/tenants/demo/tickets"));
        assertThat(browser.text("h1")).isEqualTo("Sign in");
        browser.open(link);
        assertThat(browser.text("h1")).isEqualTo("Tenants");
        browser.click(".sign-out button");
        browser.await("it is signed out", () -> browser.text("h1").equals("Sign in"));
        browser.open(at("/console/sign-in?next=%2Fconsole%2Ftenants%2Fdemo%2Ftickets"));
        browser.type("#token", demo.server().adminToken().token().reveal());
        browser.click("form button");
        browser.await("it is signed in", () -> browser.text("h1").equals("Tickets"));
        assertThat(browser.complaints()).isEmpty();
    }

    private void clickTicket(String subject) {
        browser.await("the list is settled", () -> browser.text("#ticket-list").contains(subject));
        Object address = browser.script(
                "return [...document.querySelectorAll('.ticket-link')].find(a => a.innerText.includes(arguments[0])).href",
                subject);
        browser.open(String.valueOf(address));
    }

    private Map<String, Object> document(String user, String password) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                (long) demo.mail().imapPort(),
                "username",
                user,
                "password",
                password,
                "use_ssl",
                false,
                "use_tls",
                false);
    }

    /** The page as it stands, on a desk and on a phone, by day and by night. */
    private void shots(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {1280, 360}) {
                browser.size(width, width == 360 ? 740 : 900);
                browser.screenshot(SHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
            }
        }
        browser.dark(false);
        browser.size(1280, 900);
    }

    private String at(String path) {
        return demo.server().address() + path;
    }

    private void post(String from, String message) {
        MailPost.send(demo.mail().smtpPort().orElseThrow(), from, SUPPORT, message);
    }

    private static String mail(String from, String subject, String id, String text, String... more) {
        return "From: " + from + "\nTo: " + SUPPORT + "\nSubject: " + subject + "\nMessage-ID: <" + id + ">\n"
                + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
                + String.join("", List.of(more).stream().map(h -> h + "\n").toList())
                + "\n" + text;
    }

    private static String header(String message, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ":[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)")
                .matcher(message);
        assertThat(matcher.find()).as(name + " in\n" + message).isTrue();
        return matcher.group(1).replaceAll("\\r?\\n[ \\t]+", " ").strip();
    }
}
