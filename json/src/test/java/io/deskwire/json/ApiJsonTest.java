package io.deskwire.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.RichContent;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiJsonTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void an_inbound_message_stands_there_under_the_names_of_the_api() {
        ParsedMessage parsed = new ParsedMessage(
                "key",
                MessageKind.MESSAGE,
                new ThreadHeaders("m@x", List.of("p@x"), List.of("o@x", "p@x"), null, null),
                Correspondents.of(Address.email("a@b.example", "A"), Address.email("help@t.example")),
                new Body("Hi", "Hello\n> old", "<b>Hello</b>", "<b>Hello</b>", "Hello"),
                List.of(new Attachment(0, "a.png", "image/png", 7, "ab", true, "cid1", Attachment.State.AVAILABLE)),
                Automation.none(),
                new Authentication("pass", null, null),
                AT,
                List.of(),
                List.of());
        InboundMessage message =
                new InboundMessage("id1", "acme", "mail", "raw1", Envelope.unknown(), AT.plusSeconds(1), parsed);
        Decision decision = new Decision(Decision.Outcome.OPENED, "conv1", null, List.of(), List.of());
        StoredMessage.Inbound stored = new StoredMessage.Inbound(
                message, decision, StoredMessage.Inbound.State.DELIVERED, null, new TicketRef("T-1"), AT);

        assertThat(Json.write(ApiJson.message(stored)))
                .isEqualTo(
                        "{\"id\":\"id1\",\"direction\":\"inbound\",\"channel_id\":\"mail\",\"conversation_id\":\"conv1\","
                                + "\"kind\":\"message\",\"from\":{\"address\":\"a@b.example\",\"name\":\"A\"},\"envelope\":{},"
                                + "\"reply_to\":[],\"to\":[{\"address\":\"help@t.example\"}],\"cc\":[],\"subject\":\"Hi\","
                                + "\"text\":\"Hello\\n> old\",\"html\":\"<b>Hello</b>\",\"safe_html\":\"<b>Hello</b>\","
                                + "\"reply_text\":\"Hello\",\"reply_confidence\":\"none\",\"attachments\":[{\"index\":0,\"file_name\":\"a.png\","
                                + "\"content_type\":\"image/png\",\"size\":7,\"sha256\":\"ab\",\"inline\":true,"
                                + "\"content_id\":\"cid1\",\"state\":\"available\"}],\"message_id\":\"m@x\",\"in_reply_to\":\"p@x\","
                                + "\"references\":[\"o@x\",\"p@x\"],\"auto_submitted\":\"no\",\"suppress_auto_response\":false,\"authentication\":{\"spf\":\"pass\"},"
                                + "\"reports\":[],\"decision\":{\"outcome\":\"opened\",\"conversation_id\":\"conv1\"},\"issues\":[],\"notes\":[],"
                                + "\"sent_at\":\"2026-01-02T03:04:05Z\",\"received_at\":\"2026-01-02T03:04:06Z\","
                                + "\"state\":\"delivered\",\"ticket_id\":\"T-1\",\"reactions\":[],\"edits\":[]}");
    }

    @Test
    void an_outbound_message_shows_each_recipients_status_and_never_the_bytes_of_its_files() {
        Address phone = new Address(Address.Kind.PHONE, "+15551234567", null);
        OutboundMessage message = new OutboundMessage(
                "id2",
                "acme",
                "wa",
                "conv1",
                "corr",
                Address.email("help@t.example"),
                null,
                List.of(phone),
                List.of(),
                null,
                "Hello",
                null,
                List.of(new OutboundAttachment(
                        "a.txt", "text/plain", null, Content.of("private".getBytes(StandardCharsets.UTF_8)))),
                null,
                List.of(),
                false,
                AT);
        StoredMessage.Outbound stored = new StoredMessage.Outbound(
                message,
                List.of(new Delivery(phone, DeliveryStatus.BOUNCED, "no such user", "5.1.1", AT)),
                2,
                null,
                AT);

        Map<String, Object> tree = ApiJson.message(stored);

        assertThat(tree)
                .containsEntry("direction", "outbound")
                .containsEntry("to", List.of(Map.of("address", "+15551234567", "kind", "phone")))
                .containsEntry("cc", List.of())
                .containsEntry("attempts", 2L)
                .doesNotContainKeys("subject", "html", "in_reply_to", "next_attempt_at");
        assertThat(Json.write(tree))
                .contains("\"status\":\"bounced\",\"reason\":\"no such user\",\"code\":\"5.1.1\"")
                .contains("\"size\":7")
                .doesNotContain("private");
    }

    @Test
    void what_was_done_to_a_message_stands_beside_it() {
        Address maria = Address.phone("+4915112345678", "Maria");
        Address tom = Address.phone("+4915199999999", null);
        StoredMessage.Inbound stored = new StoredMessage.Inbound(
                new InboundMessage(
                        "id1", "acme", "wa", "raw1", Envelope.unknown(), AT, forwarded(maria, "Wo ist mein Paket?")),
                new Decision(Decision.Outcome.OPENED, "conv1", null, List.of(), List.of()),
                StoredMessage.Inbound.State.DELIVERED,
                null,
                null,
                AT,
                List.of(
                        new Annotation(Annotation.Kind.REACTION, maria, "👍", AT.plusSeconds(9)),
                        // Came late: the newer one above counts.
                        new Annotation(Annotation.Kind.REACTION, maria, "👎", AT.plusSeconds(1)),
                        new Annotation(Annotation.Kind.REACTION, tom, "🎉", AT.plusSeconds(2)),
                        new Annotation(Annotation.Kind.REACTION, tom, null, AT.plusSeconds(3)),
                        new Annotation(Annotation.Kind.EDIT, maria, "Wo bleibt mein Paket?", AT.plusSeconds(4)),
                        new Annotation(Annotation.Kind.DELETION, maria, null, AT.plusSeconds(5))));

        Map<String, Object> tree = ApiJson.message(stored);

        Map<String, Object> by = Map.of("address", "+4915112345678", "name", "Maria", "kind", "phone");
        assertThat(tree)
                .containsEntry("notes", List.of("Forwarded"))
                .containsEntry("reactions", List.of(Map.of("emoji", "👍", "by", by, "at", "2026-01-02T03:04:14Z")))
                .containsEntry(
                        "edits",
                        List.of(Map.of("text", "Wo bleibt mein Paket?", "by", by, "at", "2026-01-02T03:04:09Z")))
                .containsEntry("deleted_at", "2026-01-02T03:04:10Z")
                .containsEntry("text", "Wo ist mein Paket?");
    }

    private static ParsedMessage forwarded(Address from, String text) {
        return new ParsedMessage(
                "key",
                MessageKind.MESSAGE,
                new ThreadHeaders("wamid.1", List.of(), List.of(), null, null),
                Correspondents.of(from, Address.phone("+15550783881", null)),
                new Body(null, text, null, null, null),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                AT,
                List.of(),
                List.of(),
                List.of("Forwarded"),
                null,
                null);
    }

    @Test
    void rich_content_is_shown_in_the_form_in_which_a_reply_takes_it() {
        assertThat(rich(new RichContent.Template(
                        "order_update",
                        "en_US",
                        List.of(new RichContent.Parameter("name", "Ann"), RichContent.Parameter.positional("7")),
                        List.of(),
                        "https://files.example/a.png",
                        List.of(new RichContent.Button(1, "abc")))))
                .containsEntry(
                        "template",
                        Map.of(
                                "name",
                                "order_update",
                                "language",
                                "en_US",
                                "parameters",
                                List.of(Map.of("name", "name", "value", "Ann"), "7"),
                                "header",
                                Map.of("link", "https://files.example/a.png"),
                                "buttons",
                                List.of(Map.of("index", 1L, "value", "abc"))));
        assertThat(rich(RichContent.Template.of("hello", "en", List.of())))
                .containsEntry("template", Map.of("name", "hello", "language", "en", "parameters", List.of()));
        assertThat(rich(new RichContent.Reaction("id1", "wamid.1", "👍")))
                .containsEntry("reaction", Map.of("message_id", "id1", "emoji", "👍"));
        assertThat(rich(new RichContent.Reaction("id1", "wamid.1", null)))
                .containsEntry("reaction", Map.of("message_id", "id1"));
        assertThat(rich(new RichContent.Interactive(Map.of("type", "button"))))
                .containsEntry("interactive", Map.of("type", "button"));
        assertThat(rich(new RichContent.Location(52.5, 13.4, "Office", null)))
                .containsEntry("location", Map.of("latitude", 52.5, "longitude", 13.4, "name", "Office"));
        assertThat(rich(new RichContent.Contacts(List.of(Map.of("name", Map.of("formatted_name", "A B"))))))
                .containsEntry("contacts", List.of(Map.of("name", Map.of("formatted_name", "A B"))));
        assertThat(rich(null))
                .doesNotContainKeys("template", "reaction", "interactive", "location", "contacts", "deleted_at");
    }

    private static Map<String, Object> rich(@Nullable RichContent rich) {
        Address phone = Address.phone("+15551234567", null);
        OutboundMessage message = new OutboundMessage(
                "id2",
                "acme",
                "wa",
                "conv1",
                "corr",
                Address.phone("+15550783881", null),
                null,
                List.of(phone),
                List.of(),
                null,
                "",
                null,
                List.of(),
                rich,
                null,
                List.of(),
                false,
                AT);
        return ApiJson.message(new StoredMessage.Outbound(message, List.of(), 1, null, AT));
    }

    @Test
    void any_message_can_be_shown() {
        for (long seed = 0; seed < 300; seed++) {
            RandomValues random = new RandomValues(new Random(seed)).withUnstorable();
            Map<String, Object> tree = ApiJson.message(
                    new InboundMessage("i", "t", "c", "r", Envelope.unknown(), AT, DomainJsonTest.message(random)),
                    DomainJsonTest.decision(random));
            assertThat(Json.strict().parseObject(Json.write(tree)))
                    .containsKeys("id", "direction", "to", "received_at");
        }
    }
}
