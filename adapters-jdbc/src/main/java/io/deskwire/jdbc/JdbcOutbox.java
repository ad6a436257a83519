package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers on their way out; the lanes are the conversations, in the order in which messages may leave. */
final class JdbcOutbox extends JdbcWorkQueue<Outbox.Job> implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcOutbox.class);

    private final Bodies bodies;
    private final MessageRows messages;
    private final StagedAnswers stagedByHosts;

    JdbcOutbox(Reader reader, Writer writer, Bodies bodies, MessageRows messages) {
        super(LaneKey.OUTBOX, reader, writer);
        this.bodies = bodies;
        this.messages = messages;
        this.stagedByHosts = new StagedAnswers(reader, writer, bodies);
    }

    /** Takes up first what hosts committed in transactions of their own, which nobody tells of: every look for work begins here. */
    @Override
    public List<String> tenantsDue(Instant now) {
        stagedByHosts.takeUp();
        return super.tenantsDue(now);
    }

    @Override
    public String stage(
            List<OutboundMessage> messages,
            @Nullable String idempotencyKey,
            Instant notBefore,
            boolean newConversation) {
        requireTogether(messages);
        if (idempotencyKey != null) {
            Optional<String> earlier = staged(messages.get(0).tenantId(), idempotencyKey);
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        List<OutboundMessage> kept = new ArrayList<>();
        messages.forEach(message -> kept.add(KeptFiles.of(message, bodies)));
        return writer().call(new StageWrite(kept, idempotencyKey, notBefore, newConversation));
    }

    static void requireTogether(List<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to be staged");
        }
        OutboundMessage first = messages.get(0);
        for (OutboundMessage message : messages) {
            if (!message.tenantId().equals(first.tenantId())
                    || !message.conversationId().equals(first.conversationId())) {
                throw new IllegalArgumentException("messages staged together are of one conversation");
            }
        }
    }

    @Override
    public Optional<String> staged(String tenantId, String idempotencyKey) {
        String key = Keys.bounded(idempotencyKey);
        return reader().read(handle -> handle.select(HostStaging.EARLIER, tenantId, key, tenantId, key)
                .mapTo(String.class)
                .findFirst());
    }

    @Override
    public void begin(Claim claim, Instant now) {
        writer().call(new OutboxSettlement(reader().dialect(), claim, null, now));
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        writer().call(new OutboxSettlement(reader().dialect(), claim, outcome, now));
    }

    @Override
    public boolean report(
            String tenantId, String messageId, @Nullable String providerMessageId, List<Delivery> news, Instant now) {
        return (providerMessageId != null || !news.isEmpty())
                && writer().call(new OutboxWrites.Report(
                        reader().dialect(), tenantId, messageId, providerMessageId, news, now));
    }

    @Override
    public boolean resolve(String tenantId, String messageId, boolean sendAgain, Instant now) {
        return writer().call(new OutboxWrites.Resolve(reader().dialect(), tenantId, messageId, sendAgain, now));
    }

    @Override
    public boolean cancel(String tenantId, String messageId, Instant now) {
        // The lane's row is locked before anything is looked at. It is the work's: the message may stand in another
        // conversation by now.
        Optional<String> lane = reader().read(handle -> handle.select(
                        "SELECT lane FROM deskwire_work WHERE queue = 2 AND tenant_id = ? AND id = ?",
                        tenantId,
                        messageId)
                .mapTo(String.class)
                .findOne());
        return lane.isPresent()
                && writer().call(new OutboxWrites.Cancel(
                        reader().dialect(), new LaneKey(LaneKey.OUTBOX, tenantId, lane.get()), messageId, now));
    }

    @Override
    public Content store(String tenantId, InputStream bytes) throws IOException {
        try {
            return bodies.keep(tenantId, bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Optional<Content> stored(String tenantId, String sha256) {
        return bodies.content(tenantId, sha256);
    }

    @Override
    public boolean isStrict() {
        return true;
    }

    /** How far a message has come, with those who may still get it. */
    private record Progress(OutboxRow row, List<Address> open) {}

    @Override
    Map<String, Job> load(String tenantId, List<WorkItem> items) {
        Set<String> ids = new LinkedHashSet<>();
        items.forEach(item -> ids.add(item.id()));
        Map<String, Progress> progress = progress(tenantId, ids);
        Map<String, Job> jobs = new HashMap<>();
        for (MessageRows.Row row : messages.byIds(tenantId, ids)) {
            Progress one = progress.get(row.id());
            try {
                if (one != null) {
                    job(row, one).ifPresent(job -> jobs.put(row.id(), job));
                }
            } catch (RuntimeException e) {
                LOG.warn("stored answer {} of tenant {} cannot be read", row.id(), tenantId, e);
            }
        }
        return jobs;
    }

    /** Empty when news has settled everybody while the last attempt was in the dark. */
    private Optional<Job> job(MessageRows.Row row, Progress progress) {
        if (progress.row().state() == OutboxRow.State.AFTER_SEND) {
            return Optional.of(new Job(messages.message(row), Stage.AFTER_SEND, List.of()));
        }
        if (progress.open().isEmpty()) {
            return Optional.empty();
        }
        Stage stage = progress.row().begunFence() == null ? Stage.SEND : Stage.RESOLVE;
        return Optional.of(new Job(messages.message(row), stage, progress.open()));
    }

    private Map<String, Progress> progress(String tenantId, Set<String> ids) {
        Map<String, Progress> found = new HashMap<>();
        reader().read(handle -> {
            for (String id : ids) {
                OutboxRow.find(handle, tenantId, id)
                        .ifPresent(row -> found.put(
                                id,
                                new Progress(
                                        row,
                                        Recipients.of(handle, reader().dialect(), tenantId, id)
                                                .open())));
            }
            return true;
        });
        return found;
    }

    @Override
    void giveUp(Claim claim, Instant now) {
        settle(claim, new Outcome.Failed(false, "the stored answer cannot be read", null), now);
    }
}
