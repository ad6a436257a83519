package io.deskwire.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedWebhooksTest {

    private static final String MAIL = "From: Ann <ann@customer.example>\r\nTo: support@acme.example\r\n"
            + "Subject: Order\r\nMessage-ID: <1@customer.example>\r\n\r\nWhere is it?\r\n";

    @TempDir
    Path folder;

    private final List<Map<String, Object>> read = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private void explain(String body) throws IOException {
        explain("capture", body.getBytes(UTF_8));
    }

    private void explain(String name, byte[] body) throws IOException {
        read.clear();
        Path file = Files.write(folder.resolve(name), body);
        Explainer explainer = new Explainer(List.of());
        new MailFiles(
                        mail -> {
                            read.add(Json.strict().parseObject(explainer.json(mail)));
                            assertThat(explainer.text(mail)).contains("kind");
                        },
                        (path, why) -> unreadable.add(why))
                .read(file.toString(), InputStream.nullInputStream());
    }

    private MapAssert<String, Object> only() {
        assertThat(unreadable).isEmpty();
        assertThat(read).hasSize(1);
        return assertThat(read.get(0));
    }

    private void isTheOrder() {
        only().containsEntry("kind", "message")
                .containsEntry("subject", "Order")
                .containsEntry("message_id", "1@customer.example")
                .containsEntry("from", Map.of("address", "ann@customer.example", "name", "Ann"));
        assertThat(String.valueOf(read.get(0).get("text")).strip()).isEqualTo("Where is it?");
    }

    private static Map<String, String> fields(String... pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private static String multipart(Map<String, String> fields) {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append("--xYzZY\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        return form.append("--xYzZY--\r\n").toString();
    }

    private static String urlEncoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static final Map<String, String> RAW = fields(
            "dkim",
            "{@customer.example : pass}",
            "email",
            MAIL,
            "to",
            "support@acme.example",
            "envelope",
            "{\"to\":[\"support@acme.example\"],\"from\":\"ann@customer.example\"}",
            "charsets",
            "{\"to\":\"UTF-8\"}",
            "SPF",
            "pass");

    private static final Map<String, String> TAKEN_APART = fields(
            "headers",
            "From: Ann <ann@customer.example>\nTo: support@acme.example\nSubject: Order\n"
                    + "Message-ID: <1@customer.example>\n",
            "text",
            "Where is it?",
            "envelope",
            "{\"to\":[\"support@acme.example\"],\"from\":\"ann@customer.example\"}",
            "attachments",
            "0",
            "subject",
            "Order",
            "charsets",
            "{\"text\":\"utf-8\"}");

    @Test
    void sendgrid_posts_mail_raw_and_taken_apart() throws IOException {
        explain(multipart(RAW));
        isTheOrder();
        assertThat(read.get(0).get("authentication").toString()).contains("pass");
        explain(multipart(TAKEN_APART));
        isTheOrder();
    }

    @Test
    void an_http_header_may_stand_before_the_body_and_the_body_knows_its_boundary_best() throws IOException {
        String head = "POST /webhooks/sendgrid HTTP/1.1\r\nHost: x\r\nUser-Agent: SendGrid\r\n"
                + "Content-Type: multipart/form-data; boundary=gone\r\n\r\n";
        explain(head + multipart(TAKEN_APART));
        isTheOrder();
        explain(head.substring(head.indexOf("Host")) + multipart(TAKEN_APART));
        isTheOrder();
        explain((head + multipart(TAKEN_APART)).replace("\r\n", "\n"));
        isTheOrder();
        String body = multipart(TAKEN_APART);
        explain("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(20) + "\r\n"
                + body.substring(0, 20) + "\r\n" + Integer.toHexString(body.length() - 20) + ";x=y\r\n"
                + body.substring(20) + "\r\n0\r\n\r\n");
        isTheOrder();
    }

    @Test
    void a_mail_that_calls_itself_a_form_stays_a_mail() throws IOException {
        explain("From: a@b.example\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n\r\nHi\r\n--x--\r\n");
        only().containsEntry("from", Map.of("address", "a@b.example"));
    }

    @Test
    void mailgun_posts_forms_of_both_kinds() throws IOException {
        Map<String, String> whole = fields(
                "recipient",
                "support@acme.example",
                "sender",
                "ann@customer.example",
                "timestamp",
                "1700000000",
                "token",
                "t",
                "signature",
                "s",
                "body-mime",
                MAIL);
        explain(multipart(whole));
        isTheOrder();
        explain(urlEncoded(whole) + "\n");
        isTheOrder();
        explain(urlEncoded(fields(
                "recipient",
                "support@acme.example",
                "sender",
                "ann@customer.example",
                "subject",
                "Order",
                "body-plain",
                "Where is it?",
                "message-headers",
                "[[\"From\",\"Ann <ann@customer.example>\"],[\"To\",\"support@acme.example\"],[\"Subject\",\"Order\"],"
                        + "[\"Message-Id\",\"<1@customer.example>\"]]",
                "timestamp",
                "1700000000",
                "token",
                "t",
                "signature",
                "s")));
        isTheOrder();
    }

    @Test
    void mailgun_tells_of_bounces_in_json() throws IOException {
        explain("{\"signature\":{\"timestamp\":\"1\",\"token\":\"t\",\"signature\":\"s\"},\"event-data\":{\"event\":"
                + "\"failed\",\"id\":\"e\",\"timestamp\":1700000000.5,\"severity\":\"permanent\",\"recipient\":"
                + "\"gone@customer.example\",\"delivery-status\":{\"code\":550,\"message\":\"no such user\"},"
                + "\"message\":{\"headers\":{\"message-id\":\"our@acme.example\"}}}}");
        only().containsEntry("kind", "bounce");
        assertThat(read.get(0).get("reports").toString()).contains("gone@customer.example", "our@acme.example");
    }

    private static String notification(String message) {
        return Json.write(Map.of(
                "Type",
                "Notification",
                "MessageId",
                "1",
                "TopicArn",
                "arn:aws:sns:us-east-1:111122223333:mail",
                "Message",
                message,
                "Timestamp",
                "2026-01-02T03:04:05.000Z",
                "SignatureVersion",
                "1",
                "Signature",
                "AAAA",
                "SigningCertURL",
                "https://sns.us-east-1.amazonaws.com/x.pem"));
    }

    private static String received(Map<String, Object> action) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("notificationType", "Received");
        tree.put(
                "mail",
                Map.of(
                        "messageId",
                        "m1",
                        "source",
                        "ann@customer.example",
                        "destination",
                        List.of("support@acme.example"),
                        "timestamp",
                        "2026-01-02T03:04:05.000Z"));
        tree.put(
                "receipt",
                Map.of(
                        "recipients",
                        List.of("support@acme.example"),
                        "spfVerdict",
                        Map.of("status", "PASS"),
                        "action",
                        action));
        if (action.get("type").equals("SNS")) {
            tree.put("content", MAIL);
        }
        return Json.write(tree);
    }

    @Test
    void ses_brings_mail_by_sns_with_or_without_its_envelope_and_names_what_lies_in_s3() throws IOException {
        Map<String, Object> inline = Map.of("type", "SNS", "encoding", "UTF8");
        explain(notification(received(inline)));
        isTheOrder();
        explain(received(inline));
        isTheOrder();
        explain("POST / HTTP/1.1\r\nx-amz-sns-message-type: Notification\r\nContent-Type: text/plain; charset=UTF-8"
                + "\r\n\r\n" + notification(received(inline)));
        isTheOrder();
        explain(notification(received(Map.of("type", "S3", "bucketName", "b", "objectKey", "k"))));
        assertThat(read).isEmpty();
        assertThat(unreadable).hasSize(1).allMatch(why -> why.contains("s3"));
    }

    @Test
    void postmark_posts_json_with_and_without_the_mail_as_it_was() throws IOException {
        Map<String, Object> post = new LinkedHashMap<>();
        post.put("FromName", "Ann");
        post.put("From", "ann@customer.example");
        post.put("FromFull", Map.of("Email", "ann@customer.example", "Name", "Ann", "MailboxHash", ""));
        post.put("To", "support@acme.example");
        post.put("ToFull", List.of(Map.of("Email", "support@acme.example", "Name", "", "MailboxHash", "")));
        post.put("OriginalRecipient", "support@acme.example");
        post.put("Subject", "Order");
        post.put("MessageID", "73e6d360-66eb-11e1-8e72-a8904824019b");
        post.put("Date", "Fri, 2 Jan 2026 03:04:05 +0000");
        post.put("TextBody", "Where is it?");
        post.put("HtmlBody", "");
        post.put("Headers", List.of(Map.of("Name", "Message-ID", "Value", "<1@customer.example>")));
        post.put("Attachments", List.of());
        explain(Json.writePretty(post));
        isTheOrder();
        post.put("RawEmail", MAIL);
        explain(Json.write(post));
        isTheOrder();
    }

    @Test
    void sendgrid_tells_of_several_mails_in_one_array() throws IOException {
        explain("[{\"email\":\"a@b.example\",\"event\":\"bounce\",\"sg_event_id\":\"1\",\"sg_message_id\":\"m.1\","
                + "\"smtp-id\":\"<our@acme.example>\",\"timestamp\":1,\"reason\":\"550 no\",\"status\":\"5.1.1\"},"
                + "{\"email\":\"c@d.example\",\"event\":\"delivered\",\"sg_event_id\":\"2\",\"sg_message_id\":\"m.2\","
                + "\"timestamp\":2}]");
        assertThat(unreadable).isEmpty();
        assertThat(read).extracting(tree -> tree.get("kind")).containsExactly("bounce", "delivery_report");
        assertThat(read).extracting(tree -> tree.get("index")).containsExactly(0L, 1L);
    }

    @Test
    void gmail_messages_are_read_raw_and_from_their_parts() throws IOException {
        String raw = Base64.getUrlEncoder().encodeToString(MAIL.getBytes(UTF_8)).replace("=", "\\u003d");
        explain("{\"id\":\"18c\",\"threadId\":\"18b\",\"labelIds\":[\"INBOX\"],\"raw\":\"" + raw + "\"}");
        isTheOrder();
        assertThat(read.get(0).get("signals").toString()).contains("provider_thread", "18b");
        String text = Base64.getUrlEncoder().encodeToString("Where is it?".getBytes(UTF_8));
        explain(
                "{\"id\":\"18c\",\"threadId\":\"18b\",\"payload\":{\"mimeType\":\"multipart/mixed\",\"headers\":["
                        + "{\"name\":\"From\",\"value\":\"Ann <ann@customer.example>\"},{\"name\":\"Subject\",\"value\":\"Order\"},"
                        + "{\"name\":\"Message-ID\",\"value\":\"<1@customer.example>\"},"
                        + "{\"name\":\"Content-Type\",\"value\":\"multipart/mixed; boundary=x\"}],\"parts\":["
                        + "{\"mimeType\":\"text/plain\",\"filename\":\"\",\"headers\":[],\"body\":{\"data\":\"" + text
                        + "\"}},"
                        + "{\"mimeType\":\"image/png\",\"filename\":\"a.png\",\"body\":{\"attachmentId\":\"A\",\"size\":7}}]}}");
        isTheOrder();
        assertThat(read.get(0).get("attachments").toString()).contains("a.png");
        assertThat(read.get(0).get("issues").toString()).contains("file-left-at-gmail");
    }

    @Test
    void graph_messages_are_read_alone_and_in_lists() throws IOException {
        String message = "{\"id\":\"AAMk\",\"subject\":\"Order\",\"internetMessageId\":\"<1@customer.example>\","
                + "\"sentDateTime\":\"2026-01-02T03:04:05Z\",\"conversationId\":\"conv\",\"body\":{\"contentType\":\"text\","
                + "\"content\":\"Where is it?\"},\"from\":{\"emailAddress\":{\"name\":\"Ann\",\"address\":"
                + "\"ann@customer.example\"}},\"toRecipients\":[{\"emailAddress\":{\"address\":"
                + "\"support@acme.example\"}}],\"hasAttachments\":true,\"attachments\":[{\"name\":\"ä.txt\","
                + "\"contentType\":\"text/plain\",\"contentBytes\":\"aGk=\"}]}";
        explain(message);
        isTheOrder();
        only().containsEntry("date", "2026-01-02T03:04:05Z");
        assertThat(read.get(0).get("attachments").toString()).contains("ä.txt", "size=2");
        explain("{\"@odata.context\":\"c\",\"value\":[" + message + "," + message + "]}");
        assertThat(unreadable).isEmpty();
        assertThat(read).hasSize(2).allMatch(tree -> "Order".equals(tree.get("subject")));
    }

    @Test
    void hints_and_what_nobody_posts_are_named_as_such() throws IOException {
        explain(
                "{\"message\":{\"data\":\"e30=\",\"messageId\":\"1\"},\"subscription\":\"projects/p/subscriptions/s\"}");
        explain("{\"value\":[{\"subscriptionId\":\"s\",\"changeType\":\"created\",\"resource\":\"r\"}]}");
        explain("{\"something\":1}");
        explain("[{\"a\":1},");
        assertThat(read).isEmpty();
        assertThat(unreadable).hasSize(4);
        unreadable.clear();
        explain("[Note] this is no JSON.");
        only().containsEntry("kind", "message");
        explain("a.eml", "{\"something\":1}".getBytes(UTF_8));
        only().containsEntry("kind", "message");
    }
}
