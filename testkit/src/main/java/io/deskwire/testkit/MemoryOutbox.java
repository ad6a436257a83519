package io.deskwire.testkit;

import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Outbox} in memory. */
final class MemoryOutbox extends MemoryQueue<MemorySending, Outbox.Job> implements Outbox {

    private final Map<TenantKey, Entry<MemorySending>> entries = new HashMap<>();
    private final Map<TenantKey, String> staged = new HashMap<>();

    MemoryOutbox(MemoryTables tables) {
        super(tables, true);
    }

    @Override
    Job job(Entry<MemorySending> entry) {
        MemorySending sending = entry.work;
        Stage stage = sending.phase == MemorySending.Phase.AFTER
                ? Stage.AFTER_SEND
                : sending.begun ? Stage.RESOLVE : Stage.SEND;
        return new Job(sending.message, stage, stage == Stage.AFTER_SEND ? List.of() : sending.open());
    }

    @Override
    public String stage(
            List<OutboundMessage> messages,
            @Nullable String idempotencyKey,
            Instant notBefore,
            boolean newConversation) {
        List<OutboundMessage> kept = new ArrayList<>();
        for (OutboundMessage message : MemoryDraft.requireTogether(messages)) {
            kept.add(MemoryDraft.withFilesRead(message));
        }
        OutboundMessage first = kept.get(0);
        synchronized (tables) {
            if (idempotencyKey != null) {
                String earlier = staged.putIfAbsent(new TenantKey(first.tenantId(), idempotencyKey), first.id());
                if (earlier != null) {
                    return earlier;
                }
            }
            add(first, notBefore, newConversation);
            kept.subList(1, kept.size()).forEach(message -> add(message, notBefore, false));
            return first.id();
        }
    }

    private void add(OutboundMessage message, Instant notBefore, boolean newConversation) {
        String tenant = message.tenantId();
        List<String> people = message.recipients().stream().map(Address::key).toList();
        String conversation = message.conversationId();
        if (newConversation) {
            tables.openConversation(
                    tenant, message.channelId(), conversation, message.subject(), people, message.createdAt());
        } else {
            tables.continueConversation(tenant, conversation, people, message.createdAt());
        }
        enqueue(keep(new MemorySending(message), notBefore));
    }

    /** Stores what was sent elsewhere, its files in memory; nothing is left to do for it. */
    void echo(OutboundMessage message) {
        List<String> people = message.recipients().stream().map(Address::key).toList();
        tables.continueConversation(message.tenantId(), message.conversationId(), people, message.createdAt());
        keep(MemorySending.sentElsewhere(message), message.createdAt());
    }

    private Entry<MemorySending> keep(MemorySending sending, Instant due) {
        OutboundMessage message = sending.message;
        TenantKey key = new TenantKey(message.tenantId(), message.id());
        Entry<MemorySending> entry = new Entry<>(key, message.conversationId(), sending, due, due);
        entries.put(key, entry);
        message.attachments().forEach(file -> tables.keep(key.tenantId(), file.content()));
        tables.add(sending.stored(due));
        learn(entry, message.messageId());
        tables.indexMessageId(key.tenantId(), message.messageId(), entry.lane);
        return entry;
    }

    /** From now on the message is found by this id too. */
    private void learn(Entry<MemorySending> entry, @Nullable String id) {
        if (id != null) {
            String tenant = entry.key.tenantId();
            tables.outboundOfWireId.putIfAbsent(new TenantKey(tenant, id), entry.key.id());
            tables.indexNetworkId(tenant, entry.work.message.channelId(), id, entry.key.id());
        }
    }

    @Override
    public Optional<String> staged(String tenantId, String idempotencyKey) {
        synchronized (tables) {
            return Optional.ofNullable(staged.get(new TenantKey(tenantId, idempotencyKey)));
        }
    }

    @Override
    public List<Claimed<Job>> claim(
            String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        synchronized (tables) {
            // A worker died in an attempt, and later news settled everybody meanwhile: nothing is left to find out.
            for (Entry<MemorySending> entry : List.copyOf(of(tenantId))) {
                if (entry.work.isOver() && !entry.isLeased(now)) {
                    endSending(entry, now);
                }
            }
            return super.claim(tenantId, node, maxLanes, maxPerLane, now, leaseUntil);
        }
    }

    @Override
    public void begin(Claim claim, Instant now) {
        synchronized (tables) {
            Entry<MemorySending> entry = held(claim);
            entry.work.begin(now);
            show(entry);
        }
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        synchronized (tables) {
            Entry<MemorySending> entry = held(claim);
            MemorySending sending = entry.work;
            if (outcome instanceof Outcome.HandedOver handedOver) {
                handOver(entry, handedOver, now);
            } else if (outcome instanceof Outcome.Retry retry) {
                sending.endAttempt(DeliveryStatus.DEFERRED, retry.reason(), retry.code(), now);
                sendLater(entry, retry.at(), now);
            } else if (outcome instanceof Outcome.LookAgain again) {
                sending.stayBegun(again.reason(), now);
                entry.holdsLane = false;
                sendLater(entry, again.at(), now);
            } else if (outcome instanceof Outcome.Failed failed) {
                sending.endAttempt(
                        failed.refused() ? DeliveryStatus.REJECTED : DeliveryStatus.FAILED,
                        failed.reason(),
                        failed.code(),
                        now);
                endSending(entry, now);
            } else if (outcome instanceof Outcome.Uncertain uncertain) {
                sending.endAttempt(DeliveryStatus.UNCERTAIN, uncertain.reason(), null, now);
                park(entry, now);
            } else if (outcome instanceof Outcome.SendAgain) {
                sending.endAttempt(DeliveryStatus.QUEUED, null, null, now);
                sendLater(entry, now, now);
            } else if (outcome instanceof Outcome.AfterSendRetry retry) {
                postpone(entry, retry.at());
            } else if (outcome instanceof Outcome.AfterSendDone done) {
                learn(entry, done.wireMessageId());
                tables.indexMessageId(entry.key.tenantId(), done.wireMessageId(), entry.lane);
                finish(entry);
            }
            show(entry);
        }
    }

