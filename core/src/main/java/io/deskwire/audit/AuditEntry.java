package io.deskwire.audit;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did or tried. Never holds a secret, a text of a message or a customer's address.
 *
 * @param id sorts by time, see {@link io.deskwire.work.Ids}
 * @param at when it was done
 * @param tenantId whose affair it is; null where it is the whole installation's
 * @param actor by which way: {@code api}, {@code console}, {@code consent}, {@code command_line}, {@code server}; perhaps
 *     with a token's name after it, as in {@code api: nightly export}
 * @param source the network address it came from; null where there is none
 * @param action what, such as {@code channel_saved}
 * @param outcome whether it was done
 * @param subject what it was done to: the id of a channel, a ticket, a dead letter; null where that says nothing
 * @param detail more about it: names of fields, counts; empty where there is nothing to add
 */
public record AuditEntry(
        String id,
        Instant at,
        @Nullable String tenantId,
        String actor,
        @Nullable String source,
        String action,
        Outcome outcome,
        @Nullable String subject,
        String detail) {

    /** The action of an entry that outlives its tenant. */
    public static final String TENANT_DELETED = "tenant_deleted";

    /** Longest text of a field; what is longer is cut. */
    private static final int LONGEST = 500;

    /** How it ended. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** It was not allowed, or could not be done as asked. */
        REFUSED
    }

    public AuditEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(outcome, "outcome");
        subject = subject == null ? null : cut(subject);
        source = source == null ? null : cut(source);
        detail = cut(detail);
    }

    /** Without control characters, which could pass for the end of a line where entries are printed. */
    private static String cut(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        if (plain.length() <= LONGEST) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return plain.substring(0, end) + "…";
    }
}
