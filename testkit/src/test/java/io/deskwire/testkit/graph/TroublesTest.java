package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private static final byte[] MAIL =
            "From: support@desk.example\r\nTo: zoe@customer.example\r\nSubject: Hi\r\n\r\nHi\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Bench bench = new Bench();

    @AfterEach
    void stop() {
        bench.close();
    }

    private Caller.Got list() throws Exception {
        return bench.caller.get(bench.user() + "/messages");
    }

    @Test
    void errors_come_once_or_until_they_are_ended() throws Exception {
        bench.graph.trouble(GraphTrouble.unauthorized(), "GET /v1.0/users/.*/messages", 1);
        assertThat(list().code()).isEqualTo("InvalidAuthenticationToken");
        assertThat(list().status()).isEqualTo(200);
        bench.graph.trouble(GraphTrouble.htmlPage(503), "messages");
        assertThat(list().text()).startsWith("<html>");
        assertThat(list().status()).isEqualTo(503);
        bench.graph.behave();
        assertThat(list().status()).isEqualTo(200);
    }

    @Test
    void errors_look_as_graph_makes_them() throws Exception {
        bench.graph.trouble(GraphTrouble.throttled("31.5"), "messages", 1);
        bench.graph.trouble(GraphTrouble.claimsChallenge(), "messages", 1);
        bench.graph.trouble(GraphTrouble.empty(500), "messages", 1);

        Caller.Got throttled = list();
        assertThat(throttled.status() + throttled.code()).isEqualTo("429ApplicationThrottled");
        assertThat(throttled.header("Retry-After")).isEqualTo("31.5");
        assertThat(throttled.text()).containsPattern("\"date\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\"");
        assertThat(list().header("WWW-Authenticate")).contains("error=\"insufficient_claims\"", "claims=\"");
        assertThat(list().http().body()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphTrouble.answer(503, Map.of("Retry-After", "0"), "text/plain", ""));
    }

    @Test
    void a_dropped_connection_may_have_sent_the_mail_or_not() throws Exception {
        bench.graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
        assertThatIOException().isThrownBy(() -> bench.caller.mime(bench.user() + "/sendMail", MAIL));
        int sent = bench.mailbox.sent().size();
        bench.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "sendMail", 1);
        assertThatIOException().isThrownBy(() -> bench.caller.mime(bench.user() + "/sendMail", MAIL));
        bench.graph.trouble(GraphTrouble.emptyAfterAccepting(504), "sendMail", 1);
        assertThat(bench.caller.mime(bench.user() + "/sendMail", MAIL).status()).isEqualTo(504);

        assertThat(sent).isPositive();
        long seen = bench.graph.requests().stream()
                .filter(request -> request.path().endsWith("/sendMail"))
                .count();
        // The JDK's client may itself repeat what was dropped, except a POST.
        assertThat(seen).isEqualTo(3);
        assertThat(bench.mailbox.sent()).hasSize(2);
    }

    @Test
    void too_many_at_once_are_throttled_for_one_mailbox_only() throws Exception {
        GraphMailbox other = bench.graph.addMailbox(Bench.TENANT, "sales@desk.example");
        bench.mailbox.allowConcurrent(2);
        bench.graph.holdRequests("support|" + bench.mailbox.id());
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch begun = new CountDownLatch(2);
            List<Future<Integer>> held = List.of(callers.submit(() -> held(begun)), callers.submit(() -> held(begun)));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            await(() -> bench.graph.requestsHeld() == 2);

            assertThat(list().code()).isEqualTo("ApplicationThrottled");
            assertThat(bench.caller.get("/users/" + other.id() + "/messages").status())
                    .isEqualTo(200);
            bench.graph.letGo();
            for (Future<Integer> each : held) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            }
            assertThat(list().status()).isEqualTo(200);
        } finally {
            bench.graph.letGo();
            callers.shutdownNow();
        }
    }

    private int held(CountDownLatch begun) throws Exception {
        begun.countDown();
        return list().status();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
