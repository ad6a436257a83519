package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private final Bench bench = new Bench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void the_whole_mail_comes_as_it_arrived() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));

        Caller.Got got =
                bench.caller.get(bench.user() + "/messages/" + item.id().replace("=", "%3D") + "/$value");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.http().body()).isEqualTo(Bench.mail("1"));
    }

    @Test
    void a_mail_of_35_mib_comes_whole_and_shows_its_file() throws Exception {
        byte[] mail = new byte[35 << 20];
        Arrays.fill(mail, (byte) 'A');
        byte[] header = ("From: zoe@customer.example\r\nMessage-ID: <1@customer.example>\r\nContent-Type: text/html\r\n"
                        + "Content-Disposition: attachment; filename=a.html\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, mail, 0, header.length);
        GraphItem item = bench.mailbox.receive(mail);

        assertThat(bench.caller
                        .get(bench.user() + "/messages/" + item.id() + "/$value")
                        .http()
                        .body())
                .isEqualTo(mail);
        assertThat(bench.caller
                        .get(bench.user() + "/messages/" + item.id() + "/attachments?$select=name,size")
                        .value())
                .singleElement()
                .satisfies(each -> assertThat(each)
                        .containsEntry("name", "a.html")
                        .containsEntry("size", (long) mail.length - header.length));
    }

    @Test
    void a_mail_arrives_however_broken_it_is() throws Exception {
        for (String mail : List.of("no header at all", "From: <<broken\r\nTo: ,@;\r\n\r\nx", "")) {
            GraphItem item = bench.mailbox.receive(mail.getBytes(StandardCharsets.US_ASCII));

            Caller.Got got = bench.caller.get(bench.user() + "/messages/" + item.id() + "/$value");
            assertThat(got.text()).isEqualTo(mail);
            assertThat(bench.caller.get(bench.user() + "/messages/" + item.id()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void headers_and_properties_come_when_they_are_asked_for() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String path = bench.user() + "/messages/" + item.id();

        assertThat(bench.caller.get(path).json()).doesNotContainKey("internetMessageHeaders");
        assertThat(bench.caller.get(path + "?$select=id,internetMessageHeaders").text())
                .contains("\"Order 1\"", "\"Message-ID\"");
        String expand = URLEncoder.encode(
                "singleValueExtendedProperties($filter=id eq 'String 0x1035' or id eq 'Long 0x0E08')",
                StandardCharsets.UTF_8);
        assertThat(bench.caller.get(path + "?$select=id&$expand=" + expand).text())
                .contains("<1@customer.example>", "\"" + Bench.mail("1").length + "\"");
    }

    @Test
    void lists_are_filtered_sorted_and_paged() throws Exception {
        for (int i = 0; i < 3; i++) {
            bench.mailbox.receive(Bench.mail("m" + i));
            bench.clock.advance(Duration.ofMinutes(1));
        }
        String list =
                bench.user() + "/mailFolders/inbox/messages?$top=2&$select=internetMessageId&$orderby=receivedDateTime"
                        + "%20desc&$filter=receivedDateTime%20ge%202026-11-22T10:00:00Z%20and%20isRead%20eq%20false";

        Caller.Got first = bench.caller.get(list);
        Caller.Got second = bench.caller.get(String.valueOf(first.json().get("@odata.nextLink")));

        assertThat(first.value())
                .extracting(each -> each.get("internetMessageId"))
                .containsExactly("<m2@customer.example>", "<m1@customer.example>");
        assertThat(second.value())
                .extracting(each -> each.get("internetMessageId"))
                .containsExactly("<m0@customer.example>");
        assertThat(bench.caller
                        .get(bench.user() + "/messages?$filter=isRead%20eq%20false&$orderby=receivedDateTime")
                        .code())
                .isEqualTo("InefficientFilter");
        assertThat(bench.caller.get(bench.user() + "/messages?$filter=nonsense").code())
                .isEqualTo("ErrorInvalidUrlQueryFilter");
    }

    @Test
    void a_folder_is_found_by_its_name_and_addressed_by_its_id() throws Exception {
        String id = bench.mailbox.addFolder("Team's own");
        GraphItem item = bench.mailbox.receive(Bench.mail("1"), "Team's own");

        Caller.Got found =
                bench.caller.get(bench.user() + "/mailFolders?$filter=displayName%20eq%20'Team''s%20own'&$select=id");

        assertThat(found.value())
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("id", id));
        assertThat(bench.caller
                        .get(bench.user() + "/mailFolders/" + id + "/messages", "Prefer", Caller.IMMUTABLE)
                        .value()
                        .get(0))
                .containsEntry("id", item.id())
                .containsEntry("parentFolderId", id);
        assertThat(bench.caller.get(bench.user() + "/mailFolders/Nowhere").code())
                .isEqualTo("ErrorInvalidIdMalformed");
    }

    @Test
    void the_user_may_be_named_by_address_in_any_case() throws Exception {
        Caller.Got got = bench.caller.get("/users/Support%40desk.example/mailFolders('Inbox')");

        assertThat(got.json()).containsEntry("displayName", "Inbox");
    }

    @Test
    void a_message_is_found_by_its_message_id() throws Exception {
        bench.mailbox.receive(Bench.mail("1"));
        GraphItem item = bench.mailbox.receive(Bench.mail("o'b"));

        Caller.Got got = bench.caller.get(
                bench.user() + "/messages?$filter=internetMessageId%20eq%20'%3Co''b@customer.example%3E'&$select=id",
                "Prefer",
                Caller.IMMUTABLE);

        assertThat(got.value())
                .singleElement()
                .satisfies(
                        each -> assertThat(each).containsEntry("id", item.id()).doesNotContainKey("subject"));
    }

    @Test
    void ordinary_ids_die_when_a_message_moves() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String before = item.ordinaryId();

        Caller.Got moved = bench.caller.json(
                "POST", bench.user() + "/messages/" + before + "/move", Map.of("DestinationId", "archive"));

        assertThat(moved.status()).isEqualTo(201);
        assertThat(moved.json()).containsEntry("id", item.ordinaryId());
        assertThat(item.ordinaryId()).isNotEqualTo(before);
        assertThat(item.folder()).isEqualTo("Archive");
        assertThat(bench.caller.get(bench.user() + "/messages/" + before).code())
                .isEqualTo("ErrorItemNotFound");
        assertThat(bench.caller.get(bench.user() + "/messages/" + item.id()).status())
                .isEqualTo(200);
    }

    @Test
    void a_message_is_marked_read_and_deleted() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String path = bench.user() + "/messages/" + item.id();

        bench.caller.json("PATCH", path, Map.of("isRead", true));
        assertThat(item.isRead()).isTrue();
        bench.caller.call("DELETE", path, new byte[0]);
        assertThat(item.folder()).isEqualTo("Deleted Items");
        bench.caller.call("DELETE", path, new byte[0]);
        assertThat(item.folder()).isEmpty();
    }

    @Test
    void an_app_has_no_me_and_a_wrong_user_is_unknown() throws Exception {
        assertThat(bench.caller.get("/me/messages").status()).isEqualTo(400);
        assertThat(bench.caller.get("/users/nobody@desk.example/messages").code())
                .isEqualTo("ErrorInvalidUser");
        assertThat(new Caller(bench.graph, "no").get("/me").code()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void a_closed_mailbox_says_why() throws Exception {
        bench.mailbox.become(GraphMailbox.Health.NOT_ENABLED);
        Caller.Got unlicensed = bench.caller.get(bench.user() + "/messages");
        bench.mailbox.become(GraphMailbox.Health.DENIED);
        Caller.Got denied = bench.caller.get(bench.user() + "/messages");

        assertThat(List.of(unlicensed.status() + unlicensed.code(), denied.status() + denied.code()))
                .containsExactly("404MailboxNotEnabledForRESTAPI", "403ErrorAccessDenied");
    }
}
