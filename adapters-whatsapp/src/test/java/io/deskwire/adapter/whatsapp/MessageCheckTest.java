package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Outbound;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.RichContent;
import io.deskwire.message.RichContent.Parameter;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageCheckTest {

    private final Simulated provider = new Simulated(Flavour.META);

    @AfterEach
    void stop() {
        provider.close();
    }

    private OutboundSample message() {
        return provider.message(ACME).text("");
    }

    private List<String> problems(OutboundSample message) {
        Outbound outbound = provider.channel(ACME).outbound().orElseThrow();
        return outbound.problems(message.build()).stream()
                .map(MessageProblem::toString)
                .toList();
    }

    @Test
    void a_message_needs_one_reachable_recipient_and_something_to_say() {
        assertThat(problems(message().text("Hi"))).isEmpty();
        assertThat(problems(message())).singleElement().asString().startsWith("text: is missing");
        assertThat(problems(message().html("<b>Hi</b>")))
                .singleElement()
                .asString()
                .contains("HTML");
        assertThat(problems(message().text("Hi").to("ann@customer.example")))
                .singleElement()
                .asString()
                .startsWith("to: is an e-mail address");
        assertThat(problems(message().text("Hi").cc("bo@customer.example")))
                .singleElement()
                .asString()
                .startsWith("cc: ");
        assertThat(problems(message().text("Hi").to(Address.phone("12", null)))).hasSize(1);
    }

    @Test
    void every_file_is_looked_at() {
        assertThat(problems(message()
                        .attach(Files.file("a.jpg", "image/jpeg", Files.jpeg()))
                        .attach(Files.file("b.png", "image/png", Files.jpeg()))
                        .attach(Files.file("c.txt", "text/plain", new byte[0]))))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("attachments[1]: the file b.png is called image/png"),
                        p -> assertThat(p).startsWith("attachments[2]: the file c.txt is empty"));
    }

    @Test
    void twilio_carries_less() {
        try (Simulated twilio = new Simulated(Flavour.TWILIO)) {
            Outbound outbound = twilio.channel(ACME).outbound().orElseThrow();
            OutboundSample place = twilio.message(ACME).rich(new RichContent.Location(1, 2, null, null));
            assertThat(outbound.problems(place.build()))
                    .singleElement()
                    .asString()
                    .startsWith("location: ");
            OutboundSample file = twilio.message(ACME).attach(Files.file("a.jpg", "image/jpeg", Files.jpeg()));
            assertThat(outbound.problems(file.build()))
                    .singleElement()
                    .asString()
                    .contains("no public address");
        }
        try (Simulated twilio = new Simulated(Flavour.TWILIO).publishing("https://files.example")) {
            Outbound outbound = twilio.channel(ACME).outbound().orElseThrow();
            OutboundSample file = twilio.message(ACME).attach(Files.file("a.jpg", "image/jpeg", Files.jpeg()));
            assertThat(outbound.problems(file.build())).isEmpty();
            byte[] large = Files.longer(Files.pdf(), (16 << 20) + 1);
            OutboundSample tooLarge = twilio.message(ACME).attach(Files.file("a.pdf", "application/pdf", large));
            assertThat(outbound.problems(tooLarge.build()))
                    .singleElement()
                    .asString()
                    .contains("16 MB");
        }
    }

    @Test
    void reactions_and_cards() {
        assertThat(problems(message().rich(new RichContent.Reaction("m", "wamid.A", "👍🏽"))))
                .isEmpty();
        assertThat(problems(message().rich(new RichContent.Reaction("m", "wamid.A", null))))
                .isEmpty();
        assertThat(problems(message().rich(new RichContent.Reaction("m", "01J@tenant.example", "👍"))))
                .singleElement()
                .asString()
                .startsWith("reaction.message_id");
        assertThat(problems(message().rich(new RichContent.Reaction("m", "wamid.A", "nice"))))
                .singleElement()
                .asString()
                .startsWith("reaction.emoji");
        Map<String, Object> named = Map.of("name", Map.of("formatted_name", "A B", "first_name", "A"));
        Map<String, Object> unnamed = Map.of("name", Map.of("formatted_name", "A B"));
        assertThat(problems(message().rich(new RichContent.Contacts(List.of(named)))))
                .isEmpty();
        assertThat(problems(message().rich(new RichContent.Contacts(List.of(named, unnamed)))))
                .singleElement()
                .asString()
                .startsWith("contacts[1].name");
    }

    @Test
    void questions_keep_their_limits() {
        Map<String, Object> good = question(List.of(button("a", "Yes"), button("b", "No")));
        assertThat(problems(message().rich(new RichContent.Interactive(good)))).isEmpty();
        Map<String, Object> bad = question(
                List.of(button("a", "Yes"), button("a", "Yes"), button("c", "x".repeat(21)), button("", "Four")));
        assertThat(problems(message().rich(new RichContent.Interactive(bad))))
                .containsExactly(
                        "interactive.action.buttons: must be one to three buttons, not 4",
                        "interactive.action.buttons[1].reply.id: stands there twice",
                        "interactive.action.buttons[1].reply.title: stands there twice",
                        "interactive.action.buttons[2].reply.title: has 21 characters; 20 is the most",
                        "interactive.action.buttons[3].reply.id: is missing");
        Map<String, Object> rows =
                Map.of("rows", List.of(Map.of("id", "1", "title", "T", "description", "d".repeat(73))));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "list");
        list.put("header", Map.of("type", "image", "image", Map.of("link", "https://a")));
        list.put("body", Map.of("text", "b".repeat(1025)));
        list.put("action", Map.of("sections", List.of(rows, rows)));
        assertThat(problems(message().rich(new RichContent.Interactive(list))))
                .containsExactly(
                        "interactive.body.text: has 1025 characters; 1024 is the most",
                        "interactive.header.type: must be text: lists take no other header",
                        "interactive.action.button: is missing",
                        "interactive.action.sections[0].title: is missing",
                        "interactive.action.sections[0].rows[0].description: has 73 characters; 72 is the most",
                        "interactive.action.sections[1].title: is missing",
                        "interactive.action.sections[1].rows[0].id: stands there twice",
                        "interactive.action.sections[1].rows[0].description: has 73 characters; 72 is the most");
        assertThat(problems(message().rich(new RichContent.Interactive(Map.of("type", "flow", "anything", 1L)))))
                .isEmpty();
        assertThat(problems(message().rich(new RichContent.Interactive(Map.of()))))
                .singleElement()
                .asString()
                .startsWith("interactive.type");
    }

    private static Map<String, Object> question(List<Map<String, Object>> buttons) {
        return Map.of(
                "type", "button",
                "body", Map.of("text", "Solved?"),
                "action", Map.of("buttons", buttons));
    }

    private static Map<String, Object> button(String id, String title) {
        return Map.of("type", "reply", "reply", Map.of("id", id, "title", title));
    }

    @Test
    void a_template_nobody_has_listed_yet_is_not_doubted() {
        assertThat(problems(message().rich(RichContent.Template.of("anything", "en", List.of("a", "b")))))
                .isEmpty();
    }

    @Test
    void a_template_is_held_against_its_definition() throws Exception {
        provider.number(ACME).templates().add(SimulatedTemplate.of("update", "en_US", "Hi {{1}}, ticket {{2}}."));
        provider.number(ACME)
                .templates()
                .add(SimulatedTemplate.of("named", "de", "Hallo {{first_name}}.")
                        .withHeader("Ticket {{agent}}")
                        .withUrlButton("See", "https://help.example.com/t/{{1}}"));
        provider.number(ACME)
                .templates()
                .add(SimulatedTemplate.of("photo", "en", "Look.").withMediaHeader("IMAGE"));
        provider.number(ACME)
                .templates()
                .add(SimulatedTemplate.of("paused", "en", "Hello.").withStatus("PAUSED"));
        provider.channel(ACME).templates().orElseThrow().refresh(provider.clock.instant());

        assertThat(problems(template("update", "en_US", "Ann", "4711"))).isEmpty();
        assertThat(problems(template("update", "en_US", "Ann")))
                .containsExactly("template.parameters: the body of the template takes 2 values, not 1");
        assertThat(problems(template("update", "en", "Ann", "4711")))
                .containsExactly("template.language: the template update is not there in en but in en_US");
        assertThat(problems(template("updates", "en_US")))
                .containsExactly("template.name: there is no template updates; approved are update, named, photo");
        assertThat(problems(template("paused", "en")))
                .containsExactly("template.name: the template paused is paused; only approved ones can be sent");
        assertThat(problems(template("update", "en_US", "a\nb", "a    b")))
                .hasSize(2)
                .allMatch(p -> p.contains("no line breaks"));
        assertThat(problems(template("update", "en_US", "a".repeat(800), "b".repeat(300))))
                .singleElement()
                .asString()
                .contains("1024 is the most");
        assertThat(problems(template("update", "en_US", "a", " "))).hasSize(1);
        assertThat(problems(template("photo", "en")))
                .containsExactly("attachments: the template's header needs a file with every message: image");
        assertThat(problems(template("photo", "en").attach(Files.file("a.pdf", "application/pdf", Files.pdf()))))
                .containsExactly("attachments[0]: the template's header takes a file of kind image, not document");
        assertThat(problems(template("photo", "en").attach(Files.file("a.png", "image/png", Files.png()))))
                .isEmpty();
        assertThat(problems(
                        template("update", "en_US", "a", "b").attach(Files.file("a.png", "image/png", Files.png()))))
                .containsExactly("attachments: the template update takes no file");
        RichContent.Template wrongNames = new RichContent.Template(
                "named", "de", List.of(new Parameter("firstname", "Ann")), List.of(), null, List.of());
        assertThat(problems(message().rich(wrongNames)))
                .containsExactly(
                        "template.parameters: the body of the template has no variable firstname",
                        "template.header: the header of the template takes 1 values (agent), not 0",
                        "template.buttons: button 0 (See) of the template needs a value");
        RichContent.Template rightNames = new RichContent.Template(
                "named",
                "de",
                List.of(new Parameter("first_name", "Ann")),
                List.of(new Parameter("agent", "Jana")),
                null,
                List.of(new RichContent.Button(0, "4711")));
        assertThat(problems(message().rich(rightNames))).isEmpty();
        provider.send(message().rich(rightNames).build());
        assertThat(provider.ann(ACME).received())
                .singleElement()
                .satisfies(r -> assertThat(r.text()).isEqualTo("Ticket Jana\nHallo Ann."));
    }

    private OutboundSample template(String name, String language, String... values) {
        return message().rich(RichContent.Template.of(name, language, List.of(values)));
    }
}
