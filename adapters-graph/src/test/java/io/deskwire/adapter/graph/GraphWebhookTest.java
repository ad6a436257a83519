package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.testkit.InMemoryStores;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be posted to a channel, for two tenants; none of it needs Microsoft. */
class GraphWebhookTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");
    private static final GraphChannelType TYPE = new GraphChannelType(() -> NOW);

    private final ChannelMemory memory = new InMemoryStores().memory();
    private final ChannelContext context =
            new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none(), memory, PublicFiles.none());

    private Channel channel(String tenant, Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "client_id",
                "app",
                "client_secret",
                "s",
                "tenant_id",
                tenant + ".example",
                "email_address",
                "support@" + tenant + ".example",
                "webhook_url",
                "https://desk.example/hook",
                "webhook_secret",
                "hook-secret-of-" + tenant));
        document.putAll(more);
        return TYPE.open(ChannelConfig.of(tenant, "support", "microsoft365", document, null), context);
    }

    private String subscribed(String tenant, String id) {
        String state = ClientState.create(ClientState.route(tenant, "support"), List.of())
                .reveal();
        memory.put(
                tenant,
                "support",
                "subscription",
                new SubscriptionRecord(id, ClientState.hash(state), "o", "r", "a", NOW, NOW.plusSeconds(9999)).text());
        return state;
    }

    private static Map<String, Object> entry(String id, String state, String messageId) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("subscriptionId", id);
        entry.put("clientState", state);
        entry.put("changeType", "created");
        entry.put("tenantId", "84bd8158-6d4d-4958-8b9f-9d6445542f95");
        entry.put("resource", "Users/x/Messages/" + messageId);
        entry.put("resourceData", Map.of("id", messageId));
        return entry;
    }

    private static Map<String, Object> lifecycle(String id, String state, String event) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("subscriptionId", id);
        entry.put("clientState", state);
        entry.put("lifecycleEvent", event);
        return entry;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // They are only read.
    private static WebhookRequest post(Map<String, Object>... entries) {
        return post(Json.writeBytes(Map.of("value", List.of(entries))), Map.of());
    }

    private static WebhookRequest post(byte[] body, Map<String, List<String>> query) {
        return new WebhookRequest(
                "POST", URI.create("https://desk.example/hook"), query, Map.of(), Content.of(body), NOW);
    }

    private static Received receive(Channel channel, WebhookRequest request) throws IOException {
        return channel.webhook().orElseThrow().receive(request);
    }

    @Test
    void a_handshake_is_answered_before_there_is_a_subscription() throws Exception {
        try (Channel acme = channel("acme", Map.of())) {
            String token = "Validation: Testing client application reachability for subscription + %20 id: 5";

            Received received = receive(acme, post(new byte[0], Map.of("validationToken", List.of(token))));

            assertThat(received).isInstanceOf(Received.Nothing.class);
            assertThat(received.answer().status()).isEqualTo(200);
            assertThat(received.answer().contentType()).isEqualTo("text/plain");
            assertThat(received.answer().body()).isEqualTo(token);
        }
    }

    @Test
    void only_entries_of_the_channels_own_subscription_count() throws Exception {
        String acmes = subscribed("acme", "sub-a");
        String bolts = subscribed("bolt", "sub-b");
        try (Channel acme = channel("acme", Map.of());
                Channel bolt = channel("bolt", Map.of())) {
            WebhookRequest mixed =
                    post(entry("sub-b", bolts, "m1"), entry("sub-x", "x", "m2"), entry("sub-a", acmes, "m3"));
            assertThat(receive(acme, mixed)).isInstanceOf(Received.Nudge.class);
            assertThat(receive(bolt, mixed)).isInstanceOf(Received.Nudge.class);
            assertThat(TYPE.webhookKeys(mixed))
                    .containsAll(acme.webhook().orElseThrow().keys())
                    .containsAll(bolt.webhook().orElseThrow().keys());

            for (WebhookRequest wrong : List.of(
                    post(entry("sub-b", bolts, "m")),
                    post(entry("sub-b", acmes, "m")),
                    post(entry("sub-a", bolts, "m")),
                    post(entry("sub-a", "", "m")),
                    post(entry("sub-a", acmes + "x", "m")),
                    post(entry("sub-a", "hook-secret-of-bolt", "m")))) {
                assertThat(receive(acme, wrong))
                        .isInstanceOfSatisfying(
                                Received.Refused.class,
                                refused -> assertThat(refused.answer().status()).isEqualTo(202));
            }
        }
    }

    @Test
    void a_subscription_that_a_person_made_may_carry_the_secret_itself() throws Exception {
        try (Channel acme = channel("acme", Map.of());
                Channel without = channel("bolt", Map.of("webhook_secret", ""))) {
            assertThat(receive(acme, post(entry("any", "hook-secret-of-acme", "m"))))
                    .isInstanceOf(Received.Nudge.class);
            assertThat(receive(without, post(entry("any", "", "m")))).isInstanceOf(Received.Refused.class);
        }
    }

    @Test
    void what_befalls_the_subscription_has_it_looked_after() throws Exception {
        String state = subscribed("acme", "sub-a");
        try (Channel acme = channel("acme", Map.of())) {
            Map<String, Boolean> upkeep = Map.of(
                    "reauthorizationRequired", true, "subscriptionRemoved", true, "missed", false, "brandNew", true);
            for (Map.Entry<String, Boolean> event : upkeep.entrySet()) {
                assertThat(receive(acme, post(lifecycle("sub-a", state, event.getKey()))))
                        .isInstanceOfSatisfying(Received.Nudge.class, nudge -> {
                            assertThat(nudge.upkeep()).isEqualTo(event.getValue());
                            assertThat(nudge.answer().status()).isEqualTo(202);
                        });
            }
            assertThat(receive(acme, post(lifecycle("sub-a", "forged", "subscriptionRemoved"))))
                    .isInstanceOf(Received.Refused.class);
        }
    }

    @Test
    void no_bytes_break_it_and_all_are_answered_202() throws Exception {
        String state = subscribed("acme", "sub-a");
        byte[] whole = Json.writeBytes(Map.of("value", List.of(entry("sub-a", state, "m"))));
        Random random = new Random(5);
        try (Channel acme = channel("acme", Map.of())) {
            for (int i = 0; i < 2000; i++) {
                byte[] hostile = whole.clone();
                for (int c = 0; c <= i % 5; c++) {
                    hostile[random.nextInt(hostile.length)] = (byte) random.nextInt(256);
                }
                WebhookRequest request = post(hostile, Map.of());
                assertThat(receive(acme, request).answer().status()).isEqualTo(202);
                TYPE.webhookKeys(request);
            }
            for (String text : List.of("", "[]", "null", "{\"value\":3}", "{\"value\":[1,null,[],{}]}")) {
                assertThat(receive(acme, post(text.getBytes(StandardCharsets.UTF_8), Map.of())))
                        .isInstanceOfSatisfying(
                                Received.Refused.class,
                                refused -> assertThat(refused.answer().status()).isEqualTo(202));
            }
        }
    }

    @Test
    void many_forged_entries_cost_one_look_into_the_memory() throws Exception {
        List<String> looks = new ArrayList<>();
        ChannelMemory counting = new ChannelMemory() {
            @Override
            public java.util.Optional<String> find(String tenantId, String channelId, String name) {
                looks.add(name);
                return memory.find(tenantId, channelId, name);
            }

            @Override
            public void put(String tenantId, String channelId, String name, @Nullable String value) {
                memory.put(tenantId, channelId, name, value);
            }

            @Override
            public void forget(String tenantId, String channelId) {
                memory.forget(tenantId, channelId);
            }
        };
        ChannelContext counted =
                new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none(), counting, PublicFiles.none());
        Map<String, Object> document =
                Map.of("client_id", "a", "client_secret", "s", "tenant_id", "t", "email_address", "a@b.example");
        try (Channel channel =
                TYPE.open(ChannelConfig.of("acme", "support", "microsoft365", document, null), counted)) {
            List<Object> forged = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                forged.add(entry("sub", "forged " + i, "m"));
            }
            receive(channel, post(Json.writeBytes(Map.of("value", forged)), Map.of()));
        }
        assertThat(looks).hasSizeLessThan(5);
    }

    @Test
    void while_it_merely_observes_it_says_what_it_would_have_refused() throws Exception {
        try (Channel acme = channel("acme", Map.of("verification", "observe"))) {
            assertThat(receive(acme, post(entry("sub", "forged", "m"))))
                    .isInstanceOfSatisfying(
                            Received.Nudge.class,
                            nudge -> assertThat(nudge.unproven()).isNotBlank());
        }
    }
}
