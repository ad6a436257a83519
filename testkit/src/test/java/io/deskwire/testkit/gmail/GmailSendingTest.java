package io.deskwire.testkit.gmail;

import static io.deskwire.testkit.gmail.Peer.mail;
import static io.deskwire.testkit.gmail.Peer.q;
import static io.deskwire.testkit.gmail.Peer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.gmail.Peer.Answer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GmailSendingTest {

    private final Peer peer = new Peer();
    private final GmailMailbox mailbox = peer.mailbox;

    @AfterEach
    void stop() {
        peer.close();
    }

    private Answer upload(String type, String contentType, byte[] body) {
        return peer.ask(peer.to("/upload/gmail/v1/users/me/messages/send?uploadType=" + type)
                .header("Content-Type", contentType)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Peer.zipped(body))));
    }

    @Test
    void an_answer_joins_its_thread_with_id_headers_and_subject_only() {
        String asked = mailbox.receive(mail("q1@x.example", "Broken"));
        String thread = mailbox.message(asked).threadId();
        assertThat(peer.send(reply("a1@acme.example", "Re: Broken", "q1@x.example"), thread)
                        .json())
                .containsEntry("threadId", thread)
                .containsEntry("labelIds", List.of("SENT"));
        assertThat(peer.send(reply("a2@acme.example", "Other", "q1@x.example"), thread)
                        .at("threadId"))
                .isNotEqualTo(thread);
        assertThat(peer.send(reply("a3@acme.example", "Re: Broken", ""), thread).at("threadId"))
                .isNotEqualTo(thread);
        assertThat(peer.send(reply("a4@acme.example", "Re: Broken", "q1@x.example"))
                        .at("threadId"))
                .isNotEqualTo(thread);
        GmailSent first = mailbox.sent().get(0);
        assertThat(first.messageId()).isEqualTo("<a1@acme.example>");
        assertThat(first.threadId()).isEqualTo(thread);
        assertThat(first.recipients()).containsExactly("zoe@customer.example");
        assertThat(first.way()).isEqualTo("json");
        String again = mailbox.receive(
                mail("q2@x.example", "Re: Broken", "In-Reply-To: <a1@acme.example>"), "INBOX", "UNREAD");
        assertThat(mailbox.message(again).threadId()).isEqualTo(thread);
    }

    @Test
    void a_thread_of_another_mailbox_is_not_found_and_nothing_is_sent() {
        GmailMailbox other = peer.gmail.addMailbox("other@acme.example");
        String foreign =
                other.message(other.receive(mail("q1@x.example", "Broken"))).threadId();
        Answer answer = peer.send(reply("a1@acme.example", "Re: Broken", "q1@x.example"), foreign);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.reason()).isEqualTo("notFound");
        assertThat(mailbox.sent()).isEmpty();
        assertThat(mailbox.messages()).isEmpty();
    }

    @Test
    void what_was_sent_stands_in_the_history_and_is_found_by_its_id() {
        long start = mailbox.historyId();
        String id = String.valueOf(peer.send(reply("a1@acme.example", "Hi", "")).at("id"));
        assertThat(peer.get("history?startHistoryId=" + start)
                        .at("history", "0", "messagesAdded", "0", "message", "labelIds"))
                .isEqualTo(List.of("SENT"));
        assertThat(Peer.ids(peer.get("messages?q=" + q("in:sent rfc822msgid:a1@acme.example"))))
                .containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1@localhost", "a@b@acme.example", "a1@acme.example."})
    void a_malformed_message_id_is_replaced_and_kept_beside(String bad) {
        String id = String.valueOf(peer.send(reply(bad, "Hi", "")).at("id"));
        GmailSent sent = mailbox.sent().get(0);
        assertThat(sent.messageId()).endsWith("@mail.gmail.com>");
        assertThat(sent.header("X-Google-Original-Message-ID")).isEqualTo("<" + bad + ">");
        assertThat(peer.get("messages/" + id + "?format=metadata&metadataHeaders=Message-ID")
                        .at("payload", "headers", "0", "value"))
                .isEqualTo(sent.messageId());
    }

    @Test
    void a_good_message_id_is_replaced_as_well_when_told_to() {
        mailbox.rewriteMessageIds(true);
        peer.send(reply("a1@acme.example", "Hi", ""));
        assertThat(mailbox.sent().get(0).messageId()).endsWith("@mail.gmail.com>");
        assertThat(mailbox.sent().get(0).header("X-Google-Original-Message-ID")).isEqualTo("<a1@acme.example>");
    }

    @Test
    void a_sender_that_is_no_confirmed_alias_becomes_the_account() {
        mailbox.addAlias("help@acme.example", "Help").addPendingAlias("new@acme.example", "New");
        for (String from : List.of("help", "new", "ceo")) {
            peer.send(reply(from + "@acme.example", "Hi", "")
                    .replace("From: support@", "From: Desk <" + from + "@")
                    .replaceFirst("(From: .*)\r\n", "$1>\r\n"));
        }
        assertThat(mailbox.sent().stream().map(sent -> sent.header("From")).toList())
                .containsExactly("Desk <help@acme.example>", "support@acme.example", "support@acme.example");
        assertThat(peer.get("settings/sendAs").at("sendAs", "0", "isPrimary")).isEqualTo(true);
        assertThat(peer.get("settings/sendAs").at("sendAs", "2", "verificationStatus"))
                .isEqualTo("pending");
    }

    @Test
    void blind_copies_are_delivered_and_not_shown() {
        GmailMailbox other = peer.gmail.addMailbox("other@acme.example");
        peer.send(reply("a1@acme.example", "Hi", "").replace("Subject:", "Bcc: other@acme.example\r\nSubject:"));
        GmailSent sent = mailbox.sent().get(0);
        assertThat(sent.recipients()).containsExactlyInAnyOrder("zoe@customer.example", "other@acme.example");
        assertThat(sent.header("Bcc")).isEmpty();
        assertThat(mailbox.message(sent.id()).head().value("Bcc")).contains("other@acme.example");
        assertThat(other.messages()).hasSize(1);
        assertThat(other.messages().get(0).raw()).isEqualTo(sent.raw());
    }

    @Test
    void a_mail_to_itself_is_one_message_sent_and_in_the_inbox() {
        peer.send(reply("a1@acme.example", "Hi", "").replace("zoe@customer.example", "support@acme.example"));
        assertThat(mailbox.messages()).hasSize(1);
        assertThat(mailbox.messages().get(0).labels()).containsExactlyInAnyOrder("SENT", "INBOX", "UNREAD");
    }

    @Test
    void mail_without_recipients_or_with_too_many_or_without_base64_is_refused() {
        assertThat(peer.send("From: support@acme.example\r\nSubject: Hi\r\n\r\nx")
                        .reason())
                .isEqualTo("invalidArgument");
        String many = IntStream.rangeClosed(1, 501)
                .mapToObj(i -> "u" + i + "@x.example")
                .collect(Collectors.joining(",\r\n "));
        assertThat(peer.send("From: support@acme.example\r\nTo: " + many + "\r\nSubject: Hi\r\n\r\nx")
                        .status())
                .isEqualTo(400);
        assertThat(peer.post("messages/send", Map.of("raw", "%%%")).status()).isEqualTo(400);
        assertThat(peer.post("messages/send", Map.of()).status()).isEqualTo(400);
        assertThat(mailbox.sent()).isEmpty();
    }

    @Test
    void json_takes_five_megabytes_and_uploads_thirty_five() {
        String four = reply("a1@acme.example", "Hi", "") + "x".repeat(4 << 20);
        assertThat(peer.send(four).status()).isEqualTo(413);
        byte[] mail = four.getBytes(StandardCharsets.US_ASCII);
        assertThat(upload("media", "message/rfc822", mail).status()).isEqualTo(200);
        assertThat(mailbox.sent().get(0).submitted()).isEqualTo(mail);
        byte[] large = (reply("a2@acme.example", "Hi", "") + "x".repeat(GmailSendFace.LARGEST_UPLOAD))
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(upload("media", "message/rfc822", large).reason()).isEqualTo("uploadTooLarge");
        assertThat(upload("media", "text/plain", mail).status()).isEqualTo(400);
        assertThat(mailbox.sent()).hasSize(1);
    }

    @Test
    void a_multipart_upload_carries_the_thread() {
        String thread =
                mailbox.message(mailbox.receive(mail("q1@x.example", "Broken"))).threadId();
        String mail = reply("a1@acme.example", "Re: Broken", "q1@x.example");
        String body = "--b1\r\nContent-Length: 31\r\nContent-Type: application/json; charset=UTF-8\r\n"
                + "content-transfer-encoding: binary\r\n\r\n{\"threadId\":\"" + thread + "\"}\r\n--b1\r\n"
                + "Content-Type: message/rfc822\r\ncontent-transfer-encoding: binary\r\n\r\n" + mail + "\r\n--b1--\r\n";
        Answer answer = upload("multipart", "multipart/related; boundary=b1", body.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.json()).containsEntry("threadId", thread);
        assertThat(mailbox.sent().get(0).way()).isEqualTo("multipart");
        assertThat(mailbox.sent().get(0).submitted()).isEqualTo(mail.getBytes(StandardCharsets.US_ASCII));
        assertThat(upload("multipart", "multipart/related; boundary=b2", body.getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_resumable_upload_comes_in_pieces() {
        String mail = reply("a1@acme.example", "Hi", "") + "x".repeat(300_000);
        Answer opened = peer.ask(peer.to("/upload/gmail/v1/users/me/messages/send?uploadType=resumable")
                .header("X-Upload-Content-Type", "message/rfc822")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        String location = opened.header("location");
        int step = 256 << 10;
        assertThat(piece(location, mail.substring(0, 1000), "bytes 0-999/*").status())
                .isEqualTo(400);
        Answer first = piece(location, mail.substring(0, step), "bytes 0-" + (step - 1) + "/*");
        assertThat(first.status()).isEqualTo(308);
        assertThat(first.headers()).containsEntry("range", List.of("bytes=0-" + (step - 1)));
        Answer last = piece(
                location, mail.substring(step), "bytes " + step + "-" + (mail.length() - 1) + "/" + mail.length());
        assertThat(last.status()).isEqualTo(200);
        assertThat(mailbox.sent().get(0).submitted()).isEqualTo(mail.getBytes(StandardCharsets.US_ASCII));
    }

    private Answer piece(String location, String text, String range) {
        return peer.ask(
                peer.to(location).header("Content-Range", range).PUT(HttpRequest.BodyPublishers.ofString(text)));
    }

    @Test
    void the_day_has_a_limit() {
        mailbox.dailySendLimit(1);
        assertThat(peer.send(reply("a1@acme.example", "Hi", "")).status()).isEqualTo(200);
        Answer refused = peer.send(reply("a2@acme.example", "Hi", ""));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(String.valueOf(refused.at("error", "message")))
                .contains("Mail sending")
                .contains("Retry after 2026-11-23T00:00:00.000Z");
        peer.clock.advance(Duration.ofDays(1));
        peer.signIn(mailbox.refreshToken(peer.client));
        assertThat(peer.send(reply("a3@acme.example", "Hi", "")).status()).isEqualTo(200);
    }
}
