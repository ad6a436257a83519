package io.deskwire.adapter.graph;

import static io.deskwire.adapter.graph.Outgoing.SLICE;
import static io.deskwire.adapter.graph.Outgoing.file;
import static io.deskwire.adapter.graph.Outgoing.mail;
import static io.deskwire.adapter.graph.Outgoing.parsed;
import static io.deskwire.adapter.graph.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphRequest;
import io.deskwire.testkit.graph.GraphTrouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Microsoft's library is known to do wrong, shown not to happen here; {@link ForeignLinkTest} has what it does with tokens. */
class LibraryTrapsTest {

    @ParameterizedTest
    @ValueSource(ints = {SLICE, SLICE + 1, 2 * SLICE - 1, 2 * SLICE + 1, 2 * SLICE + 1000})
    void slices_reach_the_last_byte_however_the_answers_are_spelt_and_carry_no_token(int size) throws Exception {
        for (boolean capitalised : List.of(false, true)) {
            try (Office office = Office.appOnly();
                    Channel channel = office.open(Map.of())) {
                if (capitalised) {
                    office.mailbox.with(GraphQuirk.CAPITALISED_RANGES);
                }
                OutboundMessage message =
                        mail(office).attach(file("data.bin", size)).build();

                send(office, channel, message);

                assertThat(office.mailbox.sent())
                        .singleElement()
                        .satisfies(sent -> assertThat(
                                        parsed(sent).attachments().get(0).sha256())
                                .isEqualTo(
                                        message.attachments().get(0).content().sha256()));
                List<GraphRequest> slices = office.requests("PUT");
                assertThat(slices)
                        .hasSize((size + SLICE - 1) / SLICE)
                        .allSatisfy(slice ->
                                assertThat(slice.header("Authorization")).isEmpty());
            }
        }
    }

