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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The demo's server with a browser in front of it, for tests that play an operator. */
final class ConsoleStage implements AutoCloseable {

    static final String SUPPORT = "support@demo.example";

    private static final Path SHOTS = Path.of("target", "screenshots");

    final Browser browser;
    final Demo demo;

    private ConsoleStage(Browser browser, Demo demo) {
        this.browser = browser;
        this.demo = demo;
    }

    /** Goes on only where Chromium is installed. */
    static ConsoleStage start() throws IOException {
        Browser browser = Browser.start();
        try {
            return new ConsoleStage(browser, Demo.start(Settings.read(Map.of(Setting.PORT, "0"), Map.of())));
        } catch (RuntimeException | Error e) {
            browser.close();
            throw e;
        }
    }

    void signIn() {
        browser.dark(false);
        browser.size(1280, 900);
        browser.open(at(Console.signInPath(demo.server().context())));
        assertThat(browser.text("h1")).isEqualTo("Tenants");
    }

    String at(String path) {
        return demo.server().address() + path;
    }

    void open(String path) {
        browser.open(at(path));
    }

    /** Stores something as if a provider had brought it. */
    void receive(String key, String format, byte[] bytes) {
        demo.server()
                .context()
                .deskwire()
                .channels()
                .receive(
                        "demo",
                        "support",
                        new RawItem(key, format, Envelope.unknown(), null, Map.of(), RawBody.of(bytes)));
    }

    /** Sends a mail to the demo's mailbox. */
    void mail(String from, String message) {
        MailPost.send(demo.mail().smtpPort().orElseThrow(), from, SUPPORT, message);
    }

    /** A mailbox of its own for another tenant, which sends by this mail server. */
    void mailbox(String tenant, String address, int smtpPort) {
        demo.mail().createMailbox(address, "secret");
        Map<String, Object> document = new HashMap<>();
        document.put("host", "127.0.0.1");
        document.put("port", (long) demo.mail().imapPort());
        document.put("username", address);
        document.put("password", "secret");
        document.put("use_ssl", false);
        document.put("use_tls", false);
        document.put("smtp_host", "127.0.0.1");
        document.put("smtp_port", (long) smtpPort);
        document.put("smtp_use_ssl", false);
        document.put("smtp_use_tls", false);
        assertThat(demo.server()
                        .context()
                        .deskwire()
                        .channels()
                        .save(ChannelConfig.of(tenant, "mailbox", "imap", document, address)))
                .isEmpty();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The page as it stands, on a desk and on a phone, by day and by night. */
    void shots(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {1280, 360}) {
                browser.size(width, width == 360 ? 740 : 900);
                browser.screenshot(SHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
                Object wide =
                        browser.script("const d = document.documentElement; return d.scrollWidth <= d.clientWidth ? []"
                                + " : ['the page is ' + d.scrollWidth + ' wide'].concat([...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right >"
                                + " d.clientWidth).map(e => e.outerHTML.slice(0, 150)))");
                assertThat((List<?>) wide)
                        .as("sideways scroll of " + name + " at " + width)
                        .isEmpty();
            }
        }
        browser.dark(false);
        browser.size(1280, 900);
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            demo.stop();
        }
    }
}
