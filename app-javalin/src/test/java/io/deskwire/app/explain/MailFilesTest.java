package io.deskwire.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFilesTest {

    @TempDir
    Path folder;

    private final List<String> bodies = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private void read(String path, String standardInput) {
        new MailFiles(
                        mail -> {
                            try (InputStream in = mail.content().open()) {
                                String body = new String(in.readAllBytes(), UTF_8);
                                assertThat(mail.content().length()).isEqualTo(body.getBytes(UTF_8).length);
                                assertThat(mail.content().sha256())
                                        .isEqualTo(
                                                Content.of(body.getBytes(UTF_8)).sha256());
                                bodies.add(body);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        (name, why) -> unreadable.add(name))
                .read(path, new ByteArrayInputStream(standardInput.getBytes(UTF_8)));
    }

    @Test
    void an_mbox_is_split_and_its_quoting_undone() throws Exception {
        Path box = folder.resolve("box");
        Files.writeString(
                box,
                "From a@b Sun Nov 22 09:00:00 2026\nSubject: 1\n\n>From here\n>>From there\n>Frommage\n\n"
                        + "From c@d Sun Nov 22 09:00:01 2026\nSubject: 2\n\nFrom my point of view no separator.\n\n"
                        + "From nobody\nSubject: 3\n\n\n");
        read(box.toString(), "");
        assertThat(bodies)
                .containsExactly(
                        "Subject: 1\n\nFrom here\n>From there\n>Frommage\n",
                        "Subject: 2\n\nFrom my point of view no separator.\n",
                        "Subject: 3\n\n");
    }

    @Test
    void a_broken_header_is_no_separator() throws Exception {
        Path box = folder.resolve("box");
        Files.writeString(box, "From a 10:00\nReceived: x\nFrom  :<a@b.example>\nTo: c@d.example\n\nx\n");
        read(box.toString(), "");
        assertThat(bodies).containsExactly("Received: x\nFrom  :<a@b.example>\nTo: c@d.example\n\nx\n");
    }

    @Test
    void line_ends_of_every_kind_are_kept() throws Exception {
        Path box = folder.resolve("box");
        Files.writeString(box, "From a 10:00\r\nSubject: 1\r\n\r\nx\r\n\r\nFrom b 10:01\r\nSubject: 2\r\n\r\ny\r\n");
        read(box.toString(), "");
        assertThat(bodies).containsExactly("Subject: 1\r\n\r\nx\r\n", "Subject: 2\r\n\r\ny\r\n");
    }

    @Test
    void a_maildir_gives_what_was_delivered_and_nothing_else() throws Exception {
        for (String file : List.of("cur/1:2,S", "new/2", "tmp/3", ".Sent/cur/4", "dovecot-uidlist")) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "Subject: " + file + "\n\n");
        }
        read(folder.toString(), "");
        assertThat(bodies)
                .containsExactlyInAnyOrder("Subject: cur/1:2,S\n\n", "Subject: new/2\n\n", "Subject: .Sent/cur/4\n\n");
    }

    @Test
    void standard_input_and_folders_of_files_are_read_and_what_is_missing_is_named() throws Exception {
        read("-", "Subject: in\n\n");
        Files.writeString(folder.resolve("a.eml"), "Subject: a\n\n");
        read(folder.toString(), "");
        read(folder.resolve("none").toString(), "");
        assertThat(bodies).containsExactly("Subject: in\n\n", "Subject: a\n\n");
        assertThat(unreadable).hasSize(1);
    }

    @Test
    void json_holds_every_name_whatever_the_mail() throws Exception {
        Path file = folder.resolve("a.eml");
        Files.writeString(
                file,
                "From: \"A\" <a@b.example>\nTo: c@d.example\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <x@y>\n"
                        + "In-Reply-To: <p@q>\nReferences: <o@q> <p@q>\nDate: Fri, 02 Jan 2026 03:04:05 +0000\n\nHi\n");
        List<Map<String, Object>> trees = new ArrayList<>();
        Explainer explainer = new Explainer(List.of());
        MailFiles files = new MailFiles(
                mail -> trees.add(Json.strict().parseObject(explainer.json(mail))),
                (name, why) -> unreadable.add(name));
        files.read(file.toString(), InputStream.nullInputStream());
        Files.write(folder.resolve("b.eml"), new byte[] {0, 1, 2, (byte) 0xff});
        files.read(folder.resolve("b.eml").toString(), InputStream.nullInputStream());
        assertThat(trees.get(0))
                .containsEntry("file", file.toString())
                .containsEntry("index", 0L)
                .containsEntry("kind", "message")
                .containsEntry("message_id", "x@y")
                .containsEntry("in_reply_to", "p@q")
                .containsEntry("references", List.of("o@q", "p@q"))
                .containsEntry("from", Map.of("address", "a@b.example", "name", "A"))
                .containsEntry("subject", "Grüße")
                .containsEntry("date", "2026-01-02T03:04:05Z")
                .containsEntry("auto_submitted", "no");
        for (Map<String, Object> tree : trees) {
            assertThat(tree)
                    .containsOnlyKeys(
                            "file",
                            "index",
                            "kind",
                            "message_id",
                            "in_reply_to",
                            "references",
                            "from",
                            "reply_to",
                            "to",
                            "cc",
                            "subject",
                            "date",
                            "text",
                            "html",
                            "safe_html",
                            "reply_text",
                            "reply_confidence",
                            "attachments",
                            "auto_submitted",
                            "authentication",
                            "issues",
                            "notes",
                            "event",
                            "forwarded",
                            "kind_evidence",
                            "signals",
                            "reports");
        }
    }

    @Test
    void what_a_stranger_wrote_does_not_steer_the_terminal() throws Exception {
        Path file = folder.resolve("a.eml");
        Files.writeString(file, "From: a@b.example\nSubject: x\u001b[2Jy\n\n\u001b]0;title\u0007\n");
        new MailFiles(
                        mail -> assertThat(new Explainer(List.of()).text(mail))
                                .contains("subject")
                                .doesNotContain("\u001b"),
                        (name, why) -> unreadable.add(name))
                .read(file.toString(), InputStream.nullInputStream());
        assertThat(unreadable).isEmpty();
    }

    @Test
    void a_captured_webhook_body_gives_a_line_for_each_update_in_it() throws IOException {
        String value = "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"15550783881\","
                + "\"phone_number_id\":\"106540352242922\"},\"contacts\":[{\"profile\":{\"name\":\"Sheena\"},"
                + "\"wa_id\":\"16505551234\"}],\"messages\":[{\"from\":\"16505551234\",\"id\":\"wamid.1\","
                + "\"timestamp\":\"1749416383\",\"type\":\"text\",\"text\":{\"body\":\"Hello\"}},"
                + "{\"from\":\"16505551234\",\"id\":\"wamid.2\",\"timestamp\":\"1749416384\",\"type\":\"reaction\","
                + "\"reaction\":{\"message_id\":\"wamid.0\",\"emoji\":\"\uD83D\uDC4D\"}}]}";
        Path body = Files.writeString(
                folder.resolve("webhook.json"),
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"value\":" + value
                        + ",\"field\":\"messages\"}]}]}");
        Path form = Files.writeString(
                folder.resolve("twilio.txt"),
                "SmsMessageSid=SM1&Body=Hi+there&MessageSid=SM1&From=whatsapp%3A%2B16505551234&NumMedia=0"
                        + "&To=whatsapp%3A%2B15550783881&WaId=16505551234");
        List<Map<String, Object>> trees = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        Explainer explainer = new Explainer(List.of());
        MailFiles files = new MailFiles(
                mail -> {
                    trees.add(Json.strict().parseObject(explainer.json(mail)));
                    texts.add(explainer.text(mail));
                },
                (name, why) -> unreadable.add(name));
        files.read(body.toString(), InputStream.nullInputStream());
        files.read(form.toString(), InputStream.nullInputStream());

        assertThat(unreadable).isEmpty();
        assertThat(trees).hasSize(3);
        assertThat(trees.get(0))
                .containsEntry("index", 0L)
                .containsEntry("kind", "message")
                .containsEntry("message_id", "wamid.1")
                .containsEntry("text", "Hello");
        assertThat(trees.get(1)).containsEntry("index", 1L).containsEntry("event", "reaction");
        assertThat(trees.get(2)).containsEntry("text", "Hi there").containsEntry("kind", "message");
        assertThat(texts.get(0)).contains("Hello").contains("Sheena");
    }
}
