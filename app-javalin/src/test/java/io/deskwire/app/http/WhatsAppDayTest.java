package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of one ticket, from the first message to another telephone number, with a restart in between. */
class WhatsAppDayTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    /** As much of a JPEG as tells what it is. */
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T08:00:00Z"));
    private WhatsAppSimulator whatsapp;
    private SimulatedNumber number;
    private SimulatedCustomer ann;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        whatsapp = WhatsAppSimulator.start(clock);
        number = whatsapp.addNumber(NumberSpec.of("106540352242922", "+1 555-078-3881", "102290129340398")
                .withAccessTokens("token")
                .withAppSecret("app secret")
                .withVerifyToken("verify"));
        number.templates()
                .add(SimulatedTemplate.of("we_are_back", "en", "Hello {{1}}, about ticket {{2}}: may we write?"));
        whatsapp.behaviour().automaticStatuses(false);
        ann = number.customer("+16505551234", "Ann");
        startServer();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("phone_number", "+15550783881");
        config.put("business_account_id", "102290129340398");
        config.put("api_key", "token");
        config.put("api_secret", "app secret");
        config.put("webhook_verify_token", "verify");
        config.put("webhook_url", "https://api.example.com/webhooks/whatsapp");
        config.put("api_base_url", whatsapp.graphBaseUrl());
        config.put("ticket_creation_enabled", true);
        config.put("template_messages", List.of());
        RunningServer.Answer put = server.call(
                "PUT", TENANT + "/channels/chat", Map.of("provider", "whatsapp", "is_active", true, "config", config));
        assertThat(put.status()).as(put.toString()).isEqualTo(201);
    }

    private void startServer() {
        server = RunningServer.start(folder, Map.of(), clock);
        number.sendWebhooksTo(server.address() + "/webhooks/whatsapp/acme/chat");
    }

    @AfterEach
    void stop() {
        server.close();
        whatsapp.close();
    }

    @Test
    void a_day() throws Exception {
        // 08:00 Ann writes, and an agent answers.
        String chair = ann.text("My chair is broken");
        String ticket = String.valueOf(
                Await.until(this::tickets, all -> all.size() == 1).get(0).get("id"));
        String answer = reply(ticket, Map.of("text", "Which one?"));
        ReceivedMessage which =
                Await.until(ann::received, all -> all.size() == 1).get(0);
        assertThat(which.text()).isEqualTo("Which one?");
        assertThat(which.contextId()).contains(chair);

        // "Read" overtakes "delivered".
        ann.read(which.id());
        awaitStatus(answer, "read");
        ann.deliver(which.id());

        // 08:05 A photograph, while the media host fails twice.
        clock.advance(Duration.ofMinutes(5));
        whatsapp.misbehave(Misbehaviour.html(502), "GET", ".*", 2);
        ann.image(MediaFile.of(JPEG, "image/jpeg", null), "This one");
        Await.until(() -> messages(ticket), all -> all.size() == 3);
        Await.until(
                () -> {
                    // Each attempt waits for its time.
                    clock.advance(Duration.ofSeconds(3));
                    return attachment(ticket);
                },
                file -> "available".equals(file.get("state")));
        assertThat(attachment(ticket)).containsEntry("content_type", "image/jpeg");
        assertThat(status(answer)).isEqualTo("read");

        // The next day the window has closed: free text is refused, with the moment and what would pass.
        Instant closes = Instant.parse(String.valueOf(window(ticket).get("closes_at")));
        clock.advance(Duration.ofHours(25));
        RunningServer.Answer refused = replying(ticket, Map.of("text", "Still there?"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.tree()).containsEntry("closed_at", closes.toString());
        assertThat(refused.list("templates"))
                .extracting(template -> template.get("name"))
                .containsExactly("we_are_back");
        assertThat(window(ticket)).containsEntry("open", false);

        // A template is planned; the server is started anew before its time.
        Instant planned = clock.instant().plus(Duration.ofMinutes(30));
        String template = reply(
                ticket,
                Map.of(
                        "template",
                        Map.of("name", "we_are_back", "language", "en", "parameters", List.of("Ann", "1")),
                        "send_at",
                        planned.toString()));
        server.close();
        clock.advance(Duration.ofMinutes(29));
        startServer();
        Await.until(() -> status(template), "queued"::equals);
        assertThat(ann.received()).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        ReceivedMessage again =
                Await.until(ann::received, all -> all.size() == 2).get(1);
        assertThat(again.text()).isEqualTo("Hello Ann, about ticket 1: may we write?");
        assertThat(again.at()).isEqualTo(planned);
        awaitStatus(template, "sent");

        // She answers from another number, after the network said that it is hers.
        ann.changeNumber("+12195555358");
        ann.text("Yes please");
        Await.until(() -> texts(ticket), all -> all.contains("Yes please"));
        String last = reply(ticket, Map.of("text", "We come tomorrow"));
        ReceivedMessage tomorrow =
                Await.until(ann::received, all -> all.size() == 3).get(2);
        assertThat(whatsapp.requests())
                .filteredOn(request -> request.path().endsWith("/messages"))
                .last()
                .satisfies(request -> assertThat(request.text()).contains("\"to\":\"+12195555358\""));
        ann.deliver(tomorrow.id());
        awaitStatus(last, "delivered");

        assertThat(tickets()).hasSize(1);
        assertThat(messages(ticket))
                .filteredOn(m -> "outbound".equals(m.get("direction")))
                .hasSize(3);
        assertThat(number.lostSilently()).isEmpty();
        assertThat(number.undelivered()).isEmpty();
    }

    @Test
    void an_answer_whose_end_nobody_heard_is_settled_by_its_status_and_sent_once() throws Exception {
        ann.text("Hello");
        String ticket = String.valueOf(
                Await.until(this::tickets, all -> all.size() == 1).get(0).get("id"));
        whatsapp.misbehave(Misbehaviour.cutAfterAccepting(), "POST", ".*/messages", 1);

        String answer = reply(ticket, Map.of("text", "Hello Ann"));
        awaitStatus(answer, "uncertain");
        clock.advance(Duration.ofHours(1));
        ann.deliver(ann.received().get(0).id());
        awaitStatus(answer, "delivered");

        assertThat(ann.received()).hasSize(1);
    }

    @Test
    void the_same_post_ten_times_and_by_sixteen_threads_makes_one_of_each() throws Exception {
        number.batch(() -> {
            ann.text("one");
            ann.text("two");
            ann.location(37.4, -122.1, "Philz", null);
        });
        Await.until(this::tickets, all -> all.size() == 1);
        number.repeat(number.pushes().get(number.pushes().size() - 1), 10, 1);
        number.repeat(number.pushes().get(number.pushes().size() - 1), 64, 16);

        String ticket = String.valueOf(tickets().get(0).get("id"));
        Await.until(() -> messages(ticket), all -> all.size() == 3);
        assertThat(number.undelivered()).isEmpty();
        RunningServer.Answer dead = server.get(TENANT + "/dead-letters");
        assertThat(dead.items()).isEmpty();
    }

    private String reply(String ticket, Map<String, Object> body) throws Exception {
        RunningServer.Answer answer = replying(ticket, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return String.valueOf(answer.tree().get("message_id"));
    }

    private RunningServer.Answer replying(String ticket, Map<String, Object> body) throws Exception {
        return server.call("POST", TENANT + "/tickets/" + ticket + "/replies", body);
    }

    private List<Map<String, Object>> tickets() throws Exception {
        return server.get(TENANT + "/tickets").items();
    }

    private List<Map<String, Object>> messages(String ticket) throws Exception {
        return server.get(TENANT + "/tickets/" + ticket).list("messages");
    }

    private List<Object> texts(String ticket) throws Exception {
        return messages(ticket).stream().map(message -> message.get("text")).toList();
    }

    private Map<String, Object> window(String ticket) throws Exception {
        return server.get(TENANT + "/tickets/" + ticket).object("window");
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private Map<String, Object> attachment(String ticket) throws Exception {
        return messages(ticket).stream()
                .flatMap(message ->
                        ((List<Map<String, Object>>) message.getOrDefault("attachments", List.of())).stream())
                .findFirst()
                .orElseThrow();
    }

    private void awaitStatus(String message, String wished) throws Exception {
        Await.until(() -> status(message), wished::equals);
    }

    private String status(String message) throws Exception {
        Map<String, Object> delivery =
                server.get(TENANT + "/messages/" + message).list("deliveries").get(0);
        return Objects.requireNonNull(delivery.get("status")).toString();
    }
}
