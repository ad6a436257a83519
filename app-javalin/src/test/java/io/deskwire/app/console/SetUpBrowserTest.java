package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Server;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GoogleClient;
import io.deskwire.testkit.mail.GreenMailServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An operator's first hour: channels set up, connected and mended, in a real Chromium against real protocol peers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetUpBrowserTest {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String SUPPORT = "support@acme.example";
    private static final String PASSWORD = "pass-word-of-the-mailbox";

    @TempDir
    private Path folder;

    private Browser browser;
    private GreenMailServer mail;
    private Server server;
    private int number;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        mail = GreenMailServer.start();
        mail.createMailbox(SUPPORT, PASSWORD);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (mail != null) {
            mail.close();
        }
    }

    @BeforeEach
    void serve() {
        server = Server.start(
                Settings.read(
                        Map.of(
                                Setting.PORT, "0",
                                Setting.DATA_DIR,
                                        folder.resolve("data" + number++).toString(),
                                Setting.ALLOW_PRIVATE_ENDPOINTS, "true"),
                        Map.of()),
                Clock.systemUTC());
        browser.dark(false);
        browser.size(1280, 900);
        browser.open(at(Console.signInPath(server.context())));
    }

    @AfterEach
    void end() {
        server.stop();
    }

    @Test
    void from_the_first_start_to_the_first_ticket() {
        browser.sees("main", "No tenant has a channel yet");
        shots("first-start");
        browser.click("a.primary");
        browser.sees("h1", "Set up a channel");
        browser.type("#tenant", "acme");
        browser.click("main form button");
        browser.sees(".lead", "Where do the messages come from?");
        shots("set-up-providers");
        browser.click("a[href$='/set-up/imap']");
        browser.sees("h1", "IMAP mailbox");

        // Everything that is wrong stands beside its field, at once, and what was right stays.
        browser.type("#ticket_address", SUPPORT);
        browser.type("[name='f.port']", "many");
        browser.click(".set-up-form .primary");
        browser.sees(".set-up-form [role=alert]", "things are not right");
        browser.sees("[id='f.host-problems']", "is required");
        browser.sees("[id='f.username-problems']", "is required");
        browser.sees("[id='f.password-problems']", "is required");
        browser.sees("[id='f.port-problems']", "whole number");
        assertThat(browser.script("return document.getElementById('ticket_address').value"))
                .isEqualTo(SUPPORT);
        assertThat(browser.script("return document.querySelectorAll('[aria-invalid=true]').length"))
                .isEqualTo(4L);
        assertThat(server.context().config().all()).isEmpty();
        shots("set-up-problems");

        clear("f.port");
        browser.type("[name='f.host']", "127.0.0.1");
        browser.type("[name='f.port']", String.valueOf(mail.imapPort()));
        browser.type("[name='f.username']", SUPPORT);
        browser.type("[name='f.password']", PASSWORD);
        browser.type("[name='f.use_ssl']", "No");
        browser.type("[name='f.use_tls']", "No");
        browser.type("[name='f.smtp_host']", "127.0.0.1");
        browser.type("[name='f.smtp_port']", String.valueOf(mail.smtpPort().orElseThrow()));
        browser.click(".more-fields summary");
        browser.type("[name='f.smtp_use_ssl']", "No");
        browser.type("[name='f.smtp_use_tls']", "No");
        browser.click(".set-up-form .primary");
        browser.sees(".notice-good", "support is saved");
        browser.await("the credentials are proven", () -> browser.count(".step-good") == 2);
        browser.sees("#set-up-steps", "Write to " + SUPPORT);
        assertThat(String.valueOf(browser.script("return document.documentElement.outerHTML")))
                .doesNotContain(PASSWORD);
        shots("set-up-steps");

        MailPost.send(
                mail.smtpPort().orElseThrow(),
                "zoe@customer.example",
                SUPPORT,
                letter("zoe@customer.example", "Where is my parcel?", "p1@customer.example"));
        browser.await("everything is green", () -> browser.text("#steps-title").equals("It works"));
        assertThat(browser.count(".step-good")).isEqualTo(3);
        shots("set-up-works");
        browser.click("#set-up-steps a.primary");
        browser.await("the ticket is there", () -> {
            browser.open(at("/console/tenants/acme/tickets"));
            return browser.text("#ticket-list").contains("Where is my parcel?");
        });

        there_and_back_and_again();
        no_sideways_scroll();
        assertThat(browser.complaints()).isEmpty();
    }

    /** On the channel's page: a test message, a count, a reading again, the protocol. */
    private void there_and_back_and_again() {
        String page = at("/console/tenants/acme/channels/support");
        browser.open(page);
        browser.click("#test-message form button");
        browser.await("it came back", () -> browser.text("#test-message-now").contains("Came in"));
        browser.sees("#test-message-now", "Sent");
        browser.sees("#test-message-now", "own-message-copy");
        browser.click("#backfill button[value=true]");
        browser.await("it is counted", () -> browser.text("#backfill-now").contains("Counted"));
        browser.sees("#backfill-now", "2 messages seen, 2 known already, 0 would come in");
        browser.click("#backfill button[value=false]");
        browser.await("it is done", () -> browser.text("#backfill-now").contains("Done"));
        browser.click("form[action$='/test'] button");
        browser.await("the stages are there", () -> browser.text(".test").contains("The connection works"));
        browser.await("the lines are there", () -> browser.text("#protocol").contains("IMAP"));
        assertThat(browser.text("#protocol"))
                .contains("SMTP MAIL → 250")
                .doesNotContain(SUPPORT, "acme.example", PASSWORD, "parcel");
        browser.sees(".history", "Receiving");
        shots("channel");
        browser.open(at("/console/tenants/acme/tickets"));
        assertThat(browser.count(".ticket-row")).isEqualTo(1);
    }

    private void no_sideways_scroll() {
        browser.size(360, 740);
        for (String page : List.of(
                "/console",
                "/console/set-up",
                "/console/tenants/acme/set-up",
                "/console/tenants/acme/set-up/gmail",
                "/console/tenants/acme/set-up/whatsapp-360dialog",
                "/console/tenants/acme/channels/support",
                "/console/tenants/acme/channels/support/set-up")) {
            browser.open(at(page));
            assertThat(browser.script("const d = document.documentElement; return d.scrollWidth - d.clientWidth"))
                    .as("sideways scroll on " + page)
                    .isEqualTo(0L);
            assertThat(browser.script(
                            "return [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]"
                                    + ".filter(e => !e.labels || e.labels.length === 0).length"))
                    .as("fields without a label on " + page)
                    .isEqualTo(0L);
            assertThat(browser.script("const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
                            + " return ids.length - new Set(ids).size"))
                    .as("ids that stand twice on " + page)
                    .isEqualTo(0L);
            assertThat(browser.count("h1")).as("headings of " + page).isEqualTo(1);
        }
        browser.size(1280, 900);
    }

    @Test
    void a_gmail_mailbox_is_connected_through_googles_consent() {
        try (GmailSimulator google = GmailSimulator.start(Clock.systemUTC())) {
            GoogleClient client = google.addClient("acme.apps.googleusercontent.com", "GOCSPX-acme")
                    .withRedirect(server.address() + "/oauth/callback");
            GmailMailbox mailbox = google.addMailbox("support@gmail.example");
            google.consentAs(mailbox.email());
            browser.open(at("/console/tenants/acme/set-up/gmail"));
            browser.sees("h1", "Gmail");
            assertThat(browser.script(
                            "return [...document.querySelectorAll('.copy-line input')].map(i => i.value).join(' ')"))
                    .asString()
                    .contains(server.address() + "/oauth/callback", "https://www.googleapis.com/auth/gmail.modify");
            browser.type("#ticket_address", mailbox.email());
            browser.type("[name='f.email_address']", mailbox.email());
            browser.type("[name='f.client_id']", client.id());
            browser.type("[name='f.client_secret']", "GOCSPX-acme");
            browser.click(".more-fields summary");
            browser.type("[name='f.api_base_url']", google.apiBaseUrl());
            browser.type("[name='f.token_url']", google.tokenUrl());
            browser.type("[name='f.authorize_url']", google.authorizeUrl());
            browser.type("[name='f.poll_interval_seconds']", "1");
            browser.click(".set-up-form .primary");
            browser.sees(".notice-good", "support is saved");
            browser.sees("#set-up-steps", "nobody has agreed yet");
            shots("set-up-gmail");

            browser.click("form[action$='/connect'] button");
            browser.await("Google sent us back", () -> browser.address().contains("/oauth/callback"));
            browser.sees("main", "connected");
            browser.open(at("/console/tenants/acme/channels/support/set-up"));
            browser.await("account and credentials are proven", () -> browser.count(".step-good") == 3);
            mailbox.receive(letter("zoe@customer.example", "Order 1", "g1@customer.example")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            browser.await(
                    "everything is green", () -> browser.text("#steps-title").equals("It works"));
            browser.click("#set-up-steps a.primary");
            browser.await("the ticket is there", () -> {
                browser.open(at("/console/tenants/acme/tickets"));
                return browser.text("#ticket-list").contains("Order 1");
            });
            browser.open(at("/console/tenants/acme/channels/support"));
            browser.sees("#protocol", "GET 127.0.0.1/gmail/v1/users/me/");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void a_failing_channel_is_found_understood_and_mended() {
        mail.createMailbox("billing@acme.example", "the-right-one");
        server.context()
                .deskwire()
                .channels()
                .save(ChannelConfig.of(
                        "acme",
                        "billing",
                        "imap",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                (long) mail.imapPort(),
                                "username",
                                "billing@acme.example",
                                "password",
                                "mistyped",
                                "use_ssl",
                                false,
                                "use_tls",
                                false),
                        "billing@acme.example"));
        browser.await("the overview marks it", () -> {
            browser.open(at("/console"));
            return browser.has(".channel-row.troubled");
        });
        browser.sees(".notice-wait", "1 channel needs somebody");
        browser.sees(".channel-row.troubled", "Sign-in refused");
        shots("overview-failing");
        browser.click(".channel-row.troubled a");
        browser.sees("h1", "billing");
        browser.sees(".side-state", "Sign-in refused");
        browser.sees(".history", "Sign-in refused");
        browser.click("form[action$='/test'] button");
        browser.await("the stages are there", () -> browser.text(".test").contains("Failed"));
        browser.sees(".test", "imap.login");
        shots("channel-failing");

        browser.click("a[href$='/set-up']");
        browser.sees("#set-up-steps", "Failed");
        assertThat(browser.script("return document.querySelector(\"[name='f.password']\").value"))
                .isEqualTo("");
        browser.type("[name='f.password']", "the-right-one");
        browser.click(".set-up-form .primary");
        browser.sees(".notice-good", "billing is saved");
        browser.await("the credentials are proven", () -> browser.count(".step-good") == 2);
        browser.click("a[href$='/channels/billing']");
        browser.await("it is connected", () -> browser.text(".side-state").contains("Connected"));
        browser.await(
                "its history tells",
                () -> browser.text(".history li").contains("Connected")
                        && browser.text(".history").contains("Sign-in refused"));
        shots("channel-mended");
        browser.open(at("/console"));
        assertThat(browser.has(".troubled")).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    private void clear(String name) {
        browser.script("document.querySelector(\"[name='\" + arguments[0] + \"']\").value = ''", name);
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
        return server.address() + path;
    }

    private static String letter(String from, String subject, String id) {
        return "From: Zoe <" + from + ">\nTo: " + SUPPORT + "\nSubject: " + subject + "\nMessage-ID: <" + id + ">\n"
                + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHello\n";
    }
}
