package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
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
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {

    private static final Secret CLIENT_SECRET = Secret.of("cl1ent&s3cret=");
    private static final Secret REFRESH = Secret.of("r3fresh/token+1");

    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final OAuthTokens tokens = new OAuthTokens(transport, InstantSource.fixed(Instant.EPOCH));
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
        URI url = URI.create("http://127.0.0.1:" + server.getPort() + "/token");
        return new Grant("acme", "mail", url, "client", CLIENT_SECRET, refreshToken, "a b");
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private ChannelException failure(Grant grant) {
        ChannelException failure = catchThrowableOfType(ChannelException.class, () -> tokens.token(grant, null));
        assertThat(failure).as("failure").isNotNull();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            assertThat(String.valueOf(t)).doesNotContain("s3cret", "r3fresh");
        }
        assertThat(failure.hint().orElse("")).doesNotContain("s3cret", "r3fresh");
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, AUTH, connect the account again",
        "401, invalid_client, AUTH, client_secret",
        "400, unauthorized_client, AUTH, client_secret",
        "400, invalid_scope, AUTH, scopes",
        "400, something_new, AUTH, OAuth settings",
        "400, , TRANSIENT, token_url",
        "403, , TRANSIENT, token_url",
        "404, , TRANSIENT, token_url",
        "407, , TRANSIENT, ",
        "302, , TRANSIENT, token_url",
        "403, rate_limit_exceeded, THROTTLED, ",
        "400, slow_down, THROTTLED, ",
        "403, org_internal, AUTH, External",
        "400, temporarily_unavailable, TRANSIENT, ",
        "408, , TRANSIENT, ",
        "500, , TRANSIENT, ",
        "503, invalid_grant, TRANSIENT, "
    })
    void every_refusal_has_its_kind_and_says_what_to_do(
            int status, @Nullable String error, FailureKind kind, @Nullable String hint) {
        server.enqueue(json(
                status,
                error == null
                        ? "<html>cl1ent&s3cret=</html>"
                        : "{\"error\":\"" + error + "\",\"error_description\":\"for r3fresh/token+1\"}"));
        ChannelException failure = failure(grant(REFRESH));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code().orElse(null)).isEqualTo(error);
        assertThat(failure).hasMessageContaining("127.0.0.1");
        if (hint == null) {
            assertThat(failure.hint()).isEmpty();
        } else {
            assertThat(failure.hint())
                    .hasValueSatisfying(text -> assertThat(text).contains(hint));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_grant, AADSTS700082, connect the account again",
        "invalid_grant, AADSTS50173, password was changed",
        "invalid_grant, AADSTS65001, Enterprise applications",
        "invalid_grant, AADSTS50076, second factor",
        "interaction_required, AADSTS53003, conditional access",
        "invalid_grant, AADSTS50057, enable it",
        "invalid_grant, AADSTS50034, mailbox's address",
        "invalid_client, AADSTS7000215, secret's value",
        "invalid_client, AADSTS7000222, has expired",
        "unauthorized_client, AADSTS700016, client_id",
        "invalid_request, AADSTS90002, tenant",
        "invalid_grant, AADSTS99999999, connect the account again"
    })
    void every_number_of_microsoft_says_what_to_change(String error, String number, String hint) {
        server.enqueue(json(400, "{\"error\":\"" + error + "\",\"error_codes\":[" + number.substring(6) + "]}"));
        ChannelException failure = failure(grant(REFRESH));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure.code()).contains(error + " " + number);
        assertThat(failure.hint())
                .hasValueSatisfying(text -> assertThat(text).contains(hint).endsWith("."));
    }

    @Test
    void microsofts_own_word_for_later_is_understood() {
        server.enqueue(json(400, "{\"error\":\"invalid_request\",\"error_codes\":[90033]}"));
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "admin_policy_enforced, App access control",
        "access_denied, declined",
        "org_internal, External",
        "redirect_uri_mismatch, redirect address"
    })
    void googles_policies_say_where_to_click(String error, String hint) {
        server.enqueue(json(400, "{\"error\":\"" + error + "\"}"));
        assertThat(failure(grant(REFRESH)).hint())
                .hasValueSatisfying(text -> assertThat(text).contains(hint));
    }

    @Test
    void microsofts_own_error_number_is_kept() {
        server.enqueue(json(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The provided client secret keys for app"
                        + " 'x' are expired.\"}"));
        ChannelException failure = failure(grant(null));
        assertThat(failure.code()).contains("invalid_client AADSTS7000222");
        assertThat(failure).hasMessageContaining("AADSTS7000222").hasMessageNotContaining("'x'");
    }

    @Test
    void an_error_name_that_is_none_is_not_repeated() {
        server.enqueue(json(400, "{\"error\":\"cl1ent&s3cret= is wrong\"}"));
        assertThat(failure(grant(REFRESH)).code()).isEmpty();
    }

    @Test
    void throttling_carries_how_long_to_wait() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "17")
                .build());
        ChannelException failure = failure(grant(REFRESH));
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"rateLimitExceeded\"}",
                "{\"error\":{\"code\":403,\"status\":\"RESOURCE_EXHAUSTED\"}}",
                "{\"error\":{\"code\":403,\"errors\":[{\"reason\":\"userRateLimitExceeded\"}]}}"
            })
    void throttling_is_known_by_its_words_too(String body) {
        server.enqueue(json(403, body));
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.THROTTLED);
        server.enqueue(json(403, "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}"));
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>sign in to the hotel</html>",
                "{}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":7}",
                "[1]",
                ""
            })
    void an_answer_without_a_token_is_no_token(String body) {
        server.enqueue(json(200, body));
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void a_token_of_another_type_is_refused() {
        server.enqueue(json(200, "{\"access_token\":\"t\",\"token_type\":\"mac\"}"));
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.AUTH);
    }

    @Test
    void an_endpoint_that_cannot_be_reached_may_be_reached_later() throws IOException {
        server.close();
        assertThat(failure(grant(REFRESH)).kind()).isEqualTo(FailureKind.TRANSIENT);
        Grant inside = new Grant("acme", "mail", URI.create("http://169.254.169.254/token"), "c", null, REFRESH, null);
        ChannelException blocked = failure(inside);
        assertThat(blocked).hasMessageContaining("private or reserved");
        Grant odd = new Grant("acme", "mail", URI.create("urn:x"), "c", null, REFRESH, null);
        assertThat(failure(odd).hint()).contains("Check token_url.");
    }
}
