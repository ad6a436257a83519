package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.config.ChannelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private final ChannelConfig channel = Documents.channel(Documents.META);

    private static Map<String, List<String>> query(String dot, String mode, String challenge, String token) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        put(query, "hub" + dot + "mode", mode);
        put(query, "hub" + dot + "challenge", challenge);
        put(query, "hub" + dot + "verify_token", token);
        return query;
    }

    private static void put(Map<String, List<String>> query, String name, String value) {
        if (value != null) {
            query.put(name, List.of(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1158201444", "a", "<script>", "ä b\n", "0000"})
    void who_shows_the_token_gets_the_challenge_back_byte_by_byte(String challenge) {
        for (String dot : List.of(".", "_")) {
            Received received =
                    Documents.receive(channel, Documents.get(query(dot, "subscribe", challenge, "verify-me")));
            assertThat(received).isInstanceOf(Received.Nothing.class);
            assertThat(received.answer()).isEqualTo(new Answer(200, "text/plain", challenge));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "subscribe, 1, wrong, 403",
                "subscribe, 1, verify-me2, 403",
                "subscribe, 1, Verify-me, 403",
                "subscribe, 1, '', 403",
                "unsubscribe, 1, verify-me, 403",
                "Subscribe, 1, verify-me, 403",
                "-, 1, verify-me, 400",
                "subscribe, -, verify-me, 400",
                "subscribe, '', verify-me, 400",
                "subscribe, 1, -, 400",
                "-, -, -, 400"
            })
    void everybody_else_gets_a_status_and_nothing_more(String mode, String challenge, String token, int status) {
        Received received = Documents.receive(channel, Documents.get(query(".", mode, challenge, token)));
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer()).isEqualTo(Answer.of(status));
    }

    @Test
    void a_challenge_that_nobody_honest_sends_is_not_given_back() {
        assertThat(Documents.receive(channel, Documents.get(query(".", "subscribe", "1".repeat(257), "verify-me")))
                        .answer())
                .isEqualTo(Answer.of(400));
        assertThat(Documents.receive(channel, Documents.get(query(".", "subscribe", "1".repeat(256), "verify-me")))
                        .answer()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_stands_there_twice_is_none() {
        Map<String, List<String>> query = query(".", "subscribe", "1", "verify-me");
        query.put("hub.verify_token", List.of("verify-me", "verify-me"));
        assertThat(Documents.receive(channel, Documents.get(query)).answer()).isEqualTo(Answer.of(400));
    }

    @Test
    void without_a_configured_token_nobody_is_let_in_and_two_tokens_are_valid_at_once() {
        ChannelConfig none = Documents.changed(Documents.META, "{\"webhook_verify_token\":null}");
        assertThat(Documents.receive(none, Documents.get(query(".", "subscribe", "1", "")))
                        .answer())
                .isEqualTo(Answer.of(403));
        ChannelConfig two = Documents.changed(Documents.META, "{\"webhook_verify_token\":[\"b\",\"verify-me\"]}");
        assertThat(Documents.receive(two, Documents.get(query(".", "subscribe", "1", "verify-me")))
                        .answer()
                        .status())
                .isEqualTo(200);
    }
}
