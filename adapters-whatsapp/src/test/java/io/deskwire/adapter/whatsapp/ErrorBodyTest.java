package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    private static ErrorBody of(String body) {
        return ErrorBody.of(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void graphs_own_shape_in_all_its_forms() {
        ErrorBody object = of("{\"error\":{\"message\":\"(#131047) Re-engagement message\",\"type\":\"OAuthException\","
                + "\"code\":131047,\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"More than 24 hours\"},"
                + "\"fbtrace_id\":\"Az\"}}");
        assertThat(object.code()).isEqualTo(131047);
        assertThat(object.words()).isEqualTo("(#131047) Re-engagement message: More than 24 hours");

        ErrorBody text = of("{\"error\":{\"message\":\"(#100) Invalid parameter\",\"code\":100,\"error_data\":"
                + "\"Param template must be a string.\",\"is_transient\":false}}");
        assertThat(text.details()).isEqualTo("Param template must be a string.");
        assertThat(text.isTransient()).isFalse();

        ErrorBody inText = of("{\"error\":{\"message\":\"m\",\"code\":\"131026\",\"error_data\":"
                + "\"{\\\"messaging_product\\\":\\\"whatsapp\\\",\\\"details\\\":\\\"Undeliverable\\\"}\"}}");
        assertThat(inText.code()).isEqualTo(131026);
        assertThat(inText.details()).isEqualTo("Undeliverable");

        ErrorBody expired = of("{\"error\":{\"message\":\"Session has expired\",\"code\":190,\"error_subcode\":463,"
                + "\"is_transient\":true,\"error_user_msg\":\"Log in\"}}");
        assertThat(expired.subcode()).isEqualTo(463);
        assertThat(expired.isTransient()).isTrue();
        assertThat(expired.details()).isEqualTo("Log in");
    }

    @Test
    void the_shapes_of_the_others() {
        assertThat(of("{\"meta\":{\"success\":false,\"http_code\":401,\"developer_message\":\"Invalid api key\"}}"))
                .isEqualTo(new ErrorBody(null, null, "Invalid api key", null, false, true));
        ErrorBody old = of("{\"errors\":[{\"code\":470,\"title\":\"Message failed\",\"details\":\"24 hours\"}]}");
        assertThat(old.code()).isEqualTo(470);
        assertThat(old.words()).isEqualTo("Message failed: 24 hours");
        ErrorBody twilio =
                of("{\"code\":63016,\"message\":\"Failed to send\",\"more_info\":\"https://x\",\"status\":400}");
        assertThat(twilio.code()).isEqualTo(63016);
        assertThat(twilio.words()).isEqualTo("Failed to send");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<!DOCTYPE html><h1>Sorry</h1>",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{}",
                "{\"errors\":[]}",
                "{\"errors\":[null,1]}",
                "{\"error\":null}",
                "{\"meta\":{\"success\":true}}"
            })
    void what_says_nothing_breaks_nothing(String body) {
        assertThat(of(body)).isEqualTo(new ErrorBody(null, null, null, null, false, false));
        assertThat(of(body).words()).isEmpty();
    }

    @Test
    void numbers_of_customers_and_long_texts_are_not_passed_on() {
        ErrorBody error = of("{\"error\":{\"code\":131026,\"message\":\"Cannot reach +16505551234\\nnow "
                + "x".repeat(2000) + "\"}}");
        assertThat(error.words()).doesNotContain("16505551234", "\n").hasSizeLessThan(500);
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                Arguments.of(400, "{\"error\":{\"code\":130429}}", FailureKind.THROTTLED),
                Arguments.of(500, "{\"error\":{\"code\":3}}", FailureKind.AUTH),
                Arguments.of(500, "{\"error\":{\"code\":131045}}", FailureKind.AUTH),
                Arguments.of(500, "{\"error\":{\"code\":131000}}", FailureKind.TRANSIENT),
                Arguments.of(400, "{\"error\":{\"code\":100}}", FailureKind.PERMANENT),
                Arguments.of(400, "{\"error\":{\"code\":100,\"is_transient\":true}}", FailureKind.TRANSIENT),
                Arguments.of(401, "{\"error\":{\"code\":190,\"is_transient\":true}}", FailureKind.AUTH),
                Arguments.of(400, "{\"error\":{\"code\":131047,\"is_transient\":true}}", FailureKind.WINDOW_CLOSED),
                Arguments.of(400, "{\"error\":{\"code\":100,\"error_subcode\":33}}", FailureKind.AUTH),
                Arguments.of(400, "{\"error\":{\"code\":999999}}", FailureKind.PERMANENT),
                Arguments.of(500, "{\"error\":{\"code\":999999,\"message\":\"m\"}}", FailureKind.TRANSIENT),
                Arguments.of(429, "{\"error\":{\"code\":999999}}", FailureKind.THROTTLED),
                Arguments.of(429, "<html>", FailureKind.THROTTLED),
                Arguments.of(401, "{\"meta\":{\"developer_message\":\"Invalid api key\"}}", FailureKind.AUTH),
                Arguments.of(403, "", FailureKind.AUTH),
                Arguments.of(400, "<html>", FailureKind.PERMANENT),
                Arguments.of(404, "<html>", FailureKind.TRANSIENT),
                Arguments.of(404, "{\"code\":20404,\"message\":\"m\"}", FailureKind.AUTH),
                Arguments.of(302, "", FailureKind.TRANSIENT),
                Arguments.of(503, "<html>", FailureKind.TRANSIENT));
    }

    static Stream<Arguments> answersOfGateways() {
        return Stream.of(
                Arguments.of(504, "{\"status\":504,\"error\":\"Gateway Timeout\"}"),
                Arguments.of(504, "{\"code\":504,\"message\":\"upstream request timeout\"}"),
                Arguments.of(500, "{\"code\":500,\"message\":\"something broke\"}"),
                Arguments.of(500, "{\"meta\":{\"success\":false}}"),
                Arguments.of(502, "{\"error\":{\"code\":2,\"message\":\"m\"}}"));
    }

    @ParameterizedTest
    @MethodSource("answersOfGateways")
    void what_a_gateway_answered_says_nothing_of_whether_it_went_out(int status, String body) throws Exception {
        try (Scripted server =
                        new Scripted((asked, exchange) -> Scripted.answer(exchange, status, "application/json", body));
                Simulated sample = new Simulated(Flavour.META).with("api_base_url", server.base())) {
            assertThat(sample.send(sample.message(ACME).build())).isInstanceOf(SendResult.Uncertain.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void the_code_counts_before_the_status(int status, String body, FailureKind kind) throws Exception {
        try (Scripted server =
                        new Scripted((asked, exchange) -> Scripted.answer(exchange, status, "text/plain", body));
                Simulated sample = new Simulated(Flavour.META).with("api_base_url", server.base())) {
            ChannelException refusal = catchThrowableOfType(
                    ChannelException.class,
                    () -> sample.send(sample.message(ACME).build()));
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(server.asked()).hasSize(1);
        }
    }
}
