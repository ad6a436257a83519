package io.deskwire.mime.kind;

import io.deskwire.message.Automation;
import io.deskwire.message.Automation.AutoSubmitted;
import io.deskwire.message.MessageKind;
import io.deskwire.mime.header.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Mail to many: a list one may write to (RFC 2919, RFC 2369), or a newsletter one can only leave. An unsubscribe link alone says
 * neither: services that carry forms and receipts put one into everything.
 */
final class Mass {

    private Mass() {}

    /** The kind, or null when it is not mass mail. */
    static @Nullable MessageKind of(Fields fields, Automation automation) {
        if (automation.autoSubmitted() != AutoSubmitted.LIST) {
            return null;
        }
        String precedence = lower(fields.first("precedence"));
        boolean writable = lower(fields.first("list-post")).contains("mailto:")
                || fields.has("mailing-list")
                || fields.has("x-mailing-list")
                || precedence.startsWith("list");
        if (writable) {
            return MessageKind.LIST;
        }
        boolean leave = fields.has("list-unsubscribe");
        boolean bulk = precedence.startsWith("bulk")
                || precedence.startsWith("junk")
                || fields.has("list-unsubscribe-post")
                || fields.has("feedback-id")
                || fields.has("x-csa-complaints")
                || fields.has("x-campaign")
                || fields.has("x-campaign-id")
                || fields.has("x-campaignid");
        if (leave && (bulk || automation.listId() != null)) {
            return MessageKind.NEWSLETTER;
        }
        return automation.listId() != null ? MessageKind.LIST : null;
    }

    private static String lower(@Nullable String value) {
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }
}
