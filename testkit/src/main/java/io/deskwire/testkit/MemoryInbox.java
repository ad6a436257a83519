package io.deskwire.testkit;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.CursorConflictException;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.work.Claim;
import io.deskwire.work.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Inbox} in memory. */
final class MemoryInbox extends MemoryQueue<RawInbound, RawInbound> implements Inbox {

    private final MemoryDeliveries deliveries;
    private final MemoryMedia media;
    private final MemoryEffects effects;
    private final Map<TenantKey, Cursor> cursors = new HashMap<>();
    private final Set<ChannelKey> sourceKeys = new HashSet<>();
    private final Set<ChannelKey> dedupeKeys = new HashSet<>();

    MemoryInbox(MemoryTables tables, MemoryDeliveries deliveries, MemoryMedia media, MemoryEffects effects) {
        super(tables, false);
        this.deliveries = deliveries;
        this.media = media;
        this.effects = effects;
    }

    @Override
    RawInbound job(Entry<RawInbound> entry) {
        return entry.work;
    }

    @Override
    public CompletionStage<Intake.Accepted> record(IntakeBatch batch) {
        List<Content> bodies = new ArrayList<>();
        for (RawItem item : batch.items()) {
            bodies.add(read(item));
        }
        synchronized (tables) {
            TenantKey channel = new TenantKey(batch.tenantId(), batch.channelId());
            if (batch.next() != null && !Objects.equals(cursors.get(channel), batch.expected())) {
                return CompletableFuture.failedFuture(new CursorConflictException(batch.channelId()));
            }
            int stored = 0;
            for (int i = 0; i < bodies.size(); i++) {
                RawItem item = batch.items().get(i);
                if (sourceKeys.add(new ChannelKey(batch.tenantId(), batch.channelId(), item.sourceKey()))) {
                    store(batch, item, bodies.get(i));
                    stored++;
                }
            }
            if (batch.next() != null) {
                cursors.put(channel, batch.next());
            }
            return CompletableFuture.completedFuture(new Intake.Accepted(stored, bodies.size() - stored));
        }
    }

    private static Content read(RawItem item) {
        try (InputStream in = item.body().open()) {
            return Content.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the body of " + item.sourceKey() + " could not be read", e);
        }
    }

    private void store(IntakeBatch batch, RawItem item, Content content) {
        RawInbound raw = new RawInbound(
                Ids.next(batch.now()),
                batch.tenantId(),
                batch.channelId(),
                item.sourceKey(),
                item.format(),
                item.envelope(),
                item.receivedAt(),
                batch.now(),
                item.meta(),
                content);
        tables.raws.put(new TenantKey(raw.tenantId(), raw.id()), raw);
        work(raw, batch.now());
    }

    /** Puts a stored item (back) to work. */
    void work(RawInbound raw, Instant now) {
        enqueue(new Entry<>(new TenantKey(raw.tenantId(), raw.id()), raw.channelId(), raw, Instant.MIN, now));
    }

    @Override
    public Set<String> known(String tenantId, String channelId, Collection<String> keys) {
        synchronized (tables) {
            Set<String> known = new LinkedHashSet<>(keys);
            known.removeIf(key -> !sourceKeys.contains(new ChannelKey(tenantId, channelId, key)));
            return known;
        }
    }

    @Override
    public Optional<Cursor> cursor(String tenantId, String channelId) {
        synchronized (tables) {
            return Optional.ofNullable(cursors.get(new TenantKey(tenantId, channelId)));
        }
    }

    @Override
    public void forgetCursor(String tenantId, String channelId) {
        synchronized (tables) {
            cursors.remove(new TenantKey(tenantId, channelId));
        }
    }

