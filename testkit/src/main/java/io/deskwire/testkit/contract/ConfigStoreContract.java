package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything {@link ConfigStore} promises. */
public interface ConfigStoreContract {

    /** A fresh and empty store. Called once by every clause. */
    ConfigStore configStore();

    /** Whether {@link ConfigStore#put} and {@link ConfigStore#delete} are refused; then override {@link #given} too. */
    default boolean isReadOnly() {
        return false;
    }

    /** Brings a channel into the store, by its own means where the store is read-only. */
    default void given(ConfigStore store, ChannelConfig channel) {
        store.put(channel);
    }

    /** What a store that keeps documents as text promises beside the rest. */
    interface Unreadable extends ConfigStoreContract {

        /** Breaks the stored document of a channel, as somebody else's program might. */
        void makeUnreadable(ConfigStore store, String tenantId, String channelId);

        @Test
        default void an_unreadable_document_is_told_and_hides_no_other() {
            ConfigStore store = configStore();
            TENANTS.forEach(tenant -> List.of("a", "b", "c").forEach(id -> given(store, imap(tenant, id))));

            makeUnreadable(store, ACME, "b");

            ChannelConfig broken = store.find(ACME, "b").orElseThrow();
            assertThat(broken.readProblems()).isNotEmpty();
            assertThat(store.ofTenant(ACME))
                    .extracting(ChannelConfig::channelId)
                    .containsExactly("a", "b", "c");
            assertThat(store.all()).hasSize(6);
            assertThat(store.all().stream().filter(c -> !c.readProblems().isEmpty()))
                    .hasSize(1);
            assertThat(store.find(ACME, "a")).contains(imap(ACME, "a"));
            assertThat(store.find(BOLT, "b")).contains(imap(BOLT, "b"));
        }
    }

    @Test
    default void an_empty_store_knows_no_channel() {
        ConfigStore store = configStore();

        assertThat(store.all()).isEmpty();
        assertThat(store.ofTenant(ACME)).isEmpty();
        assertThat(store.find(ACME, "support")).isEmpty();
    }

    @Test
    default void a_channel_is_read_as_it_was_written() {
        ConfigStore store = configStore();
        ChannelConfig plain = imap(ACME, "plain");
        ChannelConfig full = new ChannelConfig(
                ACME, "full", "postmark", everything(), "büro@tenant.example", everything(), false, List.of());
        ChannelConfig bare = new ChannelConfig(ACME, "bare", "none", Map.of(), null, Map.of(), true, List.of());

        for (ChannelConfig channel : List.of(plain, full, bare)) {
            given(store, channel);
        }

        assertThat(store.find(ACME, "plain")).contains(plain);
        assertThat(store.find(ACME, "full")).contains(full);
        assertThat(store.find(ACME, "bare")).contains(bare);
    }

    @Test
    default void channels_are_listed_in_order_and_for_their_tenant_alone() {
        ConfigStore store = configStore();
        List<ChannelConfig> channels = new ArrayList<>();
        for (String id : List.of("c", "a", "b")) {
            for (String tenant : List.of(BOLT, ACME)) {
                channels.add(imap(tenant, id));
            }
        }
        channels.forEach(channel -> given(store, channel));

        assertThat(store.ofTenant(ACME)).containsExactly(imap(ACME, "a"), imap(ACME, "b"), imap(ACME, "c"));
        assertThat(store.ofTenant("third")).isEmpty();
        assertThat(store.all()).containsExactlyInAnyOrderElementsOf(channels);
    }

    @Test
    default void inactive_channels_are_listed_too() {
        ConfigStore store = configStore();
        ChannelConfig off =
                new ChannelConfig(ACME, "off", "imap", Map.of("host", "x"), null, Map.of(), false, List.of());

        given(store, off);

        assertThat(store.all()).containsExactly(off);
        assertThat(store.ofTenant(ACME)).containsExactly(off);
    }

    @Test
    default void tenants_may_name_their_channels_alike() {
        ConfigStore store = configStore();
        TENANTS.forEach(tenant -> given(store, imap(tenant, "support")));

        for (String tenant : TENANTS) {
            assertThat(store.find(tenant, "support")).contains(imap(tenant, "support"));
            assertThat(store.ofTenant(tenant)).containsExactly(imap(tenant, "support"));
        }
        assertThat(store.find("third", "support")).isEmpty();
    }

