package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.ticket.AttachmentSource;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Switching off, looking up, and files, against a real HTTP server. */
class HttpTicketSinkOptionsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Secret SECRET = Secret.of("of the helpdesk");

    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    private HttpTicketSink sink(HttpTicketSink.Files files, @Nullable String lookup) {
        String base = "http://127.0.0.1:" + server.getPort();
        AttachmentLinks links = (message, file, now) -> Optional.of(new AttachmentLinks.Link(
                URI.create("https://desk.example/files/" + file.index()), now.plus(Duration.ofDays(7))));
        return new HttpTicketSink(
                transport,
                URI.create(base + "/events"),
                List.of(SECRET),
                new HttpTicketSink.Options(files, links, lookup == null ? null : URI.create(base + lookup)));
    }

    private void answers(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    private static TicketEvent event(boolean mayHaveArrived, Instant now, AttachmentSource files) {
        return new TicketEvent(
                MessageSamples.inbound()
                        .id("msg 1")
                        .channel("acme", "mail")
                        .attachment("a.txt", "text/plain", 3)
                        .attachment("large.bin", "application/octet-stream", 9 << 20)
                        .build(),
                "c1",
                null,
                MessageSamples.opens("c1"),
                files,
                mayHaveArrived ? 2 : 1,
                mayHaveArrived,
                now);
    }

    private static TicketEvent event(boolean mayHaveArrived, Instant now) {
        return event(mayHaveArrived, now, index -> new ByteArrayInputStream(new byte[] {1, 2, 3}));
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private List<Map<String, Object>> sentFiles() throws InterruptedException {
        Map<String, Object> tree = Json.strict()
                .parseObject(
                        Objects.requireNonNull(server.takeRequest().getBody()).toByteArray());
        Map<String, Object> message = (Map<String, Object>) Objects.requireNonNull(tree.get("message"));
        return (List<Map<String, Object>>) Objects.requireNonNull(message.get("attachments"));
    }

    @Test
    void after_410_nothing_is_posted_for_a_day_and_messages_wait() {
        answers(410, "");
        answers(200, "{\"ticket_id\":\"7\"}");
        HttpTicketSink sink = sink(HttpTicketSink.Files.NAMED, null);

        assertThat(sink.deliver(event(false, NOW))).isInstanceOf(SinkResult.Misconfigured.class);
        assertThat(sink.deliver(event(false, NOW.plus(Duration.ofHours(23)))))
                .isInstanceOf(SinkResult.Misconfigured.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(sink.deliver(event(false, NOW.plus(Duration.ofHours(24)))))
                .isEqualTo(new SinkResult.Created(new TicketRef("7")));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_message_that_may_have_arrived_is_looked_up_before_it_is_posted_again() throws Exception {
        HttpTicketSink sink = sink(HttpTicketSink.Files.NAMED, "/known?tenant=acme");
        answers(200, "{\"ticket_id\":\"7\"}");
        assertThat(sink.deliver(event(true, NOW))).isEqualTo(new SinkResult.Duplicate(new TicketRef("7")));
        RecordedRequest lookup = server.takeRequest();
        assertThat(lookup.getMethod()).isEqualTo("GET");
        assertThat(lookup.getTarget()).isEqualTo("/known?tenant=acme&message_id=msg+1");
        assertThat(lookup.getHeaders().get("webhook-signature"))
                .isEqualTo(new StandardWebhooks(List.of(SECRET)).signature("msg 1", NOW, new byte[0]));

        answers(404, "");
        answers(201, "{\"ticket_id\":\"8\"}");
        assertThat(sink.deliver(event(true, NOW))).isEqualTo(new SinkResult.Created(new TicketRef("8")));
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
        RecordedRequest post = server.takeRequest();
        assertThat(post.getMethod()).isEqualTo("POST");
        assertThat(post.getHeaders().get("Deskwire-May-Have-Arrived")).isEqualTo("true");
    }

    @Test
    void while_the_look_up_does_not_answer_nothing_is_posted() {
        HttpTicketSink sink = sink(HttpTicketSink.Files.NAMED, "/known");
        answers(500, "");
        assertThat(sink.deliver(event(true, NOW))).isInstanceOf(SinkResult.Retry.class);
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "30")
                .build());
        assertThat(sink.deliver(event(true, NOW)))
                .isEqualTo(new SinkResult.Retry("the helpdesk's look-up answered HTTP 503", Duration.ofSeconds(30)));
        answers(401, "");
        assertThat(sink.deliver(event(true, NOW))).isInstanceOf(SinkResult.Misconfigured.class);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void a_first_attempt_is_not_looked_up() throws Exception {
        answers(201, "{\"ticket_id\":\"8\"}");
        sink(HttpTicketSink.Files.NAMED, "/known").deliver(event(false, NOW));

        RecordedRequest post = server.takeRequest();
        assertThat(post.getMethod()).isEqualTo("POST");
        assertThat(post.getHeaders().get("Deskwire-May-Have-Arrived")).isNull();
    }

    @Test
    void files_go_as_addresses_that_expire() throws Exception {
        answers(200, "");
        sink(HttpTicketSink.Files.LINKS, null).deliver(event(false, NOW));

        List<Map<String, Object>> files = sentFiles();
        assertThat(files).hasSize(2);
        assertThat(files.get(0))
                .containsEntry("file_name", "a.txt")
                .containsEntry("url", "https://desk.example/files/0")
                .containsEntry("url_expires_at", "2026-03-09T12:00:00Z")
                .doesNotContainKey("content_base64");
    }

    @Test
    void small_files_go_along_and_large_ones_by_their_address() throws Exception {
        answers(200, "");
        sink(HttpTicketSink.Files.INLINE, null).deliver(event(false, NOW));

        List<Map<String, Object>> files = sentFiles();
        assertThat(files.get(0))
                .containsEntry("content_base64", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}))
                .doesNotContainKey("url");
        assertThat(files.get(1)).containsKey("url").doesNotContainKey("content_base64");
    }

    @Test
    void a_file_that_cannot_be_read_delays_the_message_and_nothing_is_posted() {
        SinkResult result = sink(HttpTicketSink.Files.INLINE, null).deliver(event(false, NOW, index -> {
            throw new IOException("store away");
        }));

        assertThat(result).isInstanceOf(SinkResult.Retry.class);
        assertThat(server.getRequestCount()).isZero();
    }
}
