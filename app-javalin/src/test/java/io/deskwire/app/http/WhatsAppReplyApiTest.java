package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers on WhatsApp by the API, against a stand-in for the network that is strict about every request. */
class WhatsAppReplyApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private WhatsAppSimulator network;
    private SimulatedNumber number;
    private SimulatedCustomer maria;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        network = WhatsAppSimulator.start(Clock.systemUTC());
        number = network.addNumber(NumberSpec.of(WhatsAppDocuments.NUMBER_ID, "+15550783881", "102290129340398")
                .withAccessTokens("access-token-of-the-tests")
                .withAppSecret(WhatsAppDocuments.APP_SECRET));
        number.templates()
                .add(SimulatedTemplate.of("order_update", "en", "Your order {{order}} comes on {{day}}.")
                        .withFooter("Deskwire"));
        number.templates().add(SimulatedTemplate.of("plain", "de", "Hallo {{1}}!"));
        number.templates().add(SimulatedTemplate.of("refused", "en", "No.").withStatus("REJECTED"));
        server = RunningServer.start(folder);
        channel(Map.of());
        number.sendWebhooksTo(server.address() + "/webhooks/whatsapp/acme/wa");
        assertThat(server.get(TENANT + "/templates?channel=wa&refresh=true").items())
                .hasSize(3);
        maria = number.customer("+4915112345678", "Maria");
    }

    @AfterEach
    void stop() {
        server.close();
        network.close();
    }

    private void channel(Map<String, Object> more) throws Exception {
        Map<String, Object> body = WhatsAppDocuments.channel(network.graphBaseUrl());
        WhatsAppDocuments.config(body).putAll(more);
        assertThat(server.call("PUT", TENANT + "/channels/wa", body).status()).isIn(200, 201);
    }

    private String ticket() throws Exception {
        List<Map<String, Object>> all =
                Await.until(() -> server.get(TENANT + "/tickets").items(), tickets -> tickets.size() == 1);
        String id = String.valueOf(all.get(0).get("id"));
        Await.until(() -> messages(id), messages -> !messages.isEmpty());
        return id;
    }

    private List<Map<String, Object>> messages(String ticket) throws Exception {
        return server.get(TENANT + "/tickets/" + ticket).list("messages");
    }

    private RunningServer.Answer reply(String ticket, Map<String, ?> body) throws Exception {
        return server.call("POST", TENANT + "/tickets/" + ticket + "/replies", body);
    }

    private ReceivedMessage received(int count) throws Exception {
        return Await.until(maria::received, all -> all.size() == count).get(count - 1);
    }

    private static Map<String, Object> template(Object parameters) {
        return Map.of("name", "order_update", "language", "en", "parameters", parameters);
    }

    private static final List<Map<String, String>> NAMED =
            List.of(Map.of("name", "order", "value", "4711"), Map.of("name", "day", "value", "Tuesday"));

    @Test
    void outside_of_the_window_a_text_is_refused_with_what_would_pass_and_a_template_passes() throws Exception {
        maria.at(Instant.now().minus(Duration.ofHours(30))).text("When does it come?");
        String ticket = ticket();

        RunningServer.Answer refused = reply(ticket, Map.of("text", "Tomorrow."));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.tree())
                .containsEntry("type", "urn:deskwire:problem:window-closed")
                .containsEntry("status", 409L);
        assertThat(Instant.parse(String.valueOf(refused.tree().get("closed_at"))))
                .isBetween(
                        Instant.now().minus(Duration.ofHours(7)), Instant.now().minus(Duration.ofHours(5)));
        assertThat(refused.list("templates").stream().map(t -> t.get("name")))
                .containsExactlyInAnyOrder("order_update", "plain");
        assertThat(refused.list("templates").stream()
                        .filter(t -> "order_update".equals(t.get("name")))
                        .findFirst()
                        .orElseThrow())
                .containsEntry("language", "en")
                .containsEntry("parameter_format", "named")
                .containsEntry("variables", List.of("order", "day"))
                .containsEntry("body", "Your order {{order}} comes on {{day}}.")
                .containsEntry("footer", "Deskwire");
        assertThat(server.get(TENANT + "/tickets/" + ticket).object("window")).containsEntry("open", false);
        assertThat(messages(ticket)).hasSize(1);

        RunningServer.Answer wrong = reply(ticket, Map.of("template", template(List.of())));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.list("problems")).isNotEmpty();
        assertThat(String.valueOf(wrong.list("problems").get(0).get("path"))).startsWith("template");

        RunningServer.Answer accepted = reply(ticket, Map.of("template", template(NAMED)));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        ReceivedMessage got = received(1);
        assertThat(got.templateName()).contains("order_update");
        assertThat(got.text()).contains("4711").contains("Tuesday");
        assertThat(server.get(TENANT + "/messages/" + accepted.tree().get("message_id"))
                        .object("template"))
                .containsEntry("name", "order_update")
                .containsEntry("parameters", NAMED);
    }

    @Test
    void inside_of_the_window_everything_passes() throws Exception {
        String networkId = maria.text("Hello?");
        String ticket = ticket();
        assertThat(server.get(TENANT + "/tickets/" + ticket).object("window"))
                .containsEntry("open", true)
                .containsKey("closes_at");
        String messageId = String.valueOf(messages(ticket).get(0).get("id"));

        assertThat(reply(ticket, Map.of("text", "Hello!")).status()).isEqualTo(202);
        assertThat(received(1).text()).isEqualTo("Hello!");
        assertThat(reply(ticket, Map.of("reaction", Map.of("message_id", messageId, "emoji", "👍")))
                        .status())
                .isEqualTo(202);
        assertThat(String.valueOf(received(2).body())).contains(networkId).contains("👍");
        Map<String, Object> own = Map.of("address", "+15550783881", "kind", "phone");
        assertThat(String.valueOf(messages(ticket).get(0).get("reactions"))).contains("👍");
        assertThat(server.get(TENANT + "/messages/" + messageId)
                        .list("reactions")
                        .get(0))
                .containsEntry("emoji", "👍")
                .containsEntry("by", own);
        RunningServer.Answer place = reply(
                ticket,
                Map.of("location", Map.of("latitude", 52.5, "longitude", 13.4, "name", "Shop", "address", "Berlin")));
        assertThat(place.status()).as(place.toString()).isEqualTo(202);
        assertThat(received(3).type()).isEqualTo("location");
        RunningServer.Answer card = reply(
                ticket,
                Map.of(
                        "contacts",
                        List.of(Map.of(
                                "name",
                                Map.of("formatted_name", "Ben Berg", "first_name", "Ben"),
                                "phones",
                                List.of(Map.of("phone", "+4930123456", "type", "WORK"))))));
        assertThat(card.status()).as(card.toString()).isEqualTo(202);
        assertThat(received(4).type()).isEqualTo("contacts");
        RunningServer.Answer choices = reply(
                ticket,
                Map.of(
                        "interactive",
                        Map.of(
                                "type",
                                "button",
                                "body",
                                Map.of("text", "Shall we call you?"),
                                "action",
                                Map.of(
                                        "buttons",
                                        List.of(Map.of(
                                                "type", "reply", "reply", Map.of("id", "yes", "title", "Yes")))))));
        assertThat(choices.status()).as(choices.toString()).isEqualTo(202);
        assertThat(received(5).type()).isEqualTo("interactive");
        assertThat(reply(
                                ticket,
                                Map.of(
                                        "template",
                                        Map.of("name", "plain", "language", "de", "parameters", List.of("Maria"))))
                        .status())
                .isEqualTo(202);
        assertThat(received(6).text()).contains("Hallo Maria!");

        maria.reaction(maria.received().get(0).id(), "🎉");
        List<Map<String, Object>> all = Await.until(
                () -> messages(ticket),
                messages -> messages.stream()
                        .anyMatch(m -> String.valueOf(m.get("reactions")).contains("🎉")));
        assertThat(all.stream().filter(m -> m.containsKey("reaction"))).hasSize(1);
    }

    @Test
    void what_cannot_be_sent_is_said_field_by_field() throws Exception {
        maria.text("Hello?");
        String ticket = ticket();
        Map<String, Object> both = new HashMap<>();
        both.put("location", Map.of("latitude", 91, "longitude", "east"));
        both.put("contacts", List.of("Ben"));
        assertThat(paths(reply(ticket, both)))
                .contains("location", "location.latitude", "location.longitude")
                .doesNotContain("text");
        assertThat(paths(reply(ticket, Map.of("reaction", Map.of("message_id", "none", "emoji", "👍")))))
                .containsExactly("reaction.message_id");
        assertThat(paths(reply(ticket, Map.of("reaction", Map.of("message_id", "x"), "text", "Hi"))))
                .containsExactly("reaction");
        assertThat(paths(reply(ticket, Map.of("template", Map.of("nmae", "x", "parameters", List.of(7))))))
                .contains("template.nmae", "template.name", "template.language", "template.parameters[0]");
        assertThat(paths(start(Map.of("to", "maria@example.com", "text", "Hi"))))
                .containsExactly("to[0]");
        assertThat(paths(start(Map.of("to", "015112345678", "text", "Hi")))).containsExactly("to[0]");
        assertThat(maria.received()).isEmpty();
    }

    private RunningServer.Answer start(Map<String, ?> body) throws Exception {
        return server.call("POST", TENANT + "/channels/wa/messages", body);
    }

    private static List<Object> paths(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        return answer.list("problems").stream()
                .map(problem -> problem.get("path"))
                .toList();
    }

    @Test
    void a_conversation_is_started_by_number_or_by_id() throws Exception {
        RunningServer.Answer text = start(Map.of("to", "+49 151 12345678", "text", "Hi"));
        assertThat(text.status()).as("nobody wrote, so there is no window").isEqualTo(409);
        assertThat(text.tree()).containsEntry("closed_at", null);

        RunningServer.Answer byNumber = start(
                Map.of("to", Map.of("address", "+49 (151) 1234-5678", "name", "Maria"), "template", template(NAMED)));
        assertThat(byNumber.status()).as(byNumber.toString()).isEqualTo(202);
        assertThat(received(1).templateName()).contains("order_update");
        SimulatedCustomer hidden = number.customer("US.13491208655302741918", "Hidden");
        RunningServer.Answer byId = start(Map.of("to", "US.13491208655302741918", "template", template(NAMED)));
        assertThat(byId.status()).as(byId.toString()).isEqualTo(202);
        Await.until(hidden::received, all -> all.size() == 1);
        assertThat(number.lostSilently()).isEmpty();
    }

    @Test
    void templates_are_listed_with_everything_that_is_needed_to_fill_them_in() throws Exception {
        RunningServer.Answer all = server.get(TENANT + "/templates");
        assertThat(all.items()).hasSize(3);
        assertThat(all.tree()).containsEntry("next_cursor", null);
        assertThat(all.items().stream().map(t -> t.get("status")))
                .containsExactlyInAnyOrder("APPROVED", "APPROVED", "REJECTED");
        assertThat(all.items().get(0)).containsEntry("channel_id", "wa").containsKeys("header", "buttons", "quality");
        number.templates().add(SimulatedTemplate.of("new_one", "en", "Hi."));
        assertThat(server.get(TENANT + "/templates?channel=wa&refresh=true").items())
                .hasSize(4);
        assertThat(server.get(TENANT + "/templates?channel=none").status()).isEqualTo(404);
        assertThat(server.get(TENANT + "/templates?refresh=maybe").status()).isEqualTo(400);
        assertThat(server.get("/api/v1/tenants/other/templates").items()).isEmpty();
    }

    @Test
    void a_template_takes_the_first_file_for_its_header_and_a_value_for_its_button() throws Exception {
        number.templates()
                .add(SimulatedTemplate.of("invoice", "en", "Your invoice of {{1}}.")
                        .withMediaHeader("IMAGE")
                        .withUrlButton("Pay", "https://pay.example.com/{{1}}"));
        assertThat(server.get(TENANT + "/templates?channel=wa&refresh=true").items())
                .hasSize(4);
        Map<String, Object> invoice =
                Map.of("name", "invoice", "language", "en", "parameters", List.of("May"), "buttons", List.of("abc"));
        assertThat(paths(start(Map.of("to", "+4915112345678", "template", invoice))))
                .isNotEmpty();
        RunningServer.Answer sent = start(Map.of(
                "to",
                "+4915112345678",
                "template",
                invoice,
                "attachments",
                List.of(Map.of(
                        "file_name",
                        "invoice.jpg",
                        "content_type",
                        "image/jpeg",
                        "content_base64",
                        Base64.getEncoder().encodeToString(jpeg())))));
        assertThat(sent.status()).as(sent.toString()).isEqualTo(202);
        assertThat(received(1).text()).contains("May");
        assertThat(String.valueOf(received(1).body())).contains("abc").contains("image");
    }

    @Test
    void a_message_is_marked_as_read() throws Exception {
        String networkId = maria.text("Hello?");
        String messageId = String.valueOf(messages(ticket()).get(0).get("id"));
        assertThat(server.call("POST", TENANT + "/messages/" + messageId + "/read", Map.of("typing", true))
                        .status())
                .isEqualTo(204);
        assertThat(number.markedRead()).containsExactly(networkId);
        assertThat(server.call("POST", TENANT + "/messages/" + messageId + "/read", null)
                        .status())
                .isEqualTo(204);
        assertThat(server.call("POST", TENANT + "/messages/none/read", null).status())
                .isEqualTo(404);
        assertThat(server.call("POST", TENANT + "/messages/" + messageId + "/read", Map.of("typing", "yes"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void the_customer_is_told_of_a_resolved_ticket_once() throws Exception {
        channel(Map.of("notifications_enabled", true));
        maria.text("Hello?");
        String ticket = ticket();
        received(1);
        assertThat(server.call("PATCH", TENANT + "/tickets/" + ticket, Map.of("state", "resolved"))
                        .status())
                .isEqualTo(200);
        assertThat(server.call("PATCH", TENANT + "/tickets/" + ticket, Map.of("state", "resolved"))
                        .status())
                .isEqualTo(200);
        received(2);
        reply(ticket, Map.of("text", "The last word."));
        assertThat(received(3).text()).isEqualTo("The last word.");
    }

    @Test
    void a_planned_message_waits_for_its_time() throws Exception {
        maria.text("Hello?");
        String ticket = ticket();
        Instant at = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        RunningServer.Answer planned = reply(ticket, Map.of("template", template(NAMED), "send_at", at.toString()));
        assertThat(planned.status()).isEqualTo(202);
        assertThat(planned.tree()).containsEntry("status", "queued");
        reply(ticket, Map.of("text", "Now."));
        assertThat(received(1).text()).isEqualTo("Now.");
        assertThat(server.get(TENANT + "/messages/" + planned.tree().get("message_id"))
                        .tree())
                .containsEntry("next_attempt_at", at.toString());
    }

    @Test
    void a_file_that_the_network_lost_is_gone_and_one_that_it_changed_is_refused() throws Exception {
        network.misbehave(Misbehaviour.empty(404), "GET", "lookaside", 10);
        network.misbehave(Misbehaviour.graphError(400, 100), "GET", "v25.0", 10);
        maria.image(MediaFile.of(jpeg(), "image/jpeg", null), "lost");
        String ticket = ticket();
        Map<String, Object> lost = settled(ticket, 0);
        assertThat(file(lost).get("state")).isEqualTo("expired");
        assertThat(fileRoute(lost).status()).isEqualTo(410);

        network.behave();
        network.misbehave(Misbehaviour.wrongBytes(), "GET", "lookaside", 10);
        maria.image(MediaFile.of(jpeg(), "image/jpeg", null), "changed");
        Map<String, Object> changed = settled(ticket, 1);
        assertThat(file(changed).get("state")).isEqualTo("rejected");
        assertThat(fileRoute(changed).status()).isEqualTo(422);

        network.behave();
        network.misbehave(Misbehaviour.stall(), "GET", "lookaside", 1);
        maria.image(MediaFile.of(jpeg(), "image/jpeg", null), "slow");
        Map<String, Object> slow =
                Await.until(() -> messages(ticket), all -> all.size() == 3).get(2);
        assertThat(fileRoute(slow).status()).isEqualTo(409);
        network.release();
        network.behave();
        Map<String, Object> there = settled(ticket, 2);
        assertThat(file(there).get("state")).isEqualTo("available");
        assertThat(fileRoute(there).body()).isEqualTo(jpeg());
    }

    private Map<String, Object> settled(String ticket, int index) throws Exception {
        return Await.until(
                () -> {
                    List<Map<String, Object>> all = messages(ticket);
                    return all.size() > index ? all.get(index) : Map.of();
                },
                message -> !message.isEmpty() && !"pending".equals(file(message).get("state")));
    }

    private static Map<?, ?> file(Map<String, Object> message) {
        return (Map<?, ?>) ((List<?>) Objects.requireNonNull(message.get("attachments"))).get(0);
    }

    private RunningServer.Answer fileRoute(Map<String, Object> message) throws Exception {
        return server.get(TENANT + "/messages/" + message.get("id") + "/attachments/0");
    }

    private static byte[] jpeg() {
        byte[] bytes = new byte[300];
        byte[] head = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0};
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy("end".getBytes(UTF_8), 0, bytes, 290, 3);
        return bytes;
    }
}
