package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.testkit.InMemoryConfigStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoredGrantsTest {

    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final StoredGrants grants = new StoredGrants(config);

    private void put(Object refreshToken, Object note) {
        config.put(ChannelConfig.of(
                "acme", "mail", "imap", Map.of("refresh_token", refreshToken, "note", note), "support@t.example"));
    }

    private Map<String, Object> document() {
        return config.find("acme", "mail").orElseThrow().config();
    }

    private static Grant grant(String refreshToken) {
        return new Grant(
                "acme", "mail", URI.create("https://t.example/token"), "c", null, Secret.of(refreshToken), null);
    }

    private boolean replace(String old, String replacement) {
        return grants.replace(grant(old), Secret.of(old), Secret.of(replacement));
    }

    @Test
    void a_token_is_replaced_where_the_old_one_stands_and_nothing_else_changes() {
        put("one", "kept");
        assertThat(replace("one", "two")).isTrue();
        assertThat(document()).isEqualTo(Map.of("refresh_token", "two", "note", "kept"));
        assertThat(replace("one", "three")).isFalse();
        assertThat(grants.current(grant("one"))).contains(Secret.of("two"));
        config.delete("acme", "mail");
        assertThat(replace("two", "three")).isFalse();
        assertThat(grants.current(grant("two"))).isEmpty();
    }

    @Test
    void of_two_in_a_rotation_the_one_in_use_is_replaced() {
        put(List.of("new", "old"), "kept");
        assertThat(grants.current(grant("old"))).contains(Secret.of("old"));
        assertThat(replace("old", "older")).isTrue();
        assertThat(document()).containsEntry("refresh_token", List.of("new", "older"));
        assertThat(grants.current(grant("gone"))).contains(Secret.of("new"));
    }

    @Test
    void a_channel_that_changes_all_the_time_is_no_proof_that_another_token_is_stored() {
        put("one", "kept");
        StoredGrants losing = new StoredGrants(new Restless(config));

        assertThatThrownBy(() -> losing.replace(grant("one"), Secret.of("one"), Secret.of("two")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("one");
        assertThat(document()).containsEntry("refresh_token", "one");
    }

    /** Somebody else is always first. */
    private record Restless(ConfigStore store) implements ConfigStore {
        @Override
        public List<ChannelConfig> all() {
            return store.all();
        }

        @Override
        public List<ChannelConfig> ofTenant(String tenantId) {
            return store.ofTenant(tenantId);
        }

        @Override
        public Optional<ChannelConfig> find(String tenantId, String channelId) {
            return store.find(tenantId, channelId);
        }

        @Override
        public void put(ChannelConfig channel) {
            store.put(channel);
        }

        @Override
        public boolean replace(ChannelConfig expected, ChannelConfig next) {
            return false;
        }

        @Override
        public boolean delete(String tenantId, String channelId) {
            return store.delete(tenantId, channelId);
        }
    }

    @Test
    void of_many_nodes_one_stores_its_replacement_whoever_changes_the_rest() throws Exception {
        put("one", "0");
        int nodes = 8;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                String mine = "of node " + i;
                outcomes.add(threads.submit(() -> {
                    start.await();
                    // An operator is at work on another field.
                    ChannelConfig read = config.find("acme", "mail").orElseThrow();
                    Map<String, Object> changed = new HashMap<>(read.config());
                    changed.put("note", mine);
                    config.replace(read, ChannelConfig.of("acme", "mail", "imap", changed, "support@t.example"));
                    return replace("one", mine);
                }));
            }
            start.countDown();
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> outcome : outcomes) {
                won.add(outcome.get(30, TimeUnit.SECONDS));
            }
            assertThat(won).containsOnlyOnce(true);
            assertThat(document()).containsEntry("refresh_token", "of node " + won.indexOf(true));
        } finally {
            threads.shutdownNow();
        }
    }
}
