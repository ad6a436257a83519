package io.deskwire.app;

import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditEntry.Outcome;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.Ids;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what was done, right after it was done, and never stands in its way. */
public final class AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditLog log;
    private final Clock clock;

    public AuditTrail(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * By which way something was asked for.
     *
     * @param way as it stands in entries
     * @param token what the token is called that they came with; null where there is none, and for the admin token
     * @param source the network address, or null where there is none
     */
    public record Actor(
            String way, @Nullable String token, @Nullable String source) {

        /** A person at a terminal of this machine. */
        public static Actor commandLine() {
            return new Actor("command_line", null, null);
        }

        /** The way, with the token's name after it. */
        String name() {
            return token == null ? way : way + ": " + token;
        }

        /** The server by itself. */
        public static Actor server() {
            return new Actor("server", null, null);
        }
    }

    /** Something was done. */
    public void done(Actor actor, @Nullable String tenantId, String action, @Nullable String subject, String detail) {
        write(actor, tenantId, action, Outcome.DONE, subject, detail);
    }

    /** Something was not let through. */
    public void refused(Actor actor, String action, String detail) {
        write(actor, null, action, Outcome.REFUSED, null, detail);
    }

    private void write(
            Actor actor,
            @Nullable String tenantId,
            String action,
            Outcome outcome,
            @Nullable String subject,
            String detail) {
        Instant now = clock.instant();
        // Who deleted a tenant is no concern of anybody's once it is gone.
        boolean gone = action.equals(AuditEntry.TENANT_DELETED);
        String source = gone ? null : actor.source();
        String name = gone ? actor.way() : actor.name();
        try {
            log.record(new AuditEntry(Ids.next(now), now, tenantId, name, source, action, outcome, subject, detail));
        } catch (RuntimeException e) {
            // What was done is done: it is not undone, and whoever asked is not told otherwise.
            LOG.error(
                    "no audit entry could be kept: {} {} by {} on {} of tenant {}",
                    action,
                    outcome,
                    name,
                    subject,
                    tenantId,
                    e);
        }
    }
}
