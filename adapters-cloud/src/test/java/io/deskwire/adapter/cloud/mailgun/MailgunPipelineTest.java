package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.Deskwire;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.Annotation;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSent;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A helpdesk on a simulated Mailgun, from the route to the ticket and back. */
class MailgunPipelineTest {

    private final SettableClock clock = SettableClock.at(Posts.SIGNED_AT);
    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final Map<String, List<String>> tickets = new LinkedHashMap<>();
    private MailgunSimulator mailgun;
    private MailgunDomain domain;
    private HttpServer server;
    private Deskwire deskwire;

    @BeforeEach
    void start() throws IOException {
        mailgun = MailgunSimulator.start(clock);
        domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.US, "key-1", Posts.KEY);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
        deskwire = Deskwire.builder(stores, config, this::deliver, Secret.of("a key for tests that is long enough"))
                .channelType(Posts.TYPE)
                .egress(EgressPolicy.privateAllowed())
                .clock(clock)
                .build();
        ChannelConfig plain =
                Posts.config("{\"api_base_url\":\"" + mailgun.baseUrl(MailgunSimulator.Region.US) + "\"}");
        config.put(ChannelConfig.of("acme", "mail", "mailgun", plain.config(), "support@in.desk.example"));
        domain.addRoute("catch_all()", url() + "/mime");
        for (String kind : List.of("accepted", "delivered", "permanent_fail", "temporary_fail", "opened")) {
            domain.addWebhook(kind, url());
        }
        run();
    }

    @AfterEach
    void end() {
        deskwire.close();
        server.stop(0);
        mailgun.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/mailgun/acme/mail";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    URI.create(url()),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            int status = deskwire.webhooks()
                    .receive("mailgun", "acme", "mail", request)
                    .status();
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private SinkResult deliver(TicketEvent event) {
        TicketRef known = event.knownTicket();
        String id = known == null ? "T" + (tickets.size() + 1) : known.value();
        tickets.computeIfAbsent(id, ticket -> new ArrayList<>())
                .add(event.message().text().strip());
        return known == null ? new SinkResult.Created(new TicketRef(id)) : new SinkResult.Appended(known);
    }

    private void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    private void write(String id, String text, String... headers) {
        String mail = "From: Zoe <zoe@customer.example>\r\nTo: support@in.desk.example\r\nMessage-ID: <" + id
                + "@customer.example>\r\nSubject: Order\r\n" + String.join("", headers) + "\r\n" + text + "\r\n";
        domain.receive("zoe@customer.example", "support@in.desk.example", mail.getBytes(StandardCharsets.US_ASCII));
        run();
    }

    private MailgunSent answer(String text) throws Exception {
        deskwire.replies().reply("acme", new TicketRef("T1"), ReplyDraft.text(text), null);
        run();
        List<MailgunSent> sent = domain.sent();
        return sent.get(sent.size() - 1);
    }

    private StoredMessage.Outbound newest() {
        String conversation = stores.conversations()
                .byTicket("acme", new TicketRef("T1"))
                .orElseThrow()
                .id();
        List<StoredMessage.Outbound> ours = stores.conversations().messages("acme", conversation).stream()
                .filter(StoredMessage.Outbound.class::isInstance)
                .map(StoredMessage.Outbound.class::cast)
                .toList();
        return ours.get(ours.size() - 1);
    }

    @Test
    void five_turns_stay_in_one_ticket() throws Exception {
        write("m1", "one");
        MailgunSent second = answer("two");
        write("m3", "three", "In-Reply-To: <" + second.messageId() + ">\r\n");
        MailgunSent fourth = answer("four");
        write("m5", "five", "References: <unknown@x.example> <" + fourth.messageId() + ">\r\n");

        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one", "three", "five")));
        assertThat(domain.sent()).hasSize(2);
        assertThat(new String(fourth.mail(), StandardCharsets.US_ASCII)).contains("In-Reply-To: <m3@customer.example>");
        assertThat(domain.lost()).isEmpty();
    }

    @Test
    void a_mail_that_comes_by_two_routes_is_one_message() {
        domain.addRoute("match_recipient(\"support@.*\")", url() + "/second/mime");
        write("m1", "one");

        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one")));
    }

    @Test
    void what_becomes_of_an_answer_stands_at_it_in_any_order() throws Exception {
        write("m1", "one");
        MailgunSent sent = answer("two");
        domain.opened(sent, "zoe@customer.example", "gmail");
        domain.failed(sent, "zoe@customer.example", "temporary", "generic", 450, "greylisted");
        domain.delivered(sent, "zoe@customer.example");
        domain.failed(sent, "zoe@customer.example", "permanent", "bounce", 550, "mailbox is gone");
        run();

        assertThat(newest().deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.status()).isEqualTo(DeliveryStatus.BOUNCED);
            assertThat(delivery.code()).isEqualTo("550");
            assertThat(delivery.reason()).contains("mailbox is gone");
        });
        assertThat(newest().annotations())
                .extracting(Annotation::kind, Annotation::text)
                .containsExactlyInAnyOrder(
                        tuple(Annotation.Kind.OPENED, "by a machine"),
                        tuple(Annotation.Kind.DELAYED, "not yet: greylisted"));
        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one")));
        assertThat(deskwire.deadLetters().list("acme", null, 10).items()).isEmpty();
    }

    @Test
    void an_answer_that_was_lost_is_looked_up_and_not_sent_again() throws Exception {
        write("m1", "one");
        mailgun.trouble(Trouble.cutAfterAccepting(), "messages.mime", 1);
        answer("two");

        assertThat(newest().deliveries()).extracting(Delivery::status).containsExactly(DeliveryStatus.SENT);
        assertThat(domain.sent()).hasSize(1);
    }

    @Test
    void where_events_show_up_late_the_message_waits_for_them() throws Exception {
        write("m1", "one");
        domain.withLateEvents(true);
        mailgun.trouble(Trouble.htmlPage(502), "messages.mime", 1);
        deskwire.replies().reply("acme", new TicketRef("T1"), ReplyDraft.text("two"), null);
        run();
        assertThat(newest().deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.status()).isEqualTo(DeliveryStatus.SENDING);
            assertThat(delivery.reason()).contains("no event of the message");
        });
        assertThat(domain.sent()).isEmpty();

        mailgun.trouble(Trouble.cutAfterAccepting(), "messages.mime", 1);
        MailgunSent sent = answer("three");
        domain.delivered(sent, "zoe@customer.example");
        run();

        assertThat(newest().deliveries()).extracting(Delivery::status).containsExactly(DeliveryStatus.DELIVERED);
        assertThat(domain.sent()).hasSize(1);
    }
}
