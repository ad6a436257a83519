package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same mail, the same conversation and the same trouble through every provider that posts mail to us. */
class CloudMailTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Supplier<CloudProvider>> providers() {
        return Stream.of(
                () -> new CloudProvider.SendGrid(true),
                () -> new CloudProvider.SendGrid(false),
                () -> new CloudProvider.Mailgun(true),
                () -> new CloudProvider.Mailgun(false),
                CloudProvider.Ses::new,
                () -> new PostmarkProvider(true),
                () -> new PostmarkProvider(false));
    }

    private void connect(CloudProvider provider, String channel) throws Exception {
        RunningServer.Answer put = server.call(
                "PUT",
                TENANT + "/channels/" + channel,
                Map.of(
                        "provider",
                        provider.type(),
                        "is_active",
                        true,
                        "ticket_address",
                        CloudProvider.SUPPORT,
                        "config",
                        provider.config()));
        assertThat(put.status()).as(put.toString()).isEqualTo(201);
        provider.call(server.address() + "/webhooks/" + provider.type() + "/acme/" + channel);
    }

    @Test
    void the_same_mail_makes_equal_tickets_through_every_provider_whole_and_taken_apart() throws Exception {
        Map<String, Map<String, Object>> seen = new LinkedHashMap<>();
        for (Supplier<CloudProvider> one : providers().toList()) {
            try (CloudProvider provider = one.get()) {
                String channel = provider.toString().replace(' ', '-');
                connect(provider, channel);
                // Each has an id of its own: the same mail in two channels would be a copy.
                assertThat(provider.receive(hardMail(channel), "zoe@customer.example"))
                        .containsOnly(200);
                Map<String, Object> message = Await.until(() -> messagesOf(channel), messages -> messages.size() == 1)
                        .get(0);
                seen.put(provider.toString(), comparable(message));
            }
        }
        Map<String, Object> first = seen.values().iterator().next();
        assertThat(first)
                .containsEntry("subject", "注文が届きません")
                .hasEntrySatisfying("text", text -> assertThat(text.toString()).contains("Grüße aus Köln"));
        assertThat((List<?>) first.get("attachments")).hasSize(4);
        seen.forEach((provider, message) -> assertThat(message).as(provider).isEqualTo(first));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_conversation_of_five_turns_is_one_ticket(Supplier<CloudProvider> one) throws Exception {
        try (CloudProvider provider = one.get()) {
            connect(provider, "mail");
            provider.receive(plain("m1@customer.example", "", "My order has not arrived"), "zoe@customer.example");
            Map<String, Object> ticket =
                    Await.until(this::tickets, all -> all.size() == 1).get(0);
            String id = ticket.get("id").toString();

            for (int turn = 1; turn <= 2; turn++) {
                RunningServer.Answer reply = server.call(
                        "POST", TENANT + "/tickets/" + id + "/replies", Map.of("text", "We look into it, " + turn));
                assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
                int sent = turn;
                List<String> ids = Await.until(provider::sentIds, all -> all.size() == sent);
                assertThat(provider.lastInReplyTo()).isEqualTo("<m" + turn + "@customer.example>");
                String seen = ids.get(ids.size() - 1);
                provider.receive(
                        plain("m" + (turn + 1) + "@customer.example", seen, "Thank you, " + turn),
                        "zoe@customer.example");
                int messages = 1 + 2 * turn;
                Await.until(() -> messages(id), all -> all.size() == messages);
            }

            assertThat(tickets()).hasSize(1);
            assertThat(provider.lost()).isZero();
        }
    }

    @Test
    void what_recipients_do_with_an_answer_stands_beside_it() throws Exception {
        try (PostmarkProvider provider = new PostmarkProvider(true)) {
            connect(provider, "mail");
            provider.receive(plain("m1@customer.example", "", "My order has not arrived"), "zoe@customer.example");
            String id = Await.until(this::tickets, all -> all.size() == 1)
                    .get(0)
                    .get("id")
                    .toString();
            server.call("POST", TENANT + "/tickets/" + id + "/replies", Map.of("text", "We look into it"));
            Await.until(provider::sentIds, all -> all.size() == 1);
            provider.isReadBy("zoe@customer.example");

            Map<String, Object> answer = Await.until(
                            () -> messages(id),
                            all -> all.size() == 2
                                    && events(all.get(1)).size() == 3
                                    && all.get(1).toString().contains("status=delivered"))
                    .get(1);
            assertThat(events(answer))
                    .extracting(event -> event.get("type") + " " + event.get("machine") + " " + event.get("text"))
                    .containsExactlyInAnyOrder(
                            "opened true by a machine",
                            "opened false null",
                            "clicked null https://shop.example/order/1");
        }
    }

    @SuppressWarnings("unchecked") // As the API writes it.
    private static List<Map<String, Object>> events(Map<String, Object> message) {
        return (List<Map<String, Object>>) message.getOrDefault("events", List.of());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void while_nothing_can_be_stored_nothing_is_thrown_away(Supplier<CloudProvider> one) throws Exception {
        try (CloudProvider provider = one.get()) {
            connect(provider, "mail");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("deskwire.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(provider.receive(
                                plain("m1@customer.example", "", "My order has not arrived"), "zoe@customer.example"))
                        .containsOnly(503);
                statement.execute("ROLLBACK");
            }
            provider.retry();
            provider.retry();

            Await.until(this::tickets, all -> all.size() == 1);
            String id = tickets().get(0).get("id").toString();
            assertThat(messages(id)).hasSize(1);
            assertThat(provider.lost()).isZero();
        }
    }

    private static Map<String, Object> comparable(Map<String, Object> message) {
        Map<String, Object> fields = new TreeMap<>();
        for (String name : List.of("kind", "from", "to", "cc", "subject", "text", "html", "reply_text")) {
            fields.put(name, String.valueOf(message.get(name)));
        }
        List<Object> files = new ArrayList<>();
        for (Object file : (List<?>) message.get("attachments")) {
            Map<?, ?> attachment = (Map<?, ?>) file;
            files.add(Stream.of("file_name", "content_type", "size", "sha256", "inline", "content_id")
                    .map(name -> name + "=" + attachment.get(name))
                    .toList()
                    .toString());
        }
        files.sort(java.util.Comparator.comparing(Object::toString));
        fields.put("attachments", files);
        return fields;
    }

    private List<Map<String, Object>> messagesOf(String channel) throws Exception {
        for (Map<String, Object> ticket : tickets()) {
            if (channel.equals(ticket.get("channel_id"))) {
                return messages(ticket.get("id").toString());
            }
        }
        return List.of();
    }

    private List<Map<String, Object>> tickets() throws Exception {
        return server.get(TENANT + "/tickets").items();
    }

    private List<Map<String, Object>> messages(String ticket) throws Exception {
        return server.get(TENANT + "/tickets/" + ticket).list("messages");
    }

    private static byte[] plain(String id, String inReplyTo, String text) {
        String thread =
                inReplyTo.isEmpty() ? "" : "In-Reply-To: <" + inReplyTo + ">\r\nReferences: <" + inReplyTo + ">\r\n";
        return ("From: Zoe <zoe@customer.example>\r\nTo: " + CloudProvider.SUPPORT + "\r\nSubject: Order\r\n"
                        + "Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nMessage-ID: <" + id + ">\r\n" + thread
                        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Text in Latin-1, HTML with a picture in it, a Japanese subject, three files. */
    private static byte[] hardMail(String id) throws IOException {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        line(mail, "From: =?UTF-8?Q?Zo=C3=AB?= Kunde <zoe@customer.example>");
        line(mail, "To: " + CloudProvider.SUPPORT);
        line(mail, "Cc: Bo <bo@customer.example>");
        line(
                mail,
                "Subject: =?ISO-2022-JP?B?" + Base64.getEncoder().encodeToString("注文が届きません".getBytes("ISO-2022-JP"))
                        + "?=");
        line(mail, "Date: Tue, 3 Mar 2026 10:00:00 +0000");
        line(mail, "Message-ID: <" + id + "@customer.example>");
        line(mail, "MIME-Version: 1.0");
        line(mail, "Content-Type: multipart/mixed; boundary=mixed");
        line(mail, "");
        line(mail, "--mixed");
        line(mail, "Content-Type: multipart/related; boundary=related");
        line(mail, "");
        line(mail, "--related");
        line(mail, "Content-Type: multipart/alternative; boundary=alternative");
        line(mail, "");
        line(mail, "--alternative");
        line(mail, "Content-Type: text/plain; charset=iso-8859-1");
        line(mail, "Content-Transfer-Encoding: 8bit");
        line(mail, "");
        mail.write("Grüße aus Köln\r\n".getBytes(StandardCharsets.ISO_8859_1));
        line(mail, "--alternative");
        line(mail, "Content-Type: text/html; charset=iso-8859-1");
        line(mail, "Content-Transfer-Encoding: quoted-printable");
        line(mail, "");
        line(mail, "<p>Gr=FC=DFe aus K=F6ln <img src=3D\"cid:dot@customer.example\"></p>");
        line(mail, "--alternative--");
        line(mail, "--related");
        file(mail, "image/gif", "dot.gif", "inline", "dot@customer.example", new byte[] {'G', 'I', 'F', '8', '9', 'a', 1
        });
        line(mail, "--related--");
        line(mail, "--mixed");
        file(
                mail,
                "application/pdf",
                "Rechnung.pdf",
                "attachment",
                null,
                "%PDF-1.4 no more".getBytes(StandardCharsets.US_ASCII));
        line(mail, "--mixed");
        file(mail, "text/csv", "list.csv", "attachment", null, "a;b\r\n1;2\r\n".getBytes(StandardCharsets.US_ASCII));
        line(mail, "--mixed");
        byte[] bytes = new byte[3000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        file(mail, "application/octet-stream", "data.bin", "attachment", null, bytes);
        line(mail, "--mixed--");
        return mail.toByteArray();
    }

    private static void file(
            ByteArrayOutputStream mail, String type, String name, String disposition, String id, byte[] bytes)
            throws IOException {
        line(mail, "Content-Type: " + type + "; name=\"" + name + "\"");
        line(mail, "Content-Disposition: " + disposition + "; filename=\"" + name + "\"");
        if (id != null) {
            line(mail, "Content-ID: <" + id + ">");
        }
        line(mail, "Content-Transfer-Encoding: base64");
        line(mail, "");
        line(mail, Base64.getMimeEncoder().encodeToString(bytes));
    }

    private static void line(ByteArrayOutputStream mail, String text) throws IOException {
        mail.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
