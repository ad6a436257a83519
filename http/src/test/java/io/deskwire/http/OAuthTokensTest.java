package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTokensTest {

    private static final Secret CLIENT_SECRET = Secret.of("cl1ent&s3cret=");
    private static final Secret REFRESH = Secret.of("r3fresh/token+1");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final InstantSource clock = now::get;
    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final KeptGrants kept = KeptGrants.of(REFRESH);
    private final OAuthTokens tokens = new OAuthTokens(transport, clock, kept);
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    private Grant grant(@Nullable Secret refreshToken) {
        return grant("acme", refreshToken);
    }

    private Grant grant(String tenant, @Nullable Secret refreshToken) {
        URI url = URI.create("http://127.0.0.1:" + server.getPort() + "/token");
        return new Grant(tenant, "mail", url, "client", CLIENT_SECRET, refreshToken, "a b");
    }

    private void issue(String token, long seconds) {
        server.enqueue(json(
                200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}"));
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Test
    void a_refresh_token_is_exchanged_as_rfc_6749_asks() throws Exception {
        issue("t1", 3600);
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/token");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(RawServer.text(request))
                .isEqualTo("grant_type=refresh_token&client_id=client&client_secret=cl1ent%26s3cret%3D"
                        + "&refresh_token=r3fresh%2Ftoken%2B1&scope=a+b");
    }

    @Test
    void the_listener_hears_of_what_was_asked_and_not_of_what_was_in_memory() throws Exception {
        List<String> heard = new ArrayList<>();
        OAuthTokens watched = new OAuthTokens(transport, clock, kept, (grant, failure) -> {
            heard.add(grant.channelId() + " " + failure);
            throw new IllegalStateException("a listener's trouble is its own");
        });
        issue("t1", 3600);
        assertThat(watched.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        watched.token(grant(REFRESH), null);
        server.enqueue(json(503, "{}"));
        pass(Duration.ofHours(1));
        assertThatThrownBy(() -> watched.token(grant(REFRESH), null)).isInstanceOf(ChannelException.class);
        assertThat(heard).containsExactly("mail null", "mail TRANSIENT");
    }

    @Test
    void without_a_refresh_token_the_client_asks_for_itself() throws Exception {
        issue("t1", 3600);
        assertThat(tokens.token(grant(null), null).reveal()).isEqualTo("t1");
        assertThat(RawServer.text(server.takeRequest()))
                .isEqualTo("grant_type=client_credentials&client_id=client&client_secret=cl1ent%26s3cret%3D&scope=a+b");
    }

    @Test
    void a_token_is_kept_until_shortly_before_it_ends() throws Exception {
        issue("t1", 3600);
        issue("t2", 3600);
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        pass(Duration.ofMinutes(54));
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        assertThat(server.getRequestCount()).isEqualTo(1);
        pass(Duration.ofMinutes(1));
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t2");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"expires_in\":\"100\"', 79, 80",
        "'\"x\":1', 239, 240",
        "'\"expires_in\":-5', 0, 0",
        "'\"expires_in\":1e30', 0, 86100"
    })
    void a_lifetime_may_be_odd_or_missing(String lifetime, long keptSeconds, long renewedSeconds) throws Exception {
        server.enqueue(json(200, "{\"access_token\":\"t1\"," + lifetime + "}"));
        issue("t2", 3600);
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        if (keptSeconds > 0) {
            pass(Duration.ofSeconds(keptSeconds));
            assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        }
        pass(Duration.ofSeconds(renewedSeconds - keptSeconds));
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t2");
    }

    @Test
    void a_refused_token_is_never_answered_again() throws Exception {
        issue("t1", 3600);
        issue("t2", 3600);
        Secret first = tokens.token(grant(REFRESH), null);
        assertThat(tokens.token(grant(REFRESH), first).reveal()).isEqualTo("t2");
        assertThat(tokens.token(grant(REFRESH), first).reveal()).isEqualTo("t2");
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t2");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_refused_token_stays_away_when_no_other_can_be_had() throws Exception {
        issue("t1", 3600);
        Secret first = tokens.token(grant(REFRESH), null);
        server.enqueue(json(500, ""));
        ChannelException failure =
                catchThrowableOfType(ChannelException.class, () -> tokens.token(grant(REFRESH), first));
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        issue("t2", 3600);
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t2");
    }

    @Test
    void an_endpoint_that_issues_the_refused_token_again_is_no_help() throws Exception {
        issue("t1", 3600);
        issue("t1", 3600);
        Secret first = tokens.token(grant(REFRESH), null);
        ChannelException failure =
                catchThrowableOfType(ChannelException.class, () -> tokens.token(grant(REFRESH), first));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure).hasMessageNotContaining("t1");
    }

    @Test
    void tenants_with_equal_grants_share_nothing() throws Exception {
        issue("t1", 3600);
        issue("t2", 3600);
        assertThat(tokens.token(grant("acme", REFRESH), null).reveal()).isEqualTo("t1");
        assertThat(tokens.token(grant("globex", REFRESH), null).reveal()).isEqualTo("t2");
        assertThat(tokens.token(grant("acme", REFRESH), null).reveal()).isEqualTo("t1");
    }

    @Test
    void new_secrets_make_everything_known_worthless() throws Exception {
        issue("t1", 3600);
        issue("t2", 3600);
        tokens.token(grant(REFRESH), null);
        assertThat(tokens.token(grant(Secret.of("another")), null).reveal()).isEqualTo("t2");
        server.takeRequest();
        assertThat(RawServer.text(server.takeRequest())).contains("refresh_token=another");
    }

    @Test
    void a_replaced_refresh_token_is_stored_and_used_from_then_on() throws Exception {
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":60,\"refresh_token\":\"second\"}"));
        issue("t2", 3600);
        tokens.token(grant(REFRESH), null);
        assertThat(kept.text()).isEqualTo("second");
        pass(Duration.ofMinutes(1));
        tokens.token(grant(REFRESH), null);
        server.takeRequest();
        assertThat(RawServer.text(server.takeRequest())).contains("refresh_token=second");
    }

    @Test
    void a_channel_opened_anew_after_a_replacement_keeps_the_token_in_hand() throws Exception {
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":3600,\"refresh_token\":\"second\"}"));
        tokens.token(grant(REFRESH), null);
        assertThat(tokens.token(grant(Secret.of("second")), null).reveal()).isEqualTo("t1");
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_store_that_is_away_does_not_cost_the_token() throws Exception {
        kept.away(true);
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":60,\"refresh_token\":\"second\"}"));
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        issue("t2", 3600);
        pass(Duration.ofMinutes(1));
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t2");
        server.takeRequest();
        assertThat(RawServer.text(server.takeRequest())).contains("refresh_token=second");
    }

    @Test
    void what_the_store_could_not_take_is_stored_at_the_next_use() throws Exception {
        kept.away(true);
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":3600,\"refresh_token\":\"second\"}"));
        tokens.token(grant(REFRESH), null);
        tokens.token(grant(REFRESH), null);
        kept.away(false);
        assertThat(kept.text()).isEqualTo(REFRESH.reveal());

        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");

        assertThat(kept.text()).isEqualTo("second");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void of_several_replacements_that_were_not_stored_the_last_one_is() throws Exception {
        kept.away(true);
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":60,\"refresh_token\":\"second\"}"));
        tokens.token(grant(REFRESH), null);
        pass(Duration.ofMinutes(1));
        server.enqueue(json(200, "{\"access_token\":\"t2\",\"expires_in\":60,\"refresh_token\":\"third\"}"));
        tokens.token(grant(REFRESH), null);
        kept.away(false);

        tokens.token(grant(REFRESH), null);

        assertThat(kept.text()).isEqualTo("third");
        kept.put(Secret.of("of a person who connected again"));
        tokens.token(grant(REFRESH), null);
        assertThat(kept.text()).isEqualTo("of a person who connected again");
    }

    @Test
    void a_store_that_changed_nothing_and_says_no_more_is_asked_again() throws Exception {
        kept.refusing(true);
        server.enqueue(json(200, "{\"access_token\":\"t1\",\"expires_in\":3600,\"refresh_token\":\"second\"}"));
        tokens.token(grant(REFRESH), null);
        kept.refusing(false);
        tokens.token(grant(REFRESH), null);
        assertThat(kept.text()).isEqualTo("second");
    }

    @Test
    void a_grant_is_gone_only_when_the_stored_one_is_refused_too() throws Exception {
        kept.put(Secret.of("of another node"));
        server.enqueue(json(400, "{\"error\":\"invalid_grant\"}"));
        issue("t1", 3600);
        assertThat(tokens.token(grant(REFRESH), null).reveal()).isEqualTo("t1");
        server.takeRequest();
        assertThat(RawServer.text(server.takeRequest())).contains("refresh_token=of+another+node");

        server.enqueue(json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50173: x\"}"));
        kept.put(Secret.of("third"));
        server.enqueue(json(400, "{\"error\":\"invalid_grant\"}"));
        ChannelException failure =
                catchThrowableOfType(ChannelException.class, () -> tokens.token(grant(REFRESH), Secret.of("t1")));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void a_grant_that_is_the_stored_one_is_not_tried_twice() throws Exception {
        server.enqueue(json(400, "{\"error\":\"invalid_grant\"}"));
        ChannelException failure =
                catchThrowableOfType(ChannelException.class, () -> tokens.token(grant(REFRESH), null));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("connect the account again"));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void many_callers_make_one_request_and_share_its_outcome() throws Exception {
        for (int status : new int[] {200, 400}) {
            CountDownLatch release = new CountDownLatch(1);
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                    release.await(30, TimeUnit.SECONDS);
                    return json(
                            status, "{\"access_token\":\"shared\",\"error\":\"invalid_grant\",\"expires_in\":3600}");
                }
            });
            int before = server.getRequestCount();
            BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Thread caller = new Thread(() -> {
                    try {
                        outcomes.add(tokens.token(grant("tenant" + status, REFRESH), null)
                                .reveal());
                    } catch (ChannelException e) {
                        outcomes.add(e.kind().name());
                    }
                });
                callers.add(caller);
                caller.start();
            }
            // One waits for the server, the others for that one.
            awaitWaiting(callers, 15);
            release.countDown();
            for (Thread caller : callers) {
                caller.join(30_000);
            }
            assertThat(outcomes).hasSize(16).containsOnly(status == 200 ? "shared" : "AUTH");
            assertThat(server.getRequestCount() - before).isEqualTo(1);
        }
    }

    private static void awaitWaiting(List<Thread> threads, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (threads.stream()
                        .filter(t -> t.getState() == Thread.State.WAITING)
                        .count()
                < count) {
            assertThat(System.nanoTime()).as("callers are waiting in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