    @Test
    void a_throttled_or_unavailable_graph_is_asked_once_and_the_body_is_whole_the_next_time() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage small = mail(office).build();
            OutboundMessage large =
                    mail(office).attach(file("data.bin", 4_000_000)).build();
            for (OutboundMessage message : List.of(small, large)) {
                office.graph.trouble(GraphTrouble.throttled("31,120"), "POST .*(sendMail|messages)$", 1);
                int before = posts(office);
                assertThatThrownBy(() -> send(office, channel, message))
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
                            assertThat(e.retryAfter()).contains(Duration.ofSeconds(32));
                        });
                assertThat(posts(office)).isEqualTo(before + 1);
                office.graph.trouble(
                        GraphTrouble.answer(503, Map.of("Retry-After", "00"), "text/html", "<p>later</p>"),
                        "POST .*(sendMail|messages)$",
                        1);
                assertThatThrownBy(() -> send(office, channel, message))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED));
                assertThat(posts(office)).isEqualTo(before + 2);

                assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);
            }
            assertThat(office.mailbox.sent())
                    .hasSize(2)
                    .allSatisfy(sent -> assertThat(parsed(sent).body().text()).contains("Have you tried water?"));
        }
    }

    private static int posts(Office office) {
        return (int) office.graph.requests().stream()
                .filter(request -> (request.method() + " " + request.path()).matches("POST .*(sendMail|messages)$"))
                .count();
    }

    @Test
    void odd_answers_keep_their_status() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            record Odd(GraphTrouble trouble, FailureKind kind, String code) {}
            List<Odd> odds = List.of(
                    new Odd(GraphTrouble.htmlPage(429), FailureKind.THROTTLED, "429"),
                    new Odd(GraphTrouble.answer(403, Map.of(), "text/plain", "no"), FailureKind.AUTH, "403"),
                    new Odd(GraphTrouble.answer(400, Map.of(), "application/json", "{}"), FailureKind.PERMANENT, "400"),
                    new Odd(
                            GraphTrouble.answer(
                                    400,
                                    Map.of(),
                                    "application/json",
                                    "{\"error\":{\"code\":\"errorInvalidRecipients\",\"message\":\"m\","
                                            + "\"innerError\":{\"date\":\"yesterday\"}}}"),
                            FailureKind.PERMANENT,
                            "errorInvalidRecipients"),
                    new Odd(GraphTrouble.empty(413), FailureKind.UNSUPPORTED, "413"));
            for (Odd odd : odds) {
                office.graph.trouble(odd.trouble(), "sendMail", 1);
                assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                        .as(odd.code())
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(odd.kind());
                            assertThat(e.code()).contains(odd.code());
                            assertThat(e.getMessage()).isNotBlank();
                            assertThatCode(() -> e.printStackTrace(new PrintWriter(new StringWriter())))
                                    .doesNotThrowAnyException();
                        });
            }
            assertThat(office.mailbox.sent()).isEmpty();
        }
    }

    @Test
    void an_object_goes_out_whole_each_time_it_is_sent() throws Exception {
        try (Office office = Office.appOnly();
                WebhookHost host = new WebhookHost(office.clock);
                Channel channel = office.open(Map.of("after_intake", "mark_seen", "webhook_url", host.url("hook")))) {
            host.serve("hook", channel.webhook().orElseThrow());
            RecordingIntake intake = new RecordingIntake();
            office.mailbox.receive(MessageSamples.mail("Hello", "x"));
            office.mailbox.allowSubscriptionsOf(4_230);
            String changes = "(POST|PATCH) /v1.0";
            office.graph.trouble(GraphTrouble.unauthorized(), changes, 1);
            channel.inbound().orElseThrow().fetch(null, intake, Office.NOW);
            office.graph.trouble(GraphTrouble.unauthorized(), changes, 1);
            channel.subscription().orElseThrow().keep(Office.NOW);
            office.graph.trouble(GraphTrouble.unauthorized(), changes, 1);
            send(
                    office,
                    channel,
                    mail(office).attach(file("data.bin", 3_000_000)).build());

            List<GraphRequest> sent = office.graph.requests().stream()
                    .filter(request -> (request.method() + " " + request.path()).matches(changes + ".*"))
                    .filter(request -> !request.path().endsWith("/send"))
                    .toList();
            assertThat(sent)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(request ->
                            assertThat(request.size()).as(request.toString()).isGreaterThan(10));
            assertThat(sent)
                    .filteredOn(request -> request.method().equals("PATCH"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.text()).contains("isRead"));
            assertThat(sent)
                    .filteredOn(request -> request.path().endsWith("/subscriptions"))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(request -> assertThat(request.text()).contains("clientState"));
            assertThat(office.mailbox.items("inbox")).allMatch(GraphItem::isRead);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST .*/sendMail$", "POST .*/send$", "POST .*/messages$", "POST .*/attachments"})
    void what_was_not_answered_is_sent_once_though_the_connection_was_good_before(String request) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            send(office, channel, mail(office).build());
            OutboundMessage large =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.droppedAfterAccepting(), request, 1);
            long before = count(office, request);

            switch (request) {
                case "POST .*/sendMail$" ->
                    assertThat(send(office, channel, mail(office).build())).isInstanceOf(SendResult.Uncertain.class);
                case "POST .*/send$" -> assertThat(send(office, channel, large)).isInstanceOf(HandedOver.class);
                default ->
                    assertThatThrownBy(() -> send(office, channel, large)).isInstanceOf(ChannelException.class);
            }

            assertThat(count(office, request)).isEqualTo(before + 1);
        }
    }

    private static long count(Office office, String pattern) {
        return office.graph.requests().stream()
                .filter(request -> (request.method() + " " + request.path()).matches(pattern + ".*"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 504})
    void nothing_waits_or_tries_again_inside_the_library(int status) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.graph.trouble(
                    GraphTrouble.answer(status, Map.of("Retry-After", "120"), "text/html", "<p>later</p>"), "/v1.0/");

            assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, new RecordingIntake(), Office.NOW))
                    .isInstanceOfSatisfying(ChannelException.class, e -> {
                        assertThat(e.code()).contains(String.valueOf(status));
                        if (status != 504) {
                            assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
                            assertThat(e.retryAfter()).contains(Duration.ofSeconds(120));
                        }
                    });

            assertThat(office.requests("/v1.0/")).hasSize(1);
            assertThat(office.requests("/v1.0/").get(0).header("Retry-Attempt")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html <p>Log in to the network</p>",
                "application/json {",
                "application/json {}",
                "text/plain"
            })
    void what_is_no_answer_of_graphs_is_no_empty_mailbox(String odd) throws Exception {
        String[] answer = odd.split(" ", 2);
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.graph.trouble(
                    GraphTrouble.answer(200, Map.of(), answer[0], answer.length == 1 ? "" : answer[1]), "delta");

            RecordingIntake intake = new RecordingIntake();
            assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, intake, Office.NOW))
                    .isInstanceOfSatisfying(ChannelException.class, e -> {
                        assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                        assertThatCode(() -> e.printStackTrace(new PrintWriter(new StringWriter())))
                                .doesNotThrowAnyException();
                    });
            assertThat(intake.cursor()).isNull();
        }
    }
}
