package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

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
