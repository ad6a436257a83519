package io.deskwire.retention;

import io.deskwire.audit.AuditLog;
import io.deskwire.intake.Messages;
import io.deskwire.message.Attachment;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.RecurringJob;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: removes what was kept long enough. Files of tickets are taken out of the bytes before those go. */
public final class RetentionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final int PAGE = 200;

    private final Retention retention;
    private final AuditLog audit;
    private final Messages messages;
    private final RetentionPolicy policy;

    public RetentionSweep(Retention retention, AuditLog audit, Messages messages, RetentionPolicy policy) {
        this.retention = retention;
        this.audit = audit;
        this.messages = messages;
        this.policy = policy;
    }

    /**
     * What one sweep did.
     *
     * @param dropped items whose bytes went
     * @param left items whose bytes are old and stay, because a file in them could not be read
     * @param forgotten items whose keys went
     */
    public record Swept(int dropped, int left, int forgotten) {}

    /** This, every hour. */
    public RecurringJob job() {
        return new RecurringJob("retention", Duration.ofHours(1), (now, goOn) -> {
            Swept swept = run(now, goOn);
            return swept.dropped() + swept.left() + swept.forgotten() == 0
                    ? null
                    : "the bytes of " + swept.dropped() + " messages went, those of " + swept.left()
                            + " stay because a file cannot be read, keys of " + swept.forgotten() + " went";
        });
    }

    /**
     * Removes everything that is due.
     *
     * @param goOn asked now and then whether to go on
     */
    public Swept run(Instant now, BooleanSupplier goOn) {
        int dropped = 0;
        int left = 0;
        if (policy.endsRaw()) {
            Instant before = now.minus(policy.raw());
            Retention.@Nullable Due last = null;
            List<Retention.Due> page;
            do {
                page = retention.due(before, last, PAGE);
                for (Retention.Due due : page) {
                    if (!goOn.getAsBoolean()) {
                        return new Swept(dropped, left, 0);
                    }
                    last = due;
                    if (keptFiles(due)) {
                        dropped += retention.dropBytes(due.tenantId(), due.rawId()) ? 1 : 0;
                    } else {
                        left++;
                    }
                }
            } while (page.size() == PAGE);
        }
        return new Swept(dropped, left, forget(now, goOn));
    }

    private int forget(Instant now, BooleanSupplier goOn) {
        int forgotten = 0;
        if (policy.endsKeys()) {
            Instant before = now.minus(policy.keys());
            int some;
            do {
                some = retention.forget(before, PAGE);
                forgotten += some;
            } while (some == PAGE && goOn.getAsBoolean());
            do {
                some = audit.forget(before, PAGE);
            } while (some == PAGE && goOn.getAsBoolean());
        }
        return forgotten;
    }

    /** Whether every file of the item's message is here without its bytes. */
    private boolean keptFiles(Retention.Due due) {
        String messageId = due.messageId();
        if (messageId == null) {
            return true;
        }
        Optional<StoredMessage> stored = messages.find(due.tenantId(), messageId);
        if (stored.isEmpty() || !(stored.get() instanceof StoredMessage.Inbound inbound)) {
            return true;
        }
        try {
            for (Attachment file : inbound.message().attachments()) {
                if (file.state() == Attachment.State.PENDING) {
                    return false;
                }
                if (file.state() == Attachment.State.AVAILABLE) {
                    try (InputStream bytes = messages.attachment(inbound, file.index())) {
                        retention.keepFile(due.tenantId(), messageId, file.index(), bytes);
                    }
                }
            }
            return true;
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the old bytes of message {} of tenant {} stay: a file in them cannot be read",
                    messageId,
                    due.tenantId(),
                    e);
            return false;
        }
    }
}
