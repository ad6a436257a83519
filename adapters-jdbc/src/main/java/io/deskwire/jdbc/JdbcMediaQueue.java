package io.deskwire.jdbc;

import io.deskwire.intake.MediaQueue;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files still to be fetched; each is a lane of its own. */
final class JdbcMediaQueue extends JdbcWorkQueue<MediaQueue.Job> implements MediaQueue {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcMediaQueue.class);

    private final Bodies bodies;
    private final MessageRows messages;
    private final RawItems raws;

    /** @param raws finds stored items */
    JdbcMediaQueue(Reader reader, Writer writer, Bodies bodies, MessageRows messages, RawItems raws) {
        super(LaneKey.MEDIA, reader, writer);
        this.bodies = bodies;
        this.messages = messages;
        this.raws = raws;
    }

    /** Finds stored items by their ids; those that cannot be read are absent. */
    @FunctionalInterface
    interface RawItems {
        Map<String, RawInbound> find(String tenantId, Set<String> ids);
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        String blobId = outcome instanceof Outcome.Available available ? held(claim, available.content()) : null;
        boolean leftOver = writer().call(new MediaSettlement(claim, outcome, blobId, now));
        if (leftOver && blobId != null) {
            writer().call(new BlobWrites.Remove(claim.tenantId(), blobId));
        }
    }

    private static @Nullable String held(Claim claim, Content content) {
        if (content instanceof StoredContent stored && stored.isOf(claim.tenantId())) {
            return stored.blobId();
        }
        throw new IllegalArgumentException("a file has bytes that were kept for its tenant");
    }

    @Override
    public Content keep(String tenantId, InputStream bytes) throws IOException {
        try {
            return bodies.hold(tenantId, bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Optional<Content> content(String tenantId, String messageId, int index) {
        return reader().read(handle -> handle.select(
                                "SELECT sha256 FROM deskwire_media WHERE tenant_id = ? AND message_id = ? AND n = ?"
                                        + " AND sha256 IS NOT NULL",
                                tenantId,
                                messageId,
                                index)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(sha256 -> bodies.content(tenantId, sha256));
    }

    @Override
    public boolean isStrict() {
        return false;
    }

    @Override
    Map<String, Job> load(String tenantId, List<WorkItem> items) {
        Set<String> ids =
                items.stream().map(item -> MediaId.of(item.id()).messageId()).collect(Collectors.toSet());
        Map<String, InboundMessage> filed = new HashMap<>();
        for (MessageRows.Row row : messages.byIds(tenantId, ids)) {
            try {
                if (messages.read(row, Map.of()) instanceof StoredMessage.Inbound stored) {
                    filed.put(row.id(), stored.message());
                }
            } catch (RuntimeException e) {
                LOG.warn("stored message {} of tenant {} cannot be read", row.id(), tenantId, e);
            }
        }
        Map<String, RawInbound> raw = raws.find(
                tenantId, filed.values().stream().map(InboundMessage::rawId).collect(Collectors.toSet()));
        Map<String, Job> jobs = new HashMap<>();
        for (WorkItem item : items) {
            MediaId file = MediaId.of(item.id());
            InboundMessage message = filed.get(file.messageId());
            RawInbound source = message == null ? null : raw.get(message.rawId());
            if (message != null && source != null) {
                jobs.put(item.id(), new Job(message, file.index(), source));
            }
        }
        return jobs;
    }

    @Override
    void giveUp(Claim claim, Instant now) {
        settle(claim, new Outcome.Rejected("the stored message cannot be read"), now);
    }
}
