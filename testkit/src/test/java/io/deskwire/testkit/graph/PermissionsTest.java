package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    private static final byte[] MAIL =
            "To: zoe@customer.example\r\nSubject: Hi\r\n\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Bench bench = new Bench();
    private final GraphMailbox zoe = bench.graph.addMailbox(Bench.TENANT, "zoe@desk.example");
    private final Caller asZoe = new Caller(bench.graph, bench.app.delegatedToken(zoe));

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void somebody_opens_their_own_mailbox_and_what_is_shared_with_them() throws Exception {
        zoe.receive(Bench.mail("1"));

        assertThat(asZoe.get("/me/messages").value()).hasSize(1);
        assertThat(asZoe.get("/me/mailFolders/inbox/messages/delta").text()).contains("/v1.0/me/mailFolders(");
        assertThat(asZoe.get(bench.user() + "/messages").code()).isEqualTo("ErrorAccessDenied");
        bench.mailbox.shareWith(zoe);
        assertThat(asZoe.get(bench.user() + "/messages").status()).isEqualTo(200);
    }

    @Test
    void sharing_does_not_let_anybody_subscribe() throws Exception {
        bench.mailbox.shareWith(zoe);
        try (Subscriber subscriber = new Subscriber()) {
            Map<String, Object> others = bench.subscription(subscriber.url(), subscriber.url());
            Map<String, Object> own = bench.subscription(subscriber.url(), subscriber.url());
            own.put("resource", "me/messages");

            assertThat(asZoe.json("POST", "/subscriptions", others).code()).isEqualTo("ErrorAccessDenied");
            assertThat(asZoe.json("POST", "/subscriptions", own).status()).isEqualTo(201);
        }
    }

    @Test
    void sending_for_a_shared_mailbox_takes_the_right_to_send_as_it() throws Exception {
        bench.mailbox.shareWith(zoe);

        assertThat(asZoe.mime(bench.user() + "/sendMail", MAIL).code()).isEqualTo("ErrorSendAsDenied");
        zoe.allowSendAs("support@desk.example");
        assertThat(asZoe.mime(bench.user() + "/sendMail", MAIL).status()).isEqualTo(202);
        assertThat(bench.mailbox.sent().get(0).header("From")).hasValue("support@desk.example");
    }

    @Test
    void an_app_without_a_permission_is_denied_what_needs_it() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        String path = bench.user() + "/messages/" + item.id();
        bench.app.withoutPermission("Mail.ReadWrite");

        assertThat(bench.caller.get(path).status()).isEqualTo(200);
        assertThat(bench.caller.json("PATCH", path, Map.of("isRead", true)).code())
                .isEqualTo("ErrorAccessDenied");
        assertThat(bench.caller.mime(bench.user() + "/sendMail", MAIL).status()).isEqualTo(202);
        bench.app.withoutPermission("Mail.Send");
        assertThat(bench.caller.mime(bench.user() + "/sendMail", MAIL).status()).isEqualTo(403);
        bench.app.withPermission("Mail.ReadWrite");
        assertThat(bench.caller.json("PATCH", path, Map.of("isRead", true)).status())
                .isEqualTo(200);
    }

    @Test
    void tenants_do_not_see_each_other() throws Exception {
        GraphApp other = bench.graph.addApp("other.example", "other-app", "key");

        assertThat(new Caller(bench.graph, other.appToken())
                        .get(bench.user() + "/messages")
                        .code())
                .isEqualTo("ErrorInvalidUser");
    }

    @Test
    void a_new_name_leaves_the_id() throws Exception {
        bench.mailbox.rename("help@desk.example");

        assertThat(bench.caller.get("/users/support@desk.example/messages").status())
                .isEqualTo(404);
        assertThat(bench.caller.get(bench.user()).json()).containsEntry("mail", "help@desk.example");
    }
}
