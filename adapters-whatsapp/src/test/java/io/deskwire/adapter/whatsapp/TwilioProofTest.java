package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioProofTest {

    private static final String FIVE =
            "Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212" + "&Caller=%2B14158675309&From=%2B14158675309";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String T1 = "6bMX64jIqhbShEFqFiLBDOycZto=";
    private static final String HOOK = "https://hooks.example.com/webhooks/twilio/acme";

    private static ChannelConfig channel(String token, String url) {
        return Documents.changed(
                Documents.TWILIO, "{\"api_secret\":\"" + token + "\",\"webhook_url\":\"" + url + "\"}");
    }

    private static WebhookRequest request(String url, String type, byte[] body, String signature) {
        URI uri = URI.create(url);
        Map<String, List<String>> query = uri.getQuery() == null
                ? Map.of()
                : Arrays.stream(uri.getQuery().split("&", -1))
                        .collect(Collectors.toMap(
                                pair -> pair.split("=", 2)[0], pair -> List.of(pair.split("=", 2)[1])));
        return new WebhookRequest(
                "POST",
                uri,
                query,
                Map.of("Content-Type", List.of(type), "X-Twilio-Signature", List.of(signature)),
                Content.of(body),
                Bodies.RECEIVED);
    }

    private static Received receive(ChannelConfig channel, String url, String type, String body, String signature) {
        return Documents.receive(channel, request(url, type, body.getBytes(StandardCharsets.UTF_8), signature));
    }

    private static void assertRefused(Received received) {
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer()).isEqualTo(Answer.of(401));
    }

    @ParameterizedTest
    @CsvSource({
        "https://mycompany.com/myapp.php, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com:443/myapp.php, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "http://mycompany.com:80/myapp.php, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
        // Either spelling of the address takes either signature.
        "https://mycompany.com/myapp.php, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "https://mycompany.com:443/myapp.php, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "http://mycompany.com/myapp.php, 0ZXoZLH/DfblKGATFgpif+LLRf4="
    })
    void known_signatures_of_a_form_prove_it_and_one_flipped_byte_does_not(String url, String signature) {
        ChannelConfig channel = channel("12345", url);
        // What a proxy made of scheme and host does not count, the query does.
        String called = "http://10.0.0.7:8080/elsewhere?foo=1&bar=2";
        assertThat(receive(channel, called, FORM, FIVE, signature)).isInstanceOf(Received.Items.class);
        for (int i = 0; i < FIVE.length(); i++) {
            char[] flipped = FIVE.toCharArray();
            flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
            assertRefused(receive(channel, called, FORM, new String(flipped), signature));
        }
        for (int i = 0; i < signature.length(); i++) {
            char[] flipped = signature.toCharArray();
            flipped[i]++;
            assertRefused(receive(channel, called, FORM, FIVE, new String(flipped)));
        }
        assertRefused(receive(channel, "http://10.0.0.7:8080/elsewhere?foo=1&bar=3", FORM, FIVE, signature));
        assertRefused(receive(channel, "http://10.0.0.7:8080/elsewhere", FORM, FIVE, signature));
        assertRefused(receive(channel("12346", url), called, FORM, FIVE, signature));
    }

    @Test
    void a_request_without_parameters_proves_itself_by_its_address() {
        ChannelConfig channel = channel("12345", "https://mycompany.com/myapp.php");
        String called = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assertThat(receive(channel, called, FORM, "", "zYQTYrRWXE7LtzbG4PfP7/bkkGo="))
                .isInstanceOf(Received.Items.class);
        assertRefused(receive(channel, called, FORM, "a=b", "zYQTYrRWXE7LtzbG4PfP7/bkkGo="));
    }

    @Test
    void a_json_body_proves_itself_by_the_hash_in_the_address() {
        ChannelConfig channel = channel("12345", "https://mycompany.com/myapp.php");
        String hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        String called = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + hash;
        String body = "{\"property\": \"value\", \"boolean\": true}";
        String signature = "a9nBmqA0ju/hNViExpshrM61xv4=";
        assertThat(receive(channel, called, "application/json", body, signature))
                .isInstanceOf(Received.Items.class);
        assertRefused(receive(channel, called, "application/json", body + " ", signature));
        assertRefused(
                receive(channel, "https://mycompany.com/myapp.php?foo=1&bar=2", "application/json", body, signature));
        // Calling the body something else does not take it out of what is signed.
        assertRefused(receive(channel, called, "text/plain", body.replace("true", "null"), signature));
    }

    @Test
    void accents_and_emoji_are_signed_as_they_are_read() {
        byte[] body = Bodies.read("twilio/image.form");
        Received received = Documents.receive(Documents.channel(Documents.TWILIO), request(HOOK, FORM, body, T1));
        assertThat(received.answer()).isEqualTo(new Answer(200, "text/xml", "<Response/>"));
        RawItem item = ((Received.Items) received).items().get(0);
        assertThat(item.format()).isEqualTo("whatsapp-form");
        assertThat(Bodies.bytes(item)).isEqualTo(body);
        for (int i = 0; i < body.length; i++) {
            byte[] flipped = body.clone();
            flipped[i] = (byte) (flipped[i] == 'x' ? 'y' : 'x');
            assertRefused(Documents.receive(Documents.channel(Documents.TWILIO), request(HOOK, FORM, flipped, T1)));
        }
    }

    @Test
    void a_status_proves_itself_with_the_query_of_its_callback() {
        String url = HOOK + "/status";
        ChannelConfig channel = channel("unit-test-auth-token", url);
        byte[] body = Bodies.read("twilio/status-delivered.form");
        String signature = "rC2Lb7CZ05xTvS5jXNR/sgpBAn0=";
        assertThat(Documents.receive(channel, request(url + "?t=acme", FORM, body, signature)))
                .isInstanceOf(Received.Items.class);
        assertRefused(Documents.receive(channel, request(url + "?t=acmf", FORM, body, signature)));
    }

    @Test
    void names_are_sorted_by_their_bytes_and_repeated_ones_count_once_for_each_value() {
        ChannelConfig channel = channel("12345", "https://mycompany.com/x");
        assertThat(receive(
                        channel, "https://mycompany.com/x", FORM, "a=2&a=1&a=2&B=x&b=", "U/bLN8Werq8V9QXKhk7gpThYrdk="))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void two_tokens_are_valid_at_once() {
        ChannelConfig rotating =
                Documents.changed(Documents.TWILIO, "{\"api_secret\":[\"new\",\"unit-test-auth-token\"]}");
        assertThat(Documents.receive(rotating, request(HOOK, FORM, Bodies.read("twilio/image.form"), T1)))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void the_id_of_our_message_is_taken_from_the_callbacks_query() {
        ChannelConfig observing = Documents.changed(Documents.TWILIO, "{\"verification\":\"observe\"}");
        Received received = Documents.receive(
                observing, request(HOOK + "?m=01JABC", FORM, Bodies.read("twilio/status-delivered.form"), "wrong"));
        assertThat(((Received.Items) received).unproven()).isNotNull();
        RawItem item = ((Received.Items) received).items().get(0);
        assertThat(item.meta()).containsEntry("m", "01JABC");
        assertThat(Bodies.decode(item).reports().get(0).originalMessageId()).isEqualTo("01JABC");
    }
}