    @Override
    public Optional<RawInbound> raw(String tenantId, String rawId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.raws.get(new TenantKey(tenantId, rawId)));
        }
    }

    @Override
    public Settled settle(Claim claim, Settlement settlement, Instant now) {
        List<Settlement.Effect> after = MemoryEffects.withFilesRead(settlement);
        synchronized (tables) {
            Entry<RawInbound> entry = held(claim);
            if (settlement instanceof Settlement.Retry retry) {
                postpone(entry, retry.at());
                return Settled.RETRYING;
            }
            dequeue(entry);
            if (settlement instanceof Settlement.DeadLetter dead) {
                bury(entry, null, dead.reason(), dead.detail(), now);
                return Settled.DEAD_LETTER;
            }
            if (settlement instanceof Settlement.Filtered filtered) {
                boolean isNew =
                        keep(filtered.message(), filtered.decision(), Set.of(), State.FILTERED, filtered.rule(), now);
                if (!isNew) {
                    return Settled.DUPLICATE;
                }
                effects.apply(filtered.message(), after);
                return Settled.FILTERED;
            }
            if (settlement instanceof Settlement.Quarantined held) {
                if (!keep(
                        held.message(), held.decision(), held.participants(), State.DEAD_LETTER, held.reason(), now)) {
                    return Settled.DUPLICATE;
                }
                media.work(held.message(), now);
                bury(entry, held.message().id(), held.reason(), null, now);
                effects.apply(held.message(), after);
                return Settled.DEAD_LETTER;
            }
            Settlement.Filed filed = (Settlement.Filed) settlement;
            if (!keep(filed.message(), filed.decision(), filed.participants(), State.PENDING, null, now)) {
                return Settled.DUPLICATE;
            }
            deliveries.work(filed.message(), filed.decision(), now);
            media.work(filed.message(), now);
            effects.apply(filed.message(), after);
            return Settled.FILED;
        }
    }

    private void bury(
            Entry<RawInbound> entry, @Nullable String messageId, String reason, @Nullable String detail, Instant now) {
        RawInbound raw = entry.work;
        String id = Ids.next(now);
        tables.deadLetters.put(
                new TenantKey(raw.tenantId(), id),
                new DeadLetter(
                        id,
                        raw.tenantId(),
                        raw.channelId(),
                        raw.id(),
                        messageId,
                        messageId == null ? DeadLetter.Stage.INTAKE : DeadLetter.Stage.DELIVERY,
                        reason,
                        detail,
                        entry.attempts,
                        raw.content().length(),
                        now));
    }

    /** Stores a message with its conversation; false when the channel knows it already. */
    private boolean keep(
            InboundMessage message,
            Decision decision,
            Set<String> participants,
            State state,
            @Nullable String reason,
            Instant now) {
        String tenant = message.tenantId();
        if (!dedupeKeys.add(
                new ChannelKey(tenant, message.channelId(), message.parsed().dedupeKey()))) {
            return false;
        }
        String conversation = decision.conversationId();
        if (conversation != null) {
            if (decision.outcome() == Decision.Outcome.OPENED) {
                tables.openConversation(
                        tenant, message.channelId(), conversation, message.subject(), participants, now);
            } else {
                tables.continueConversation(tenant, conversation, participants, now);
            }
        }
        tables.add(new StoredMessage.Inbound(message, decision, state, reason, null, now));
        if (message.parsed().event() == null) {
            String networkId = message.parsed().threading().messageId();
            tables.indexMessageId(tenant, networkId, conversation);
            tables.indexNetworkId(tenant, message.channelId(), networkId, message.id());
            String thread = message.mailThread();
            if (thread != null && conversation != null) {
                tables.conversationOfThread.putIfAbsent(
                        new ChannelKey(tenant, message.channelId(), thread), conversation);
            }
        }
        return true;
    }

    /** An item, and the message read from it, would not be recognised any more. */
    void forgetKeys(RawInbound raw) {
        sourceKeys.remove(new ChannelKey(raw.tenantId(), raw.channelId(), raw.sourceKey()));
        for (StoredMessage message : tables.messages.values()) {
            if (message instanceof StoredMessage.Inbound inbound
                    && inbound.tenantId().equals(raw.tenantId())
                    && inbound.message().rawId().equals(raw.id())) {
                dedupeKeys.remove(new ChannelKey(
                        raw.tenantId(),
                        raw.channelId(),
                        inbound.message().parsed().dedupeKey()));
            }
        }
    }

    @Override
    int forget(String tenantId) {
        int before = cursors.size() + sourceKeys.size() + dedupeKeys.size();
        cursors.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        sourceKeys.removeIf(key -> key.tenantId().equals(tenantId));
        dedupeKeys.removeIf(key -> key.tenantId().equals(tenantId));
        return before - cursors.size() - sourceKeys.size() - dedupeKeys.size() + super.forget(tenantId);
    }
}
