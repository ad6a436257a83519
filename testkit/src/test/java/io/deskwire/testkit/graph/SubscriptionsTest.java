package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsTest {

    private final Bench bench = new Bench();
    private final Subscriber subscriber = new Subscriber();

    @AfterEach
    void stop() {
        subscriber.close();
        bench.close();
    }

    private Map<String, Object> wanted() {
        return bench.subscription(subscriber.url() + "/hook?k=1", subscriber.url() + "/life");
    }

    private Caller.Got subscribe(Map<String, Object> wanted) throws IOException, InterruptedException {
        return bench.caller.json("POST", "/subscriptions", wanted, "Prefer", Caller.IMMUTABLE);
    }

    @Test
    void both_addresses_are_asked_before_the_answer() throws Exception {
        Caller.Got got = subscribe(wanted());

        assertThat(got.status()).isEqualTo(201);
        assertThat(got.json())
                .containsEntry("clientState", "state-1")
                .containsEntry("expirationDateTime", "2026-11-28T10:00:00Z")
                .containsEntry("applicationId", bench.app.clientId());
        assertThat(subscriber.validations()).extracting(GraphRequest::path).containsExactly("/hook", "/life");
        String token = String.valueOf(new Call(subscriber.validations().get(0)).query("validationToken"));
        assertThat(token).contains(" ", "+", "%", ":");
        assertThat(subscriber.validations().get(0).header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @Test
    void a_token_decoded_twice_an_html_answer_or_another_status_is_refused() throws Exception {
        List<java.util.function.Function<String, Answer>> wrong = List.of(
                token -> Answer.text(200, "text/plain", token.replace("%25", "%")),
                token -> Answer.text(200, "text/plain", token.replace("+", " ")),
                token -> Answer.text(200, "text/html", token),
                token -> Answer.text(202, "text/plain", token),
                token -> Answer.empty(200));
        for (java.util.function.Function<String, Answer> each : wrong) {
            subscriber.validatesBy(each);
            Caller.Got got = subscribe(wanted());
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.text()).contains("must respond with 200 OK to validation request");
        }
        assertThat(bench.graph.subscriptions()).isEmpty();
    }

    @Test
    void the_same_again_is_a_conflict() throws Exception {
        String id = String.valueOf(subscribe(wanted()).json().get("id"));

        Caller.Got again = subscribe(wanted());

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains(id, "already exists");
        assertThat(bench.caller.get("/subscriptions").value())
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("id", id));
    }

    @ParameterizedTest
    @CsvSource({"10081,400,", "10080,201,10080", "1,201,45", "0,400,"})
    void lifetimes_have_bounds(int minutes, int status, Integer given) throws Exception {
        Map<String, Object> wanted = wanted();
        wanted.put(
                "expirationDateTime",
                Bench.START.plus(Duration.ofMinutes(minutes)).toString());

        Caller.Got got = subscribe(wanted);

        assertThat(got.status()).isEqualTo(status);
        if (given != null) {
            assertThat(got.json())
                    .containsEntry(
                            "expirationDateTime",
                            Bench.START.plus(Duration.ofMinutes(given)).toString());
        }
    }

    @Test
    void renewing_lengthens_and_deleting_ends() throws Exception {
        String id = String.valueOf(subscribe(wanted()).json().get("id"));
        bench.clock.advance(Duration.ofDays(5));
        Caller caller = new Caller(bench.graph, bench.app.appToken());
        String later = bench.clock.instant().plus(Duration.ofDays(6)).toString();

        Caller.Got renewed = caller.json("PATCH", "/subscriptions/" + id, Map.of("ExpirationDateTime", later));
        Caller.Got added =
                caller.json("PATCH", "/subscriptions/" + id, Map.of("lifecycleNotificationUrl", "https://x.example"));

        assertThat(renewed.json()).containsEntry("expirationDateTime", later);
        assertThat(added.status()).isEqualTo(400);
        assertThat(bench.graph.subscriptions().get(0).renewals()).isEqualTo(1);
        assertThat(caller.call("DELETE", "/subscriptions/" + id, new byte[0]).status())
                .isEqualTo(204);
        assertThat(caller.call("DELETE", "/subscriptions/" + id, new byte[0]).code())
                .isEqualTo("ResourceNotFound");
    }

    @Test
    void a_subscription_ends_by_the_clock() throws Exception {
        String id = String.valueOf(subscribe(wanted()).json().get("id"));
        bench.clock.advance(Duration.ofDays(6));
        Caller caller = new Caller(bench.graph, bench.app.appToken());

        assertThat(caller.get("/subscriptions/" + id).status()).isEqualTo(404);
        bench.mailbox.receive(Bench.mail("1"));
        assertThat(subscriber.notifications()).isEmpty();
    }

    @Test
    void a_new_mail_is_notified_with_the_immutable_id() throws Exception {
        subscribe(wanted());

        GraphItem item = bench.mailbox.receive(Bench.mail("1"));
        bench.mailbox.receive(Bench.mail("2"), "archive");

        assertThat(subscriber.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("clientState", "state-1")
                        .containsEntry("tenantId", Bench.TENANT)
                        .containsEntry("changeType", "created"));
        assertThat(subscriber.notifications().get(0).text()).contains("\"id\":\"" + item.id() + "\"");
    }

    @Test
    void what_was_not_taken_is_tried_again_for_four_hours() throws Exception {
        subscribe(wanted());
        subscriber.answersWith(500);
        bench.mailbox.receive(Bench.mail("1"));
        bench.clock.advance(Duration.ofHours(2));
        bench.mailbox.receive(Bench.mail("2"));
        bench.graph.retryAll();
        assertThat(bench.graph.undelivered()).hasSize(2);

        bench.clock.advance(Duration.ofHours(3));
        subscriber.answersWith(202);
        bench.graph.retryAll();

        assertThat(bench.graph.undelivered()).isEmpty();
        assertThat(subscriber.notifications()).hasSize(5);
    }
}
