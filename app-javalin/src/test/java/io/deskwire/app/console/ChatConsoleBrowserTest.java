package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.demo.Demo;
import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** WhatsApp in the console: a real Chromium, the demo's server, a simulated network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatConsoleBrowserTest {

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
    void a_chat_shows_everything_that_was_sent_and_done_in_it(@TempDir Path folder) throws IOException {
        SimulatedCustomer maria = demo.whatsApp().number().customer("+4915112345678", "Maria Huber");
        String first = maria.text("Hello, is my parcel on its way?");
        openTicket("Maria Huber");
        browser.sees(".message.in", "is my parcel on its way?");
        browser.sees("#window", "closes in 23 h");

        maria.forwarding(false).text("Parcel 4711 was handed over on Monday.");
        maria.image(MediaFile.of(picture(), "image/jpeg", null), "This is the label");
        maria.voice(MediaFile.of(ogg(), "audio/ogg; codecs=opus", null));
        maria.document(
                MediaFile.of("%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII), "application/pdf", "invoice.pdf"),
                null);
        maria.location(52.520008, 13.404954, "Alexanderplatz", "10178 Berlin");
        String hasty = maria.text("Please sent it to my nieghbour");
        maria.edit(hasty, "Please send it to my neighbour");
        String regretted = maria.text("You are all useless");
        maria.revoke(regretted);
        browser.await(
                "everything is there",
                () -> browser.count(".message.in") >= 8
                        && browser.text("#messages").contains("took this message back"));
        browser.await("the picture is shown", () -> shown("img"));
        browser.sees("#messages", "Forwarded");
        browser.sees("#messages", "Alexanderplatz");
        assertThat(browser.has(".media audio")).isTrue();
        browser.sees(".files", "invoice.pdf");
        assertThat(browser.text("#messages"))
                .contains("Please send it to my neighbour")
                .doesNotContain("nieghbour")
                .doesNotContain("useless");
        browser.click(".versions summary");
        browser.sees(".versions[open]", "nieghbour");

        browser.type("#text", "Yes, it will arrive tomorrow.");
        browser.type(
                "#files", Files.write(folder.resolve("label.jpg"), picture()).toString());
        browser.click("#reply-form button[type=submit]");
        browser.await("it is delivered", () -> browser.text("#messages").contains("✓✓"));
        assertThat(sent()).hasSize(1);
        assertThat(sent().get(0).caption()).contains("Yes, it will arrive tomorrow.");
        maria.read(sent().get(0).id());
        browser.await("it is read", () -> browser.has(".ticks-read"));
        maria.reaction(sent().get(0).id(), "👍");
        browser.await(
                "the reaction is on the message",
                () -> browser.text(".message.out .reactions").contains("👍"));
        browser.sees(".message.out .reactions", "Maria");
        maria.replyingTo(sent().get(0).id()).text("Wonderful!");
        browser.await("the answer quotes", () -> browser.has(".message.in .quote"));
        browser.sees(".message.in .quote", "Yes, it will arrive tomorrow.");
        maria.staffWrites("I have called her about it.");
        browser.await(
                "the colleague's message is there",
                () -> browser.text("#messages").contains("I have called her"));
        browser.sees("#messages", "Sent from the phone");
        maria.changeNumber("+4915187654321");
        browser.await("the change of number is there", () -> browser.has(".message.event"));
        shots("chat");
        maria.reaction(first, "");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void outside_of_the_window_a_template_is_picked_filled_in_and_sent() {
        SimulatedCustomer tom = demo.whatsApp().number().customer("+4915199999999", "Tom Late");
        tom.at(Instant.now().minus(Duration.ofHours(30))).text("Please tell me when it comes.");
        openTicket("Tom Late");
        browser.sees("#window", "closed");
        browser.sees("#window", "only a template");
        assertThat(browser.script("return document.getElementById('text').matches(':disabled')"))
                .isEqualTo(true);
        assertThat(browser.script("return document.getElementById('templates').open"))
                .isEqualTo(true);
        browser.script("const s = document.getElementById('template-choice'); s.value = 'order_update en';"
                + " s.dispatchEvent(new Event('change', {bubbles: true}))");
        browser.type("#body-0", "4711");
        browser.type("#body-1", "Tuesday");
        browser.sees(".template-preview", "Your order 4711 will arrive on Tuesday.");
        shots("template");
        assertNoSidewaysScroll();
        browser.click(".template-form button[type=submit]");
        browser.await("it is delivered", () -> browser.text(".message.out").contains("✓✓"));
        browser.sees(".message.out", "Template order_update");
        browser.sees(".message.out", "Your order 4711 will arrive on Tuesday.");
        ReceivedMessage got = tom.received().get(tom.received().size() - 1);
        assertThat(got.templateName()).contains("order_update");
        assertThat(got.text()).contains("4711").contains("Tuesday");

        // The customer writes again: the box opens by itself.
        tom.text("Thank you!");
        browser.await(
                "the window is open",
                () -> Boolean.FALSE.equals(
                        browser.script("return document.getElementById('text').matches(':disabled')")));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_template_can_be_planned_for_later() {
        SimulatedCustomer ida = demo.whatsApp().number().customer("+4915155555555", "Ida Later");
        ida.text("Remind me, please.");
        openTicket("Ida Later");
        browser.click("#templates > summary");
        browser.script("const s = document.getElementById('template-choice'); s.value = 'ticket_created en';"
                + " s.dispatchEvent(new Event('change', {bubbles: true}))");
        browser.type("#body-0", "Ida");
        browser.type("#body-1", "42");
        browser.script("const t = document.getElementById('send-at'); t.value = '2099-01-31T09:00';"
                + " t.dispatchEvent(new Event('change', {bubbles: true}))");
        browser.click(".template-form button[type=submit]");
        browser.await("it is planned", () -> browser.text(".notice-good").contains("scheduled"));
        browser.sees(".message.out .status", "Queued");
        browser.sees(".message.out .status", "Leaves");
        assertThat(ida.received()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void without_scripts_a_template_is_chosen_and_what_was_typed_survives_a_mistake() {
        demo.whatsApp().number().customer("+4915144444444", "Nora Noscript").text("Hello.");
        openTicket("Nora Noscript");
        String path = URI.create(browser.address()).getPath();
        Visitor visitor = new Visitor(demo.server().address());
        visitor.get(Console.signInPath(demo.server().context()));
        String page = visitor.get(path + "?template=order_update%20en").body();
        assertThat(page).contains("name=\"body-1\"").contains("{{day}}");
        Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]+)\"").matcher(page);
        assertThat(key.find()).isTrue();
        HttpResponse<String> refused = visitor.post(
                path + "/templates",
                "_csrf",
                visitor.csrf(path),
                "key",
                key.group(1),
                "template",
                "order_update en",
                "body-0",
                "<b>4711",
                "body-1",
                "");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("template-problem")
                .contains("value=\"&lt;b>4711\"")
                .doesNotContain("<b>4711");
    }

    @Test
    void the_channels_page_tells_how_to_set_the_provider_up() {
        browser.open(at("/console/tenants/demo/channels"));
        browser.sees("section[aria-label='Channel whatsapp']", "Meta Cloud API");
        browser.sees("section[aria-label='Channel whatsapp']", "+15550783881");
        assertThat(browser.script("return document.querySelector('.copy-line input').value"))
                .isEqualTo(at("/webhooks/whatsapp/demo/whatsapp"));
        browser.click(".template-list summary");
        browser.sees(".template-list", "order_update");
        browser.sees(".template-list", "Approved");
        shots("channels-whatsapp");
        assertNoSidewaysScroll();
        browser.click(".template-list form button");
        browser.await("they were read", () -> browser.text(".notice-good").contains("2 templates"));
        assertThat(browser.complaints()).isEmpty();
    }

    private boolean shown(String element) {
        Object width = browser.script(
                "const e = document.querySelector('.media " + element + "'); return e === null ? 0 : e.naturalWidth");
        return width instanceof Number number && number.intValue() > 0;
    }

    private List<ReceivedMessage> sent() {
        return demo.whatsApp().number().sent().stream()
                .filter(message -> message.customer().waId().orElse("").contains("4915112345678"))
                .toList();
    }

    private void openTicket(String requester) {
        browser.open(at("/console/tenants/demo/tickets"));
        browser.await(
                "the ticket is in the list", () -> browser.text("#ticket-list").contains(requester));
        Object address = browser.script(
                "return [...document.querySelectorAll('.ticket-row')].find(r => r.innerText.includes(arguments[0]))"
                        + ".querySelector('.ticket-link').href",
                requester);
        browser.open(String.valueOf(address));
    }

    private void assertNoSidewaysScroll() {
        browser.size(360, 740);
        assertThat(browser.script("const d = document.documentElement; return d.scrollWidth - d.clientWidth"))
                .isEqualTo(0L);
        browser.size(1280, 900);
    }

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

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setPaint(new GradientPaint(0, 0, new Color(250, 214, 140), 640, 400, new Color(60, 110, 170)));
        brush.fillRect(0, 0, 640, 400);
        brush.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** The first page of an Ogg file: enough to be told from other files. */
    private static byte[] ogg() {
        byte[] page = new byte[64];
        System.arraycopy("OggS".getBytes(StandardCharsets.US_ASCII), 0, page, 0, 4);
        System.arraycopy("OpusHead".getBytes(StandardCharsets.US_ASCII), 0, page, 28, 8);
        return page;
    }
}
