package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DraftsTest {

    private final Bench bench = new Bench();
    private final GraphItem original = bench.mailbox.receive(Bench.mail("1"));

    @AfterEach
    void stop() {
        bench.close();
    }

    private String messages() {
        return bench.user() + "/messages/";
    }

    private Caller.Got createReply() throws Exception {
        return bench.caller.call(
                "POST", messages() + original.id() + "/createReply", new byte[0], "Prefer", Caller.IMMUTABLE);
    }

    private Caller.Got send(String id) throws Exception {
        return bench.caller.call("POST", messages() + id + "/send", new byte[0]);
    }

    @Test
    void exchange_writes_the_threading_of_a_reply() throws Exception {
        Map<String, Object> draft = createReply().json();
        String id = String.valueOf(draft.get("id"));

        assertThat(draft).containsEntry("subject", "RE: Order 1").containsEntry("isDraft", true);
        Caller.Got patched = bench.caller.json(
                "PATCH",
                messages() + id,
                Map.of(
                        "Subject", "Re: Order 1 [#7]",
                        "body", Map.of("contentType", "html", "content", "<p>Hello ü</p>"),
                        "internetMessageHeaders", List.of(Map.of("name", "X-Desk", "value", "om_1"))));
        assertThat(patched.status()).isEqualTo(200);
        assertThat(send(id).status()).isEqualTo(202);

        GraphSent sent = bench.mailbox.sent("x-desk", "om_1").orElseThrow();
        assertThat(sent.way()).isEqualTo(GraphSent.Way.DRAFT);
        assertThat(sent.subject()).isEqualTo("Re: Order 1 [#7]");
        assertThat(sent.header("In-Reply-To")).hasValue("<1@customer.example>");
        assertThat(sent.header("References")).hasValue("<1@customer.example>");
        assertThat(sent.recipients()).containsExactly("zoe@customer.example");
        assertThat(sent.itemId()).as("the id outlives the sending").hasValue(id);
        assertThat(bench.mailbox.items("drafts")).isEmpty();
        assertThat(bench.caller.get(messages() + id).json())
                .containsEntry("isDraft", false)
                .containsEntry("internetMessageId", sent.internetMessageId());
    }

    @Test
    void a_sent_item_may_appear_later() throws Exception {
        bench.mailbox.with(GraphQuirk.SENT_ITEM_LATE);
        String id = String.valueOf(createReply().json().get("id"));
        send(id);

        assertThat(bench.caller.get(messages() + id).status()).isEqualTo(404);
        assertThat(bench.caller
                        .get(bench.user() + "/mailFolders/sentitems/messages")
                        .value())
                .isEmpty();
        bench.mailbox.showSent();
        assertThat(bench.caller.get(messages() + id).status()).isEqualTo(200);
    }

    @Test
    void a_sent_copy_is_found_by_a_header_of_ours() throws Exception {
        String id = String.valueOf(createReply().json().get("id"));
        bench.caller.json(
                "PATCH",
                messages() + id,
                Map.of("internetMessageHeaders", List.of(Map.of("name", "X-Desk", "value", "om_1"))));
        send(id);
        String filter = "singleValueExtendedProperties/any(ep: ep/id eq 'String {00020386-0000-0000-C000-000000000046}"
                + " Name X-Desk' and ep/value eq 'om_1')";

        Caller.Got got = bench.caller.get(
                bench.user() + "/mailFolders/sentitems/messages?$select=id&$filter="
                        + java.net.URLEncoder.encode(filter, StandardCharsets.UTF_8),
                "Prefer",
                Caller.IMMUTABLE);

        assertThat(got.value())
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("id", id));
    }

    @Test
    void a_small_file_is_posted() throws Exception {
        String id = String.valueOf(createReply().json().get("id"));
        Map<String, Object> file = Map.of(
                "@odata.type",
                Attached.FILE,
                "Name",
                "größe.txt",
                "ContentType",
                "text/plain",
                "ContentBytes",
                Base64.getEncoder().encodeToString("12345".getBytes(StandardCharsets.US_ASCII)));

        Caller.Got got = bench.caller.json("POST", messages() + id + "/attachments", file);
        bench.caller.json("POST", messages() + id + "/attachments", file);

        assertThat(got.status()).isEqualTo(201);
        List<Map<String, Object>> listed = bench.caller
                .get(messages() + id + "/attachments?$select=id,name,size")
                .value();
        assertThat(listed)
                .hasSize(2)
                .first()
                .satisfies(each -> assertThat(each).containsEntry("size", 5L).doesNotContainKey("contentBytes"));
        assertThat(bench.caller
                        .call(
                                "DELETE",
                                messages() + id + "/attachments/"
                                        + listed.get(1).get("id"),
                                new byte[0])
                        .status())
                .isEqualTo(204);
        send(id);
        assertThat(bench.mailbox.sent().get(0).attachments()).containsExactly("größe.txt 5");
    }

    @Test
    void a_reply_may_be_drafted_from_mime() throws Exception {
        byte[] mime = ("To: zoe@customer.example\r\nSubject: Re: Order 1\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n"
                        + "--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\nPDF\r\n"
                        + "--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);

        Caller.Got got = bench.caller.mime(messages() + original.id() + "/createReply", mime);
        send(String.valueOf(got.json().get("id")));

        assertThat(got.status()).isEqualTo(201);
        GraphSent sent = bench.mailbox.sent().get(0);
        assertThat(sent.header("In-Reply-To")).hasValue("<1@customer.example>");
        assertThat(sent.attachments()).containsExactly("a.pdf 3");
        assertThat(sent.text()).contains("<p>Hi</p>");
    }

    @Test
    void a_draft_is_sent_once_and_by_an_empty_body() throws Exception {
        String id = String.valueOf(createReply().json().get("id"));

        assertThat(bench.caller
                        .json("POST", messages() + id + "/send", Map.of())
                        .status())
                .isEqualTo(400);
        assertThat(send(id).status()).isEqualTo(202);
        assertThat(send(id).status()).isEqualTo(400);
        assertThat(bench.caller
                        .json("PATCH", messages() + id, Map.of("subject", "later"))
                        .status())
                .isEqualTo(403);
        assertThat(bench.mailbox.sent()).hasSize(1);
    }

    @Test
    void a_reply_may_be_sent_at_once_with_a_comment_or_a_body_but_not_both() throws Exception {
        String reply = messages() + original.id() + "/reply";
        Map<String, Object> body = Map.of("body", Map.of("contentType", "text", "content", "x"));

        assertThat(bench.caller
                        .json("POST", reply, Map.of("comment", "a", "message", body))
                        .status())
                .isEqualTo(400);
        assertThat(bench.caller.json("POST", reply, Map.of("Comment", "a")).status())
                .isEqualTo(202);
        assertThat(bench.mailbox.sent().get(0).header("In-Reply-To")).hasValue("<1@customer.example>");
    }

    @Test
    void what_is_too_large_for_the_tenant_is_refused() throws Exception {
        bench.mailbox.allowMessagesOf(500);
        String id = String.valueOf(createReply().json().get("id"));

        assertThat(send(id).code()).isEqualTo("ErrorMessageSizeExceeded");
        assertThat(bench.mailbox.sent()).isEmpty();
    }

    @Test
    void a_full_mailbox_takes_no_draft() throws Exception {
        bench.mailbox.become(GraphMailbox.Health.FULL);

        assertThat(createReply().code()).isEqualTo("ErrorQuotaExceeded");
    }
}
