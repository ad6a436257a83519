package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelMemory;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The channel's subscription and, while a new one is being made, that one: Microsoft's first notifications can come before its
 * answer does. Another node may have changed either, so that what is not known here is looked up again.
 */
final class SubscriptionShelf {

    private static final String CURRENT = "subscription";
    private static final String PENDING = "subscription.pending";
    private static final String DEMAND = "subscription.demand";
    static final String RENEWAL = "renewal";
    static final String REPLACEMENT = "replacement";

    private final ChannelMemory memory;
    private final String tenantId;
    private final String channelId;
    private volatile @Nullable SubscriptionRecord current;
    private volatile @Nullable SubscriptionRecord pending;

    SubscriptionShelf(ChannelMemory memory, GraphSettings settings) {
        this.memory = memory;
        this.tenantId = settings.tenantId();
        this.channelId = settings.channelId();
    }

    /** What is kept now. */
    @Nullable SubscriptionRecord load() {
        current = read(CURRENT);
        pending = read(PENDING);
        return current;
    }

    private @Nullable SubscriptionRecord read(String name) {
        Optional<String> kept = memory.find(tenantId, channelId, name);
        return kept.isPresent() ? SubscriptionRecord.parse(kept.get()) : null;
    }

    /** Keeps one that is about to be asked for. */
    void begin(SubscriptionRecord record) {
        pending = record;
        memory.put(tenantId, channelId, PENDING, record.text());
    }

    void keep(SubscriptionRecord record) {
        current = record;
        memory.put(tenantId, channelId, CURRENT, record.text());
        if (pending != null) {
            pending = null;
            memory.put(tenantId, channelId, PENDING, null);
        }
    }

    void forget() {
        current = null;
        pending = null;
        memory.put(tenantId, channelId, CURRENT, null);
        memory.put(tenantId, channelId, PENDING, null);
        memory.put(tenantId, channelId, DEMAND, null);
    }

    /** Keeps what Microsoft demands: the node that looks after the subscription may be another one. */
    void demand(String what) {
        if (!REPLACEMENT.equals(demanded())) {
            memory.put(tenantId, channelId, DEMAND, what);
        }
    }

    /** What Microsoft demands, or an empty text. */
    String demanded() {
        return memory.find(tenantId, channelId, DEMAND).orElse("");
    }

    /** A demand was met, unless it became another one meanwhile. */
    void met(String demand) {
        if (!demand.isEmpty() && demand.equals(demanded())) {
            memory.put(tenantId, channelId, DEMAND, null);
        }
    }

    /** The id of the subscription as it was known last, or an empty text. */
    String idAtHand() {
        SubscriptionRecord record = current;
        return record == null ? "" : record.id();
    }

    /** Whether a notification is this channel's: the subscription and its client state belong together. */
    boolean proves(String subscriptionId, String state) {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(pending))
                .flatMap(Optional::stream)
                .anyMatch(record -> (record.id().isEmpty() || record.id().equals(subscriptionId))
                        && ClientState.matches(record.stateHash(), state));
    }
}