    private void handOver(Entry<MemorySending> entry, Outcome.HandedOver handedOver, Instant now) {
        MemorySending sending = entry.work;
        Instant retryAt = handedOver.retryAt();
        if (retryAt == null && !sending.isOverAfter(handedOver.results())) {
            throw new IllegalArgumentException("recipients are open and there is no time to try them again");
        }
        sending.begun = false;
        sending.workFollows |= handedOver.afterSend();
        sending.apply(handedOver.results());
        sending.hasProviderId |= handedOver.providerMessageId() != null;
        learn(entry, handedOver.providerMessageId());
        learn(entry, handedOver.wireMessageId());
        String tenant = entry.key.tenantId();
        tables.indexMessageId(tenant, handedOver.wireMessageId(), entry.lane);
        tables.join(
                tenant,
                entry.lane,
                handedOver.aliases().stream().map(Address::key).toList());
        sendLater(entry, retryAt == null ? now : retryAt, now);
    }

    /** Tries the open recipients at a time, if there are any. */
    private void sendLater(Entry<MemorySending> entry, Instant at, Instant now) {
        if (entry.work.isOver()) {
            endSending(entry, now);
        } else {
            postpone(entry, at);
        }
    }

    private void park(Entry<MemorySending> entry, Instant now) {
        if (entry.work.isOver()) {
            endSending(entry, now);
        } else {
            entry.work.phase = MemorySending.Phase.PARKED;
            dequeue(entry);
        }
    }

    /** Nobody is left to send to: what follows, or nothing. */
    private void endSending(Entry<MemorySending> entry, Instant now) {
        MemorySending sending = entry.work;
        sending.begun = false;
        if (sending.workFollows) {
            sending.workFollows = false;
            sending.phase = MemorySending.Phase.AFTER;
            entry.holdsLane = false;
            entry.attempts = 0;
            postpone(entry, now);
            enqueue(entry);
        } else {
            finish(entry);
        }
        show(entry);
    }

    private void finish(Entry<MemorySending> entry) {
        entry.work.phase = MemorySending.Phase.DONE;
        dequeue(entry);
    }

    private void show(Entry<MemorySending> entry) {
        StoredMessage.Outbound now = entry.work.stored(entry.due);
        StoredMessage before = tables.messages.get(entry.key);
        // The helpdesk may have taken it out of its conversation since.
        tables.messages.put(
                entry.key,
                new StoredMessage.Outbound(
                        now.message().movedTo(before == null ? null : before.conversationId()),
                        now.deliveries(),
                        now.attempts(),
                        now.nextAttemptAt(),
                        now.storedAt()));
    }

    @Override
    public boolean report(
            String tenantId, String messageId, @Nullable String providerMessageId, List<Delivery> news, Instant now) {
        synchronized (tables) {
            Entry<MemorySending> entry = entries.get(new TenantKey(tenantId, messageId));
            if (entry == null) {
                return false;
            }
            boolean learnt = providerMessageId != null && !entry.work.hasProviderId;
            if (learnt) {
                entry.work.hasProviderId = true;
                learn(entry, providerMessageId);
                tables.indexMessageId(tenantId, providerMessageId, entry.lane);
            }
            if (!entry.work.apply(news)) {
                return learnt;
            }
            // Whoever is in an attempt right now will settle it.
            if (entry.work.isOver() && !entry.isLeased(now)) {
                endSending(entry, now);
            }
            show(entry);
            return true;
        }
    }

    @Override
    public boolean resolve(String tenantId, String messageId, boolean sendAgain, Instant now) {
        synchronized (tables) {
            Entry<MemorySending> entry = entries.get(new TenantKey(tenantId, messageId));
            if (entry == null || entry.work.phase != MemorySending.Phase.PARKED) {
                return false;
            }
            if (sendAgain) {
                entry.work.endAttempt(DeliveryStatus.QUEUED, "sent again by a person", null, now);
                entry.work.phase = MemorySending.Phase.SENDING;
                postpone(entry, now);
                enqueue(entry);
            } else {
                entry.work.endAttempt(DeliveryStatus.FAILED, "ended by a person", null, now);
                endSending(entry, now);
            }
            show(entry);
            return true;
        }
    }

    @Override
    public boolean cancel(String tenantId, String messageId, Instant now) {
        synchronized (tables) {
            Entry<MemorySending> entry = entries.get(new TenantKey(tenantId, messageId));
            if (entry == null
                    || entry.work.phase != MemorySending.Phase.SENDING
                    || entry.work.begun
                    || entry.isLeased(now)) {
                return false;
            }
            entry.work.endAttempt(DeliveryStatus.FAILED, "cancelled by a person", null, now);
            endSending(entry, now);
            return true;
        }
    }

    @Override
    public Content store(String tenantId, InputStream bytes) throws IOException {
        Content read = Content.of(bytes.readAllBytes());
        synchronized (tables) {
            return tables.keep(tenantId, read);
        }
    }

    @Override
    public Optional<Content> stored(String tenantId, String sha256) {
        synchronized (tables) {
            return Optional.ofNullable(tables.contents.get(new TenantKey(tenantId, sha256)));
        }
    }

    @Override
    int forget(String tenantId) {
        int before = entries.size() + staged.size();
        entries.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        staged.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - entries.size() - staged.size() + super.forget(tenantId);
    }
}
