package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.SesSent;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.SnsTopic;
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

/** A helpdesk on a simulated Amazon, from the webhook to the ticket and back. */
class SesPipelineTest {

    private static final List<String> SUPPORT = List.of("support@desk.example");

    private final SettableClock clock = SettableClock.at(Vectors.NOW);
    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final Map<String, List<String>> tickets = new LinkedHashMap<>();
    private SesSimulator amazon;
    private SnsTopic topic;
    private HttpServer server;
    private Deskwire deskwire;

    @BeforeEach
    void start() throws IOException {
        amazon = SesSimulator.start(clock, "eu-west-1", AwsKeys.lasting());
        topic = amazon.addTopic("desk");
        amazon.addConfigurationSet("desk-events", topic);
        amazon.verify("desk.example");
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
        deskwire = Deskwire.builder(stores, config, this::deliver, Secret.of("a key for tests that is long enough"))
                .channelType(new SesChannelType(clock))
                .egress(EgressPolicy.privateAllowed())
                .clock(clock)
                .build();
        ChannelConfig plain = Documents.config(
                "acme",
                Map.of(
                        "access_key_id", AwsKeys.lasting().id(),
                        "secret_access_key", AwsKeys.lasting().secretKey().reveal(),
                        "topic_arn", topic.arn(),
                        "configuration_set", "desk-events",
                        "webhook_url", url().toString(),
                        "api_base_url", amazon.apiBaseUrl(),
                        "s3_base_url", amazon.s3BaseUrl(),
                        "sns_base_url", amazon.snsBaseUrl()));
        config.put(ChannelConfig.of("acme", "mail", "aws_ses", plain.config(), "support@desk.example"));
        run();
        topic.subscribe(url());
        run();
        assertThat(topic.isConfirmed(url())).isTrue();
    }

    @AfterEach
    void end() {
        deskwire.close();
        server.stop(0);
        amazon.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/aws_ses/acme/mail");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    url(),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            int status = deskwire.webhooks()
                    .receive("aws_ses", "acme", "mail", request)
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
        String mail = "From: Zoe <zoe@customer.example>\r\nTo: support@desk.example\r\nMessage-ID: <" + id
                + "@customer.example>\r\nSubject: Order\r\n" + String.join("", headers) + "\r\n" + text + "\r\n";
        amazon.receive(mail.getBytes(StandardCharsets.US_ASCII), "zoe@customer.example", SUPPORT);
        run();
    }

    private SesSent answer(String ticket, String text) throws Exception {
        deskwire.replies().reply("acme", new TicketRef(ticket), ReplyDraft.text(text), null);
        run();
        List<SesSent> sent = amazon.sent();
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
    void five_turns_stay_in_one_ticket_although_ses_renames_what_we_send() throws Exception {
        write("m1", "one");
        SesSent second = answer("T1", "two");
        // Whoever answers names the id that he saw, and nothing else of ours.
        write("m3", "three", "In-Reply-To: <" + second.wireMessageId() + ">\r\n");
        SesSent fourth = answer("T1", "four");
        write("m5", "five", "References: <unknown@x.example> <" + fourth.wireMessageId() + ">\r\n");

        assertThat(tickets).containsOnlyKeys("T1");
        assertThat(tickets.get("T1")).containsExactly("one", "three", "five");
        assertThat(amazon.sent()).hasSize(2);
        assertThat(new String(fourth.mail(), StandardCharsets.US_ASCII)).contains("In-Reply-To: <m3@customer.example>");
    }

    @Test
    void what_is_told_twice_is_one_message_in_one_ticket() {
        amazon.sendMailTo(topic, "BASE64");
        write("m1", "one");
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        write("m1", "one");

        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one")));
    }

    @Test
    void an_uncertain_message_is_settled_by_its_event_and_answers_to_it_are_found() throws Exception {
        write("m1", "one");
        amazon.trouble(Trouble.cutAfterAccepting(), "POST /ses/", 1);

        SesSent sent = answer("T1", "two");
        assertThat(newest().deliveries()).extracting(Delivery::status).containsExactly(DeliveryStatus.UNCERTAIN);
        amazon.publish(sent, "Send", Map.of("send", Map.of()));
        run();

        assertThat(newest().deliveries()).extracting(Delivery::status).containsExactly(DeliveryStatus.SENT);
        assertThat(amazon.sent()).hasSize(1);
        write("m3", "three", "In-Reply-To: <" + sent.wireMessageId() + ">\r\n");
        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one", "three")));
    }

    @Test
    void events_stand_at_the_message_in_any_order() throws Exception {
        write("m1", "one");
        SesSent sent = answer("T1", "two");
        Map<String, Object> delivered = Map.of("recipients", List.of("zoe@customer.example"));

        amazon.publish(sent, "Open", Map.of("open", Map.of("userAgent", "Mozilla/5.0 (X11)")));
        amazon.publish(
                sent,
                "DeliveryDelay",
                Map.of(
                        "deliveryDelay",
                        Map.of(
                                "delayType",
                                "MailboxFull",
                                "delayedRecipients",
                                List.of(Map.of("emailAddress", "zoe@customer.example")))));
        amazon.publish(sent, "Delivery", Map.of("delivery", delivered));
        amazon.publish(sent, "Send", Map.of("send", Map.of()));
        run();

        assertThat(newest().deliveries()).extracting(Delivery::status).containsExactly(DeliveryStatus.DELIVERED);
        assertThat(newest().annotations())
                .extracting(Annotation::kind)
                .containsExactlyInAnyOrder(Annotation.Kind.OPENED, Annotation.Kind.DELAYED);
        assertThat(tickets).isEqualTo(Map.of("T1", List.of("one")));
        assertThat(deskwire.deadLetters().list("acme", null, 10).items()).isEmpty();
    }
}
