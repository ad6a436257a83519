package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.deskwire.adapter.whatsapp.Scripted.Asked;
import io.deskwire.channel.Outbound;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.message.RichContent.Parameter;
import io.deskwire.testkit.OutboundSample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every body that goes out, field by field. */
class GoldenBodiesTest {

    private Scripted provider;
    private Simulated sample;

    @BeforeEach
    void start() throws IOException {
        provider = new Scripted(GoldenBodiesTest::answer);
        sample = new Simulated(Flavour.META).with("api_base_url", provider.base() + "/v25.0");
    }

    @AfterEach
    void stop() {
        sample.close();
        provider.close();
    }

    private static void answer(Asked asked, HttpExchange exchange) throws IOException {
        if (asked.uri().getPath().endsWith("/media")) {
            Scripted.json(exchange, 200, Map.of("id", "1037543291543636"));
        } else if (asked.uri().getPath().endsWith("/message_templates")) {
            Scripted.json(exchange, 200, golden("../templates"));
        } else {
            Scripted.json(exchange, 200, Map.of("success", true, "messages", List.of(Map.of("id", "wamid.OUT001"))));
        }
    }

    private static Map<String, Object> golden(String name) {
        try (InputStream file = GoldenBodiesTest.class.getResourceAsStream("outbound/" + name + ".json")) {
            return Json.strict().parseObject(Objects.requireNonNull(file, name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private OutboundSample message() {
        return sample.message(ACME).messageId("01JABCDEF-outbound-4711").text("");
    }

    private void expect(String name, OutboundSample message) throws Exception {
        OutboundMessage built = message.build();
        Outbound outbound = sample.channel(ACME).outbound().orElseThrow();
        assertThat(outbound.problems(built)).isEmpty();
        sample.send(built);
        assertThat(provider.last().tree()).isEqualTo(golden(name));
        assertThat(provider.last().uri()).hasToString("/v25.0/106540352242922/messages");
        assertThat(provider.last().all("Authorization")).containsExactly("Bearer EAAG-106540352242922");
        assertThat(provider.last().all("Content-Type")).containsExactly("application/json");
    }

    @Test
    void texts() throws Exception {
        String text = "Hello, ticket #4711 is open: https://help.example.com/4711";
        expect("text-reply", message().text(text).answering("wamid.TEXT001"));
        Address id = new Address(Address.Kind.BUSINESS_USER_ID, "US.13491208655302741918", null);
        expect("text-user-id", message().text("Hello!").to(id));
        Address group = new Address(Address.Kind.GROUP, "120363000000000000", null);
        expect("text-group", message().text("Hello!").to(group));
    }

    @Test
    void files() throws Exception {
        expect(
                "image-id",
                message().text("Replacement part").attach(Files.file("part.jpg", "image/jpeg", Files.jpeg())));
        expect("video", message().text("How to fit it").attach(Files.file("a.mp4", "video/mp4", Files.mp4("isom"))));
        expect("audio-voice", message().attach(Files.file("note.ogg", "audio/ogg", Files.ogg(1))));
        expect("audio", message().attach(Files.file("song.m4a", "audio/mp4", Files.mp4("M4A "))));
        expect(
                "document",
                message().text("Your invoice").attach(Files.file("Invoice-4711.pdf", "application/pdf", Files.pdf())));
        expect("sticker", message().attach(Files.file("s.webp", "image/webp", Files.webp(512, false, 64))));
    }

    @Test
    void an_upload_is_written_byte_for_byte() throws Exception {
        sample.send(message()
                .attach(Files.file("Rechnung ä\"1.pdf", "application/octet-stream", Files.pdf()))
                .build());
        Asked upload = provider.asked().get(0);
        assertThat(upload.uri()).hasToString("/v25.0/106540352242922/media");
        String type = upload.all("Content-Type").get(0);
        String boundary = type.substring("multipart/form-data; boundary=".length());
        assertThat(upload.text())
                .isEqualTo("--" + boundary + "\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\n"
                        + "whatsapp\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n"
                        + "application/pdf\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\n\r\n" + new String(Files.pdf(), StandardCharsets.UTF_8)
                        + "\r\n--" + boundary + "--\r\n");
        assertThat(provider.last().tree().get("document"))
                .isEqualTo(Map.of("id", "1037543291543636", "filename", "Rechnung ä\"1.pdf"));
    }

    @Test
    void places_people_and_reactions() throws Exception {
        expect(
                "location",
                message()
                        .rich(new RichContent.Location(
                                37.44216251868683,
                                -122.16153582049394,
                                "Service point",
                                "101 Forest Ave, Palo Alto, CA 94301")));
        expect("contacts", message().rich(new RichContent.Contacts(cards())));
        // A reaction names its target itself and quotes nothing.
        expect(
                "reaction",
                message().answering("wamid.TEXT001").rich(new RichContent.Reaction("m-1", "wamid.TEXT001", "👍")));
        expect("reaction-removed", message().rich(new RichContent.Reaction("m-1", "wamid.TEXT001", null)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> cards() {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(golden("contacts").get("contacts"));
    }

    @Test
    void questions_pass_as_they_are() throws Exception {
        for (String name : List.of(
                "interactive-buttons", "interactive-list", "interactive-cta-url", "interactive-location-request")) {
            Map<String, Object> document = Tree.object(golden(name), "interactive");
            expect(name, message().rich(new RichContent.Interactive(document)));
        }
    }

    @Test
    void templates_that_were_never_listed() throws Exception {
        expect("template-plain", message().rich(RichContent.Template.of("hello", "en", List.of())));
        RichContent.Template named = new RichContent.Template(
                "ticket_update_named",
                "de",
                List.of(new Parameter("first_name", "Sheena"), new Parameter("ticket_id", "4711")),
                List.of(new Parameter("agent", "Jana")),
                null,
                List.of());
        expect("template-named", message().answering("wamid.TEXT001").rich(named));
    }

    @Test
    void templates_as_listed() throws Exception {
        sample.channel(ACME).templates().orElseThrow().refresh(sample.clock.instant());
        RichContent.Template positional = new RichContent.Template(
                "ticket_update",
                "en_US",
                List.of(Parameter.positional("Sheena"), Parameter.positional("4711")),
                List.of(),
                null,
                List.of(new RichContent.Button(0, "ticket:4711:reopen"), new RichContent.Button(1, "4711")));
        expect("template-positional", message().rich(positional).attach(Files.file("a.png", "image/png", Files.png())));
        RichContent.Template unnamed = new RichContent.Template(
                "ticket_update_named",
                "de",
                List.of(Parameter.positional("Sheena"), Parameter.positional("4711")),
                List.of(Parameter.positional("Jana")),
                null,
                List.of());
        expect("template-named", message().rich(unnamed));
        RichContent.Template voucher = new RichContent.Template(
                "voucher",
                "en",
                List.of(),
                List.of(),
                "https://cdn.example.com/voucher.pdf",
                List.of(new RichContent.Button(0, "SORRY10")));
        expect("template-document-link-copy-code", message().rich(voucher));
        RichContent.Template invoice = RichContent.Template.of("invoice", "en", List.of());
        expect(
                "template-document",
                message().rich(invoice).attach(Files.file("Invoice-4711.pdf", "application/pdf", Files.pdf())));
        RichContent.Template visit = new RichContent.Template(
                "visit",
                "en",
                List.of(),
                List.of(
                        Parameter.positional("37.44"),
                        Parameter.positional("-122.16"),
                        Parameter.positional("Service point"),
                        Parameter.positional("101 Forest Ave")),
                null,
                List.of());
        expect("template-location", message().rich(visit));
    }

    @Test
    void marks_of_reading_and_writing() throws Exception {
        sample.channel(ACME).readReceipts().orElseThrow().read("wamid.TEXT001", true);
        assertThat(provider.last().tree()).isEqualTo(golden("read-typing"));
        sample.channel(ACME).readReceipts().orElseThrow().read("wamid.TEXT001", false);
        assertThat(provider.last().tree()).isEqualTo(golden("read"));
    }

    @Test
    void the_other_flavour_of_the_same_bodies_has_its_own_paths_and_key() throws Exception {
        try (Simulated dialog = new Simulated(Flavour.DIALOG_360).with("api_base_url", provider.base())) {
            dialog.send(dialog.message(ACME)
                    .messageId("01JABCDEF-outbound-4711")
                    .text("Replacement part")
                    .to(ANN)
                    .attach(Files.file("part.jpg", "image/jpeg", Files.jpeg()))
                    .build());
        }
        assertThat(provider.asked()).extracting(a -> a.uri().toString()).containsExactly("/media", "/messages");
        assertThat(provider.asked()).allSatisfy(a -> {
            assertThat(a.all("D360-API-KEY")).containsExactly("d360-key-106540352242922");
            assertThat(a.has("Authorization")).isFalse();
        });
        assertThat(provider.last().tree()).isEqualTo(golden("image-id"));
    }

    @Test
    void forms_of_twilio() throws Exception {
        try (Simulated twilio = new Simulated(Flavour.TWILIO)
                .publishing("https://hooks.example.com/files")
                .with("api_base_url", provider.base() + "/2010-04-01")
                .with("business_account_id", "MG0123456789abcdef0123456789abcdef")
                .with("webhook_url", "https://hooks.example.com/webhooks/whatsapp/acme/wa?x=1")) {
            twilio.channel(ACME);
            OutboundSample base = twilio.message(ACME).messageId("01J/4711");
            twilio.send(base.text("Grüße & mehr")
                    .attach(Files.file("a.jpg", "image/jpeg", Files.jpeg()))
                    .build());
            String account = twilio.number(ACME).spec().accountSid();
            assertThat(provider.last().uri()).hasToString("/2010-04-01/Accounts/" + account + "/Messages.json");
            assertThat(provider.last().text())
                    .isEqualTo("To=whatsapp%3A%2B16505551234&MessagingServiceSid=MG0123456789abcdef0123456789abcdef"
                            + "&From=whatsapp%3A%2B15550783881&Body=Gr%C3%BC%C3%9Fe+%26+mehr"
                            + "&MediaUrl=https%3A%2F%2Fhooks.example.com%2Ffiles%2Facme%2F"
                            + Files.file("a", "b", Files.jpeg()).content().sha256()
                            + "&StatusCallback=https%3A%2F%2Fhooks.example.com%2Fwebhooks%2Fwhatsapp%2Facme%2Fwa%3Fx%3D1"
                            + "%26m%3D01J%252F4711");
        }
    }
}
