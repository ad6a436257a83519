package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Everything {@link WebhookChannel} promises, and the {@link Decoder} of what it hands over. */
public interface WebhookContract extends WebhookHarness {

    @Test
    default void every_message_of_a_proven_request_is_an_item_in_order() throws Exception {
        for (String tenant : TENANTS) {
            for (int count : List.of(1, mostAtOnce())) {
                Received.Items items = items(tenant, genuine(tenant, count));

                assertThat(items.answer().status()).isBetween(200, 299);
                assertThat(items.unproven()).isNull();
                List<ParsedMessage> messages = decoded(items.items());
                assertThat(messages).hasSize(count).allSatisfy(message -> {
                    assertThat(message.kind()).isEqualTo(MessageKind.MESSAGE);
                    assertThat(message.event()).isNull();
                    assertThat(message.people().from()).isNotNull();
                });
                for (int i = 0; i < count; i++) {
                    assertThat(messages.get(i).body().text()).isEqualTo("text " + i);
                }
            }
        }
    }

    @Test
    default void the_same_request_again_names_the_same_things_and_others_name_others() throws Exception {
        int count = mostAtOnce();
        List<String> keys = sourceKeys(items(ACME, genuine(ACME, count)));

        assertThat(keys).hasSize(count).doesNotHaveDuplicates();
        assertThat(sourceKeys(items(ACME, genuine(ACME, count)))).isEqualTo(keys);
        assertThat(decoded(items(ACME, genuine(ACME, count)).items()))
                .extracting(ParsedMessage::dedupeKey)
                .doesNotHaveDuplicates();
    }

    @Test
    default void a_request_without_proof_is_refused() throws Exception {
        for (String tenant : TENANTS) {
            assertRefused(receive(tenant, withoutProof(tenant)));
        }
    }

    @Test
    default void another_tenants_proof_proves_nothing() throws Exception {
        assertRefused(receive(BOLT, genuine(ACME, 1)));
        assertRefused(receive(ACME, genuine(BOLT, 1)));
    }

    @Test
    default void one_changed_byte_is_refused() throws Exception {
        if (!Clause.applies(proofCoversBody(), "this provider proves itself by a shared secret alone")) {
            return;
        }
        WebhookRequest request = genuine(ACME, 1);
        byte[] body = bytes(request.body());
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] changed = body.clone();
            changed[random.nextInt(changed.length)] ^= 1;

            assertRefused(receive(ACME, withBody(request, changed)));
        }
    }

    @Test
    default void what_is_proven_and_not_understood_is_kept_and_never_fails() throws Exception {
        Received.Items items = items(ACME, provenNonsense(ACME));

        assertThat(items.items()).isNotEmpty();
        assertThat(items.answer().status()).isBetween(200, 299);
        assertThat(decoded(items.items())).hasSameSizeAs(items.items());
    }

    @Test
    default void many_threads_get_the_same_from_one_channel() throws Exception {
        int count = mostAtOnce();
        WebhookRequest request = genuine(ACME, count);
        try (Channel channel = type().open(config(ACME), context())) {
            WebhookChannel webhook = channel.webhook().orElseThrow();
            List<String> expected = sourceKeys((Received.Items) webhook.receive(request));

            List<List<String>> seen = Concurrently.run(thread -> sourceKeys((Received.Items) webhook.receive(request)));

            assertThat(seen).containsOnly(expected);
        }
    }

    @Test
    default void the_channels_own_keys_are_among_those_its_requests_name() throws Exception {
        try (Channel channel = type().open(config(ACME), context())) {
            assertThat(channel.webhook().orElseThrow().keys())
                    .containsAnyElementsOf(type().webhookKeys(genuine(ACME, 1)));
        }
    }

    @Test
    default void decoding_is_a_pure_function_that_no_bytes_can_break() throws Exception {
        RawItem item = items(ACME, genuine(ACME, 1)).items().get(0);
        Decoder decoder = Objects.requireNonNull(type().decoders().get(item.format()), item.format());
        byte[] whole = bytes(item.body());
        assertThat(decoder.decode(Content.of(whole), item.meta()))
                .isEqualTo(decoder.decode(Content.of(whole), item.meta()));

        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] hostile = whole.clone();
            int changes = 1 + random.nextInt(8);
            for (int c = 0; c < changes; c++) {
                hostile[random.nextInt(hostile.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(hostile.length) : hostile.length;

            ParsedMessage message = decoder.decode(Content.of(Arrays.copyOf(hostile, length)), item.meta());
            assertThat(message.dedupeKey()).isNotBlank();
        }
    }

    private Received receive(String tenant, WebhookRequest request) throws IOException {
        try (Channel channel = type().open(config(tenant), context())) {
            return channel.webhook().orElseThrow().receive(request);
        }
    }

    private Received.Items items(String tenant, WebhookRequest request) throws IOException {
        Received received = receive(tenant, request);
        assertThat(received).isInstanceOf(Received.Items.class);
        return (Received.Items) received;
    }

    private List<ParsedMessage> decoded(List<RawItem> items) throws IOException {
        List<ParsedMessage> messages = new ArrayList<>();
        for (RawItem item : items) {
            Decoder decoder = Objects.requireNonNull(type().decoders().get(item.format()), item.format());
            messages.add(decoder.decode(Content.of(bytes(item.body())), item.meta()));
        }
        return messages;
    }

    private static void assertRefused(Received received) {
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isBetween(401, 403);
        assertThat(received.answer().body()).isEmpty();
    }

    private static List<String> sourceKeys(Received.Items items) {
        return items.items().stream().map(RawItem::sourceKey).toList();
    }

    private static WebhookRequest withBody(WebhookRequest request, byte[] body) {
        return new WebhookRequest(
                request.method(),
                request.url(),
                request.query(),
                request.headers(),
                Content.of(body),
                request.receivedAt());
    }

    private static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(RawBody body) throws IOException {
        try (InputStream in = body.open()) {
            return in.readAllBytes();
        }
    }
}
