package io.deskwire.testkit;

import io.deskwire.intake.RawInbound;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.retention.Retention;
import io.deskwire.threading.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** {@link Retention} in memory. */
final class MemoryRetention implements Retention {

    private static final Comparator<Due> ORDER =
            Comparator.comparing(Due::storedAt).thenComparing(Due::tenantId).thenComparing(Due::rawId);

    private final MemoryTables tables;
    private final MemoryInbox inbox;
    private final List<ToIntFunction<String>> forgetting;

    /** @param forgetting removes what a store keeps of a tenant and counts it */
    MemoryRetention(MemoryTables tables, MemoryInbox inbox, List<ToIntFunction<String>> forgetting) {
        this.tables = tables;
        this.inbox = inbox;
        this.forgetting = forgetting;
    }

    @Override
    public List<Due> due(Instant storedBefore, @Nullable Due after, int limit) {
        synchronized (tables) {
            Map<String, StoredMessage.Inbound> messages = new TreeMap<>();
            tables.messages.values().forEach(message -> {
                if (message instanceof StoredMessage.Inbound inbound) {
                    messages.put(inbound.tenantId() + "/" + inbound.message().rawId(), inbound);
                }
            });
            return tables.raws.values().stream()
                    .filter(raw -> raw.storedAt().isBefore(storedBefore))
                    .filter(raw -> isOver(raw, messages.get(raw.tenantId() + "/" + raw.id())))
                    .map(raw -> due(raw, messages.get(raw.tenantId() + "/" + raw.id())))
                    .sorted(ORDER)
                    .filter(due -> after == null || ORDER.compare(due, after) > 0)
                    .limit(limit)
                    .toList();
        }
    }

    private boolean isOver(RawInbound raw, StoredMessage.@Nullable Inbound message) {
        boolean busy = inbox.find(new TenantKey(raw.tenantId(), raw.id())) != null
                || tables.deadLetters.values().stream()
                        .anyMatch(dead -> dead.tenantId().equals(raw.tenantId())
                                && dead.rawId().equals(raw.id()));
        return !busy
                && (message == null
                        || message.state() != StoredMessage.Inbound.State.PENDING
                                && message.state() != StoredMessage.Inbound.State.DEAD_LETTER);
    }

    private static Due due(RawInbound raw, StoredMessage.@Nullable Inbound message) {
        String inTicket =
                message != null && message.state() == StoredMessage.Inbound.State.DELIVERED ? message.id() : null;
        return new Due(raw.tenantId(), raw.id(), inTicket, raw.storedAt());
    }

    @Override
    public void keepFile(String tenantId, String messageId, int index, InputStream bytes) throws IOException {
        Content content = Content.of(bytes.readAllBytes());
        synchronized (tables) {
            tables.files
                    .computeIfAbsent(new TenantKey(tenantId, messageId), key -> new TreeMap<>())
                    .putIfAbsent(
                            index,
                            new MemoryFile(Attachment.State.AVAILABLE, tables.keep(tenantId, content), null, null));
        }
    }

    @Override
    public boolean dropBytes(String tenantId, String rawId) {
        synchronized (tables) {
            RawInbound raw = tables.raws.remove(new TenantKey(tenantId, rawId));
            if (raw != null) {
                tables.withoutBytes.put(new TenantKey(tenantId, rawId), raw);
            }
            return raw != null;
        }
    }

    @Override
    public int forget(Instant storedBefore, int limit) {
        synchronized (tables) {
            List<RawInbound> old = tables.withoutBytes.values().stream()
                    .filter(raw -> raw.storedAt().isBefore(storedBefore))
                    .limit(limit)
                    .toList();
            old.forEach(raw -> {
                tables.withoutBytes.remove(new TenantKey(raw.tenantId(), raw.id()));
                inbox.forgetKeys(raw);
            });
            return old.size();
        }
    }

    @Override
    public int deleteSome(String tenantId) {
        synchronized (tables) {
            return forgetting.stream()
                    .mapToInt(store -> store.applyAsInt(tenantId))
                    .sum();
        }
    }
}
