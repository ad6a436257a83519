package io.deskwire.testkit.gmail;

import static io.deskwire.testkit.gmail.Peer.mail;
import static io.deskwire.testkit.gmail.Peer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.testkit.gmail.Peer.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GmailTroubleTest {

    private final Peer peer = new Peer();
    private final GmailMailbox mailbox = peer.mailbox;

    @AfterEach
    void stop() {
        peer.close();
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(GmailTrouble.unauthorized(), 401, "authError", "UNAUTHENTICATED"),
                Arguments.of(
                        GmailTrouble.forbidden("domainPolicy", "The domain administrators have disabled Gmail apps."),
                        403,
                        "domainPolicy",
                        "PERMISSION_DENIED"),
                Arguments.of(GmailTrouble.insufficientScope(), 403, "insufficientPermissions", "PERMISSION_DENIED"),
                Arguments.of(GmailTrouble.notFound(), 404, "notFound", "NOT_FOUND"),
                Arguments.of(GmailTrouble.mailServiceNotEnabled(), 400, "failedPrecondition", "FAILED_PRECONDITION"),
                Arguments.of(GmailTrouble.throttled(7), 429, "rateLimitExceeded", "RESOURCE_EXHAUSTED"),
                Arguments.of(GmailTrouble.backendError(), 500, "backendError", "INTERNAL"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_has_googles_body_and_passes(GmailTrouble trouble, int status, String reason, String text) {
        peer.gmail.trouble(trouble, GmailMethod.PROFILE, 1);
        Answer answer = peer.get("profile");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.at("error", "status")).isEqualTo(text);
        assertThat(answer.at("error", "code")).isEqualTo((long) status);
        assertThat(peer.get("profile").status()).isEqualTo(200);
    }

    @Test
    void an_answer_can_end_within_its_body() {
        String id = mailbox.receive(mail("a@x.example", "Hi"));
        peer.gmail.trouble(GmailTrouble.cutWithin(20), GmailMethod.GET, 1);
        assertThatThrownBy(() -> peer.get("messages/" + id)).isInstanceOf(UncheckedIOException.class);
        assertThat(peer.get("messages/" + id).status()).isEqualTo(200);
    }

    @Test
    void a_lasting_trouble_hits_one_method_until_it_behaves() {
        peer.gmail.trouble(GmailTrouble.htmlPage(502), GmailMethod.HISTORY);
        String history = "history?startHistoryId=" + mailbox.historyId();
        for (int i = 0; i < 3; i++) {
            assertThat(peer.get(history).status()).isEqualTo(502);
        }
        assertThat(peer.get(history).text()).startsWith("<html>");
        assertThat(peer.get("profile").status()).isEqualTo(200);
        peer.gmail.behave();
        assertThat(peer.get(history).status()).isEqualTo(200);
        peer.gmail.trouble(GmailTrouble.empty(500), "GET .*/profile", 1);
        assertThat(peer.get("profile").text()).isEmpty();
    }

    @Test
    void the_text_of_a_429_names_the_time() {
        peer.gmail.trouble(
                GmailTrouble.rateLimited(Instant.parse("2026-11-22T10:00:05Z")), GmailMethod.MESSAGES_LIST, 1);
        Answer answer = peer.get("messages");
        assertThat(answer.at("error", "message"))
                .isEqualTo("User-rate limit exceeded.  Retry after 2026-11-22T10:00:05.000Z");
        assertThat(answer.headers()).doesNotContainKey("retry-after");
    }

    @Test
    void a_connection_ends_before_or_after_the_mail_is_sent() {
        String mail = reply("a1@acme.example", "Hi", "");
        peer.gmail.trouble(GmailTrouble.cutBeforeAccepting(), GmailMethod.SEND, 1);
        assertThatThrownBy(() -> peer.send(mail)).isInstanceOf(UncheckedIOException.class);
        assertThat(mailbox.sent()).isEmpty();
        peer.gmail.trouble(GmailTrouble.cutAfterAccepting(), GmailMethod.SEND, 1);
        assertThatThrownBy(() -> peer.send(mail)).isInstanceOf(UncheckedIOException.class);
        assertThat(mailbox.sent()).hasSize(1);
        peer.gmail.trouble(GmailTrouble.backendErrorAfterAccepting(), GmailMethod.SEND, 1);
        assertThat(peer.send(mail).reason()).isEqualTo("backendError");
        peer.gmail.trouble(GmailTrouble.htmlPageAfterAccepting(502), GmailMethod.SEND, 1);
        assertThat(peer.send(mail).status()).isEqualTo(502);
        assertThat(mailbox.sent()).hasSize(3);
        peer.gmail.trouble(GmailTrouble.slow(Duration.ofMillis(20)), GmailMethod.SEND, 1);
        assertThat(peer.send(mail).status()).isEqualTo(200);
        assertThat(mailbox.sent()).hasSize(4);
    }

    @Test
    void units_are_counted_by_the_minute_and_the_user() {
        String id = mailbox.receive(mail("m1@x.example", "Hi"));
        mailbox.quota(45);
        int before = mailbox.unitsUsed();
        assertThat(peer.get("messages/" + id + "?format=minimal").status()).isEqualTo(200);
        assertThat(mailbox.unitsUsed() - before).isEqualTo(20);
        assertThat(peer.get("messages/" + id + "?format=minimal").status()).isEqualTo(200);
        Answer refused = peer.get("messages/" + id + "?format=minimal");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(String.valueOf(refused.at("error", "message"))).contains("Retry after 2026-11-22T10:01:00.000Z");
        assertThat(peer.get("profile").status()).isEqualTo(200);
        mailbox.quotaForbidding(45);
        assertThat(peer.get("messages/" + id).status()).isEqualTo(403);
        assertThat(peer.get("messages/" + id).reason()).isEqualTo("userRateLimitExceeded");
        peer.clock.advance(Duration.ofMinutes(1));
        assertThat(peer.get("messages/" + id + "?format=minimal").status()).isEqualTo(200);
    }

    @Test
    @Timeout(60)
    void more_calls_at_once_than_allowed_are_refused() throws InterruptedException {
        mailbox.concurrency(1);
        peer.gmail.trouble(GmailTrouble.slow(Duration.ofMinutes(5)), GmailMethod.HISTORY, 1);
        Thread slow = new Thread(() -> {
            try {
                peer.get("history?startHistoryId=1");
            } catch (UncheckedIOException e) {
                // The simulator was closed; the answer does not matter here.
            }
        });
        slow.start();
        while (peer.gmail.requests("/history").isEmpty()) {
            Thread.onSpinWait();
        }
        Answer answer = peer.get("profile");
        while (answer.status() == 200) {
            answer = peer.get("profile");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.at("error", "message")).isEqualTo("Too many concurrent requests for user");
        assertThat(mailbox.mostConcurrent()).isEqualTo(1);
        peer.gmail.close();
        slow.join();
    }

    @Test
    void nobody_enters_without_a_live_token_of_the_right_scope_and_mailbox() {
        assertThat(peer.ask(peer.to("/gmail/v1/users/other%40acme.example/profile")
                                .GET())
                        .status())
                .isEqualTo(403);
        assertThat(peer.ask(peer.to("/gmail/v1/users/support%40acme.example/profile")
                                .GET())
                        .status())
                .isEqualTo(200);
        peer.signIn(mailbox.refreshToken(peer.client, GmailScopes.SEND));
        assertThat(peer.get("profile").reason()).isEqualTo("insufficientPermissions");
        assertThat(peer.get("profile").text()).contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
        peer.signIn(mailbox.refreshToken(peer.client, GmailScopes.READONLY));
        assertThat(peer.send(reply("a1@acme.example", "Hi", "")).reason()).isEqualTo("insufficientPermissions");
        assertThat(peer.get("profile").status()).isEqualTo(200);
        peer.gmail.expireAccessTokens();
        assertThat(peer.get("profile").status()).isEqualTo(401);
        peer.signIn(mailbox.refreshToken(peer.client));
        peer.clock.advance(Duration.ofSeconds(3599));
        assertThat(peer.get("profile").reason()).isEqualTo("authError");
        peer.as("made up");
        assertThat(peer.get("profile").status()).isEqualTo(401);
    }

    @Test
    void every_request_is_recorded_unzipped() {
        peer.post("messages/batchModify", Map.of("ids", "x"));
        GmailRequest request = peer.gmail.requests("POST .*/batchModify").get(0);
        assertThat(request.json()).containsEntry("ids", "x");
        assertThat(request.header("content-encoding")).contains("gzip");
    }
}
