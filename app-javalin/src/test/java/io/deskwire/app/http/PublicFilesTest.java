package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.FileLinks;
import io.deskwire.app.Setting;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.Secret;
import io.deskwire.http.AttachmentLinks;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.StoredMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that providers fetch: the address is the permission, and it ends. */
class PublicFilesTest {

    @TempDir
    Path folder;

    @Test
    void a_published_file_is_served_to_anybody_who_has_its_address_and_to_nobody_else() throws Exception {
        try (RunningServer server =
                RunningServer.start(folder, Map.of(Setting.PUBLIC_URL, "https://desk.example.com"))) {
            Content content = server.context()
                    .deskwire()
                    .outbox()
                    .store("acme", new ByteArrayInputStream("bytes".getBytes(UTF_8)));
            OutboundAttachment file = new OutboundAttachment("Rechnung \"7\".pdf", "application/pdf", null, content);
            URI address = server.context().files().publish("acme", file).orElseThrow();
            assertThat(address.toString()).startsWith("https://desk.example.com/files/");

            RunningServer.Answer answer = fetch(server, address.getPath(), "GET");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("bytes".getBytes(UTF_8));
            assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Disposition")).startsWith("attachment;");
            RunningServer.Answer head = fetch(server, address.getPath(), "HEAD");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("5");

            String token = address.getPath();
            assertThat(fetch(server, token.substring(0, token.length() - 2) + "xx", "GET")
                            .status())
                    .isEqualTo(404);
            assertThat(fetch(server, "/files/x" + token.substring(8), "GET").status())
                    .isEqualTo(404);
            assertThat(fetch(server, "/files/nothing", "GET").status()).isEqualTo(404);
            // The same bytes are another tenant's only if that tenant stored them.
            URI other = server.context().files().publish("globex", file).orElseThrow();
            assertThat(fetch(server, other.getPath(), "GET").status()).isEqualTo(404);
        }
    }

    @Test
    void a_file_that_came_in_has_an_address_for_the_helpdesk_that_ends() throws Exception {
        try (RunningServer server =
                RunningServer.start(folder, Map.of(Setting.PUBLIC_URL, "https://desk.example.com"))) {
            Map<String, Object> mailbox = Map.of(
                    "host",
                    "127.0.0.1",
                    "port",
                    1,
                    "username",
                    "support@acme.example",
                    "password",
                    "x",
                    "use_ssl",
                    false,
                    "use_tls",
                    false);
            assertThat(server.call(
                                    "PUT",
                                    "/api/v1/tenants/acme/channels/support",
                                    Map.of(
                                            "provider",
                                            "imap",
                                            "config",
                                            mailbox,
                                            "ticket_address",
                                            "support@acme.example"))
                            .status())
                    .isEqualTo(201);
            String mail = "From: ann@customer.example\r\nTo: support@acme.example\r\nSubject: File\r\n"
                    + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\n"
                    + "Content-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment; filename=note.txt\r\n"
                    + "\r\na note\r\n--b--\r\n";
            server.context()
                    .deskwire()
                    .channels()
                    .receive(
                            "acme",
                            "support",
                            new RawItem(
                                    "one",
                                    "rfc822",
                                    Envelope.unknown(),
                                    null,
                                    Map.of(),
                                    RawBody.of(mail.getBytes(UTF_8))));
            List<StoredMessage.Inbound> received = Await.until(
                    () -> server.context()
                            .stores()
                            .conversations()
                            .received("acme", "support", null, 1)
                            .items(),
                    items -> items.size() == 1);
            InboundMessage message = received.get(0).message();
            AttachmentLinks.Link link = server.context()
                    .files()
                    .link(
                            message,
                            message.attachments().get(0),
                            server.context().clock().instant())
                    .orElseThrow();

            RunningServer.Answer answer = fetch(server, link.address().getPath(), "GET");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body(), UTF_8).strip()).isEqualTo("a note");
            assertThat(answer.header("Content-Disposition")).contains("note.txt");
            String token = link.address().getPath().substring(FileLinks.PATH.length());
            assertThat(server.context().files().openReceived(token, link.expiresAt()))
                    .isEmpty();
            assertThat(server.context().files().open(token, Instant.EPOCH)).isEmpty();
            assertThat(fetch(server, link.address().getPath().replace(".", "A."), "GET")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static RunningServer.Answer fetch(RunningServer server, String path, String method) throws Exception {
        return server.send(HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void without_a_public_address_nothing_is_published() {
        try (RunningServer server = RunningServer.start(folder)) {
            OutboundAttachment file = new OutboundAttachment("a.txt", "text/plain", null, Content.of(new byte[1]));
            assertThat(server.context().files().publish("acme", file)).isEmpty();
        }
    }

    @Test
    void an_address_ends_after_a_week() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        FileLinks links = new FileLinks(
                Secret.of("a key of at least sixteen bytes"),
                () -> Optional.of("https://desk.example.com"),
                Clock.fixed(now, ZoneOffset.UTC));
        OutboundAttachment file = new OutboundAttachment("a\nb.txt", "text/plain", null, Content.of(new byte[1]));
        String token = links.publish("acme", file).orElseThrow().getPath().substring(FileLinks.PATH.length());
        assertThat(links.open(token, now.plus(Duration.ofDays(7)).minusSeconds(1)))
                .contains(new FileLinks.Link("acme", file.content().sha256(), "text/plain", "a_b.txt"));
        assertThat(links.open(token, now.plus(Duration.ofDays(7)))).isEmpty();
        FileLinks others = new FileLinks(
                Secret.of("another key of sixteen bytes"), Optional::empty, Clock.fixed(now, ZoneOffset.UTC));
        assertThat(others.open(token, now)).isEmpty();
    }
}