    @Test
    default void a_channel_put_again_is_replaced_whole() {
        ConfigStore store = configStore();
        if (isReadOnly()) {
            assertThatThrownBy(() -> store.put(imap(ACME, "support")))
                    .isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        TENANTS.forEach(tenant -> store.put(imap(tenant, "support")));
        ChannelConfig next =
                new ChannelConfig(ACME, "support", "pop3", Map.of("host", "new"), null, Map.of(), false, List.of());

        store.put(next);

        assertThat(store.find(ACME, "support")).contains(next);
        assertThat(store.all()).containsExactlyInAnyOrder(next, imap(BOLT, "support"));
    }

    @Test
    default void a_channel_is_replaced_only_as_it_was_read() {
        ConfigStore store = configStore();
        if (isReadOnly()) {
            return;
        }
        TENANTS.forEach(tenant -> store.put(imap(tenant, "support")));
        ChannelConfig read = store.find(ACME, "support").orElseThrow();
        ChannelConfig next =
                ChannelConfig.of(ACME, "support", "imap", Map.of("host", "new", "password", "other"), null);

        assertThat(store.replace(read, next)).isTrue();
        assertThat(store.replace(read, imap(ACME, "support"))).isFalse();

        assertThat(store.find(ACME, "support")).contains(next);
        assertThat(store.find(BOLT, "support")).contains(imap(BOLT, "support"));
        store.delete(ACME, "support");
        assertThat(store.replace(next, next)).isFalse();
        assertThat(store.find(ACME, "support")).isEmpty();
    }

    @Test
    default void of_many_who_replace_the_same_channel_one_wins() {
        ConfigStore store = configStore();
        if (isReadOnly()) {
            return;
        }
        store.put(imap(ACME, "support"));
        ChannelConfig read = store.find(ACME, "support").orElseThrow();

        List<Boolean> won = Concurrently.run(thread ->
                store.replace(read, ChannelConfig.of(ACME, "support", "imap", Map.of("host", "h" + thread), null)));

        assertThat(won).containsOnlyOnce(true);
        Object host = store.find(ACME, "support").orElseThrow().config().get("host");
        assertThat(host).isEqualTo("h" + won.indexOf(true));
    }

    @Test
    default void a_deleted_channel_is_gone_and_the_others_stay() {
        ConfigStore store = configStore();
        TENANTS.forEach(tenant -> given(store, imap(tenant, "support")));
        if (isReadOnly()) {
            assertThatThrownBy(() -> store.delete(ACME, "support")).isInstanceOf(UnsupportedOperationException.class);
            return;
        }

        assertThat(store.delete(ACME, "support")).isTrue();

        assertThat(store.delete(ACME, "support")).isFalse();
        assertThat(store.delete("third", "support")).isFalse();
        assertThat(store.find(ACME, "support")).isEmpty();
        assertThat(store.all()).containsExactly(imap(BOLT, "support"));
    }

    @Test
    default void a_document_changed_after_it_was_put_is_not_changed_in_the_store() {
        if (isReadOnly()) {
            return;
        }
        ConfigStore store = configStore();
        List<Object> ports = new ArrayList<>(List.of(993));
        Map<String, Object> inner = new HashMap<>(Map.of("ports", ports));
        store.put(ChannelConfig.of(ACME, "support", "imap", Map.of("server", inner), null));

        ports.add(143);
        inner.put("more", true);

        assertThat(store.find(ACME, "support").orElseThrow().config())
                .isEqualTo(Map.of("server", Map.of("ports", List.of(993))));
    }

    @Test
    default void sixteen_who_put_the_same_channel_leave_one() {
        if (isReadOnly()) {
            return;
        }
        ConfigStore store = configStore();

        Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            for (int i = 0; i < 5; i++) {
                store.put(ChannelConfig.of(tenant, "support", "imap", Map.of("host", "h" + thread), null));
            }
            return thread;
        });

        for (String tenant : TENANTS) {
            assertThat(store.ofTenant(tenant)).hasSize(1);
            Object host = store.ofTenant(tenant).get(0).config().get("host");
            assertThat(Integer.parseInt(String.valueOf(host).substring(1)) % 2).isEqualTo(TENANTS.indexOf(tenant));
        }
    }

    private static ChannelConfig imap(String tenant, String channel) {
        return ChannelConfig.of(
                tenant,
                channel,
                "imap",
                Map.of("host", "mail.example", "port", 993, "password", "secret of " + tenant, "use_ssl", true),
                "support@tenant.example");
    }

    /** Every kind of JSON value, nested, with names nobody knows. */
    private static Map<String, Object> everything() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("api_key", "s3cr3t");
        document.put("text", "ü 件 😀 \" \\ \n ' ; -- {}");
        document.put("empty", "");
        document.put("whole", 993);
        document.put("large", 9_007_199_254_740_993L);
        document.put("fraction", 0.25);
        document.put("negative", -1);
        document.put("yes", true);
        document.put("no", false);
        putNull(document, "nothing");
        Map<String, Object> inner = new LinkedHashMap<>();
        putNull(inner, "nothing");
        inner.put("deep", Map.of("deeper", List.of(Map.of("deepest", List.of()))));
        document.put("inner", inner);
        List<@Nullable Object> list = new ArrayList<>(List.of("a", 1, Map.of(), List.of(List.of("x"))));
        list.add(null);
        document.put("list", list);
        document.put("a_field_of_the_future", Map.of("v", 2));
        return document;
    }

    /** JSON null is null in the tree, which the type of the documents does not say. */
    @SuppressWarnings("NullAway")
    private static void putNull(Map<String, Object> document, String name) {
        document.put(name, null);
    }
}
