package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.cloud.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostmarkRefusalsTest extends SendingThroughPostmark {

    @ParameterizedTest
    @CsvSource({
        "401, 10, AUTH",
        "422, 10, AUTH",
        "422, 300, PERMANENT",
        "422, 400, AUTH",
        "422, 401, AUTH",
        "422, 402, PERMANENT",
        "422, 403, PERMANENT",
        "422, 405, AUTH",
        "422, 409, PERMANENT",
        "422, 411, PERMANENT",
        "422, 412, AUTH",
        "422, 413, AUTH",
        "404, 0, NOT_FOUND",
        "415, 0, PERMANENT",
        "413, 0, PERMANENT",
        "403, 0, AUTH"
    })
    void each_refusal_is_of_its_kind(int status, int code, FailureKind kind) {
        String body = "{\"ErrorCode\":" + code + ",\"Message\":\"said\\nso about who@desk.example\"}";
        postmark.trouble(Trouble.answer(status, "application/json", body), "/email", 1);

        ChannelException refused = refused(message());

        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.code()).hasValue(Integer.toString(status == 422 ? code : status));
        assertThat(refused.getMessage()).doesNotContain("who@desk.example").doesNotContain("\n");
    }

    @Test
    void maintenance_and_too_fast_are_waited_out() {
        postmark.trouble(
                Trouble.answer(503, "application/json", "{\"ErrorCode\":100,\"Message\":\"Maintenance\"}"),
                "/email",
                1);
        assertThat(refused(message()).kind()).isEqualTo(FailureKind.TRANSIENT);
        postmark.trouble(Trouble.throttled(17), "/email", 1);
        assertThat(refused(message()).retryAfter()).hasValue(Duration.ofSeconds(17));
        postmark.trouble(Trouble.answer(429, "application/json", "{\"ErrorCode\":429}"), "/email", 1);
        assertThat(refused(message()).kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void a_503_that_does_not_speak_of_maintenance_says_nothing_about_the_message() throws Exception {
        for (String body : List.of("{\"Message\":\"Service unavailable\"}", "<html>Service unavailable</html>")) {
            postmark.trouble(Trouble.answer(503, "application/json", body), "/email", 1);
            assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        }
    }

    @Test
    void inactive_recipients_are_rejected_and_the_others_get_it() throws Exception {
        server.suppress("BOSS@customer.example");

        SendResult some = send(message());
        assertThat(statuses(some))
                .isEqualTo(Map.of(
                        "zoe@customer.example", DeliveryStatus.SENT, "boss@customer.example", DeliveryStatus.REJECTED));
        assertThat(((HandedOver) some).recipients().get(1).code()).isEqualTo("406");
        assertThat(server.sent()).hasSize(1);

        server.suppress("zoe@customer.example");
        SendResult none = send(message());
        assertThat(statuses(none).values()).containsOnly(DeliveryStatus.REJECTED);
        assertThat(((HandedOver) none).providerMessageId()).isNull();
        assertThat(server.sent()).hasSize(1);
        assertThat(statuses(lookup().find(message()).orElseThrow()))
                .containsEntry("boss@customer.example", DeliveryStatus.REJECTED);
    }

    @Test
    void one_bad_address_does_not_keep_the_mail_from_the_others() throws Exception {
        OutboundMessage message =
                sample().to("zoe@customer.example", "who@nowhere").build();

        SendResult first = send(message);
        assertThat(statuses(first))
                .isEqualTo(Map.of(
                        "zoe@customer.example", DeliveryStatus.DEFERRED, "who@nowhere", DeliveryStatus.REJECTED));
        assertThat(server.sent()).isEmpty();

        SendResult second = send(message, List.of(Address.email("zoe@customer.example")));
        assertThat(statuses(second)).isEqualTo(Map.of("zoe@customer.example", DeliveryStatus.SENT));
        assertThat(server.sent().get(0).recipients()).containsExactly("zoe@customer.example");
    }

    @Test
    void the_wrong_token_sender_or_address_is_told() {
        channel.close();
        channel = open("{\"api_key\":\"wrong\"}");
        assertThat(refused(message()).kind()).isEqualTo(FailureKind.AUTH);
        channel.close();
        channel = open("{}");
        ChannelException sender =
                refused(sample().from("support@elsewhere.example").build());
        assertThat(sender.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(sender.code()).hasValue("400");
        channel.close();
        channel =
                Posts.TYPE.open(Posts.config("{\"api_base_url\":\"" + postmark.baseUrl() + "/v9\"}"), Posts.context());
        assertThat(refused(message()).hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("api_base_url"));
        postmark.close();
        assertThat(refused(message()).kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(server.sent()).isEmpty();
    }
}
