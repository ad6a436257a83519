package io.deskwire.testkit;

import io.deskwire.intake.MediaQueue;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.work.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** {@link MediaQueue} in memory. */
final class MemoryMedia extends MemoryQueue<MemoryMedia.Wanted, MediaQueue.Job> implements MediaQueue {

    /** A file to be fetched. */
    record Wanted(InboundMessage message, int index) {}

    MemoryMedia(MemoryTables tables) {
        super(tables, false);
    }

    /** Puts a filed message's files to work. */
    void work(InboundMessage message, Instant now) {
        for (Attachment attachment : message.parsed().attachments()) {
            if (attachment.state() == Attachment.State.PENDING) {
                String id = message.id() + "#" + attachment.index();
                Wanted wanted = new Wanted(message, attachment.index());
                enqueue(new Entry<>(new TenantKey(message.tenantId(), id), id, wanted, Instant.MIN, now));
            }
        }
    }

    @Override
    Job job(Entry<Wanted> entry) {
        InboundMessage message = entry.work.message();
        return new Job(
                message,
                entry.work.index(),
                Objects.requireNonNull(
                        tables.raws.get(new TenantKey(message.tenantId(), message.rawId())), "raw bytes"));
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        synchronized (tables) {
            Entry<Wanted> entry = held(claim);
            Map<Integer, MemoryFile> files = tables.files.computeIfAbsent(
                    new TenantKey(claim.tenantId(), entry.work.message().id()), key -> new TreeMap<>());
            files.put(entry.work.index(), after(outcome));
            if (outcome instanceof Outcome.Retry retry) {
                postpone(entry, retry.at());
            } else {
                dequeue(entry);
            }
        }
    }

    private static MemoryFile after(Outcome outcome) {
        if (outcome instanceof Outcome.Available available) {
            return new MemoryFile(Attachment.State.AVAILABLE, available.content(), available.contentType(), null);
        }
        if (outcome instanceof Outcome.Retry retry) {
            return new MemoryFile(Attachment.State.PENDING, null, null, retry.reason());
        }
        if (outcome instanceof Outcome.Expired expired) {
            return new MemoryFile(Attachment.State.EXPIRED, null, null, expired.reason());
        }
        return new MemoryFile(Attachment.State.REJECTED, null, null, ((Outcome.Rejected) outcome).reason());
    }

    @Override
    public Content keep(String tenantId, InputStream bytes) throws IOException {
        Content read = Content.of(bytes.readAllBytes());
        synchronized (tables) {
            return tables.keep(tenantId, read);
        }
    }

    @Override
    public Optional<Content> content(String tenantId, String messageId, int index) {
        synchronized (tables) {
            return Optional.ofNullable(tables.files
                            .getOrDefault(new TenantKey(tenantId, messageId), Map.of())
                            .get(index))
                    .map(MemoryFile::content);
        }
    }
}
