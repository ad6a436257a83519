package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets moved and messages taken out over HTTP; forwarded mail as programs see it. */
class TicketMoveApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String TICKETS = TENANT + "/tickets";

    @TempDir
    Path folder;

    private RunningServer server;
    private int mails;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "imap");
        body.put("config", Map.of("host", "mail.acme.example", "username", "support@acme.example", "password", "xxx"));
        // Nothing is to be connected to in these tests.
        body.put("is_active", false);
        assertThat(server.call("PUT", TENANT + "/channels/support", body).status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void mail(String from, String subject, String id, String header, String text) {
        String mail = String.join(
                "\r\n",
                "From: " + from,
                "To: support@acme.example",
                "Subject: " + subject,
                "Message-ID: <" + id + ">",
                header,
                "",
                text,
                "");
        mails++;
        server.context()
                .deskwire()
                .channels()
                .receive(
                        "acme",
                        "support",
                        new RawItem(
                                "item-" + mails,
                                MimeDecoder.FORMAT,
                                Envelope.unknown(),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(UTF_8))));
    }

    private static void await(Callable<Boolean> wished) throws Exception {
        Await.until(wished, answer -> answer);
    }

    private Map<String, Object> ticket(String subject) throws Exception {
        return Await.until(
                        () -> server.get(TICKETS).items().stream()
                                .filter(ticket -> subject.equals(ticket.get("subject")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> texts(Object id) throws Exception {
        return server.get(TICKETS + "/" + id).list("messages").stream()
                .map(message -> String.valueOf(message.get("text")).strip())
                .toList();
    }

    @Test
    void a_moved_ticket_is_closed_and_what_comes_later_stands_in_the_other() throws Exception {
        mail("ann@customer.example", "One", "1@customer.example", "X-A: 1", "first");
        mail("ann@customer.example", "Two", "2@customer.example", "X-A: 1", "second");
        Object one = ticket("One").get("id");
        Object two = ticket("Two").get("id");

        RunningServer.Answer moved = server.call("PATCH", TICKETS + "/" + one, Map.of("moved_to", two));
        assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
        assertThat(moved.tree()).containsEntry("moved_to", two).containsEntry("state", "closed");

        mail("ann@customer.example", "Re: One", "3@customer.example", "In-Reply-To: <1@customer.example>", "third");
        await(() -> texts(two).contains("third"));
        assertThat(texts(two)).containsExactly("first", "second", "third");
        assertThat(server.get(TICKETS).items()).hasSize(2);

        assertThat(server.call("PATCH", TICKETS + "/" + two, Map.of("moved_to", one))
                        .status())
                .isEqualTo(409);
        assertThat(server.call("PATCH", TICKETS + "/" + two, Map.of("moved_to", "nobody"))
                        .status())
                .isEqualTo(422);
        assertThat(server.call("PATCH", TICKETS + "/nobody", Map.of("moved_to", two))
                        .status())
                .isEqualTo(404);
        assertThat(server.call("PATCH", TICKETS + "/" + two, Map.of("moved_to", 7))
                        .status())
                .isEqualTo(422);
        assertThat(server.call("PATCH", "/api/v1/tenants/bolt/tickets/" + one, Map.of("moved_to", two))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_message_taken_out_opens_a_ticket_and_its_answers_go_there() throws Exception {
        mail("ann@customer.example", "Both", "1@customer.example", "X-A: 1", "the chair");
        Object one = ticket("Both").get("id");
        mail(
                "ann@customer.example",
                "Invoice",
                "2@customer.example",
                "In-Reply-To: <1@customer.example>",
                "the invoice");
        await(() -> texts(one).contains("the invoice"));
        await(() -> server.get(TICKETS + "/" + one).list("messages").stream()
                .allMatch(message -> "delivered".equals(message.get("state"))));
        Object second = server.get(TICKETS + "/" + one).list("messages").get(1).get("id");

        RunningServer.Answer split =
                server.call("POST", TICKETS + "/" + one + "/split", Map.of("messages", List.of(second)));
        assertThat(split.status()).as(split.toString()).isEqualTo(200);
        Object two = split.tree().get("ticket_id");
        assertThat(server.get(TICKETS + "/" + two).tree())
                .containsEntry("subject", "Invoice")
                .containsEntry("number", 2L);
        assertThat(texts(two)).containsExactly("the invoice");
        assertThat(texts(one)).containsExactly("the chair");

        mail("ann@customer.example", "Re: Invoice", "3@customer.example", "In-Reply-To: <2@customer.example>", "paid");
        mail("ann@customer.example", "Re: Both", "4@customer.example", "In-Reply-To: <1@customer.example>", "blue");
        await(() -> texts(two).size() == 2 && texts(one).size() == 2);
        assertThat(texts(two)).containsExactly("the invoice", "paid");

        assertThat(server.call("POST", TICKETS + "/" + one + "/split", Map.of("messages", List.of(second)))
                        .status())
                .as("it stands there no longer")
                .isEqualTo(422);
        assertThat(server.call("POST", TICKETS + "/" + one + "/split", Map.of("messages", List.of()))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void who_wrote_a_forwarded_mail_is_offered_to_programs() throws Exception {
        mail(
                "fay@customer.example",
                "Fwd: Chair",
                "1@customer.example",
                "X-A: 1",
                "Look\r\n\r\n---------- Forwarded message ---------\r\nFrom: Ann <ann@maker.example>\r\n"
                        + "Date: Mon, 2 Mar 2026 11:00:00 +0100\r\nSubject: Chair\r\n\r\nIt squeaks.");
        Object id = ticket("Fwd: Chair").get("id");
        Map<String, Object> message =
                server.get(TICKETS + "/" + id).list("messages").get(0);

        assertThat(message.get("forwarded"))
                .isEqualTo(Map.of(
                        "kind",
                        "inline",
                        "from",
                        Map.of("address", "ann@maker.example", "name", "Ann"),
                        "to",
                        List.of(),
                        "subject",
                        "Chair",
                        "sent_at",
                        "2026-03-02T10:00:00Z",
                        "date",
                        "Mon, 2 Mar 2026 11:00:00 +0100"));
        assertThat(String.valueOf(message.get("reply_text"))).contains("It squeaks.");
    }
}
