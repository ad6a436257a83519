package io.deskwire.testkit;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link DeadLetters} in memory. */
final class MemoryDeadLetters implements DeadLetters {

    private final MemoryTables tables;
    private final MemoryInbox inbox;
    private final MemoryDeliveries deliveries;

    MemoryDeadLetters(MemoryTables tables, MemoryInbox inbox, MemoryDeliveries deliveries) {
        this.tables = tables;
        this.inbox = inbox;
        this.deliveries = deliveries;
    }

    /** A cursor names the last letter shown by time and id, so that it stays right when that letter is gone. */
    @Override
    public Page<DeadLetter> list(String tenantId, Filter filter, @Nullable String cursor, int limit) {
        synchronized (tables) {
            List<DeadLetter> letters = new ArrayList<>(tables.deadLetters.values());
            Collections.reverse(letters);
            letters.removeIf(letter -> !letter.tenantId().equals(tenantId) || !filter.takes(letter));
            letters.sort(Comparator.comparing(MemoryDeadLetters::position).reversed());
            if (cursor != null) {
                letters.removeIf(letter -> position(letter).compareTo(cursor) >= 0);
            }
            List<DeadLetter> page = letters.subList(0, Math.min(limit, letters.size()));
            boolean more = page.size() < letters.size();
            return new Page<>(page, more && !page.isEmpty() ? position(page.get(page.size() - 1)) : null);
        }
    }

    @Override
    public List<Group> groups(String tenantId) {
        synchronized (tables) {
            Map<String, Group> groups = new TreeMap<>();
            for (DeadLetter letter : tables.deadLetters.values()) {
                if (letter.tenantId().equals(tenantId)) {
                    Instant at = letter.failedAt();
                    groups.merge(
                            letter.stage() + " " + letter.reason(),
                            new Group(letter.stage(), letter.reason(), 1, at, at),
                            MemoryDeadLetters::together);
                }
            }
            return groups.values().stream()
                    .sorted(Comparator.comparingLong(Group::count).reversed())
                    .toList();
        }
    }

    private static Group together(Group a, Group b) {
        return new Group(
                a.stage(),
                a.reason(),
                a.count() + b.count(),
                a.oldest().isBefore(b.oldest()) ? a.oldest() : b.oldest(),
                a.newest().isAfter(b.newest()) ? a.newest() : b.newest());
    }

    private static String position(DeadLetter letter) {
        return String.format("%020d.%s", letter.failedAt().toEpochMilli(), letter.id());
    }

    @Override
    public Optional<DeadLetter> find(String tenantId, String id) {
        synchronized (tables) {
            return Optional.ofNullable(tables.deadLetters.get(new TenantKey(tenantId, id)));
        }
    }

    @Override
    public long count(String tenantId) {
        synchronized (tables) {
            return tables.deadLetters.keySet().stream()
                    .filter(key -> key.tenantId().equals(tenantId))
                    .count();
        }
    }

    @Override
    public boolean redeliver(String tenantId, String id, Instant now) {
        synchronized (tables) {
            DeadLetter letter = tables.deadLetters.remove(new TenantKey(tenantId, id));
            if (letter == null) {
                return false;
            }
            String messageId = letter.messageId();
            if (messageId == null) {
                inbox.work(Objects.requireNonNull(tables.raws.get(new TenantKey(tenantId, letter.rawId()))), now);
            } else {
                StoredMessage.Inbound message = tables.inbound(tenantId, messageId);
                tables.setState(tenantId, messageId, StoredMessage.Inbound.State.PENDING, null);
                deliveries.work(message.message(), message.decision(), now);
            }
            return true;
        }
    }

    @Override
    public boolean discard(String tenantId, String id, String comment, Instant now) {
        synchronized (tables) {
            DeadLetter letter = tables.deadLetters.remove(new TenantKey(tenantId, id));
            if (letter == null) {
                return false;
            }
            String messageId = letter.messageId();
            if (messageId != null) {
                tables.setState(tenantId, messageId, StoredMessage.Inbound.State.DISCARDED, comment);
            }
            return true;
        }
    }
}
