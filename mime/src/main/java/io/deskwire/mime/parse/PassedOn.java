package io.deskwire.mime.parse;

import io.deskwire.message.Address;
import io.deskwire.message.Forward;
import io.deskwire.mime.header.Addresses;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.repair.Repairs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mail that came by way of another mailbox and kept its author: by its header alone. */
final class PassedOn {

    private PassedOn() {}

    static @Nullable Forward of(Fields fields, List<Address> from, @Nullable String charset) {
        boolean resent = fields.has("resent-from") || fields.has("resent-sender");
        Address by = first(fields, resent ? "resent-from" : "x-forwarded-for", charset);
        if (by == null && resent) {
            by = first(fields, "resent-sender", charset);
        }
        if (by == null || by.value().indexOf('@') <= 0) {
            return null;
        }
        return new Forward(
                resent ? Forward.Kind.RESENT : Forward.Kind.AUTOMATIC,
                from.isEmpty() ? null : from.get(0),
                null,
                null,
                null,
                List.of(),
                by);
    }

    private static @Nullable Address first(Fields fields, String name, @Nullable String charset) {
        String raw = fields.first(name);
        if (raw == null) {
            return null;
        }
        // Gmail names the mailboxes one after the other with nothing between them but blanks.
        String bare = raw.strip();
        boolean listed = name.startsWith("x-") && bare.indexOf(',') < 0 && bare.indexOf('<') < 0;
        List<Address> found =
                Addresses.parse(List.of(listed ? bare.split("\\s+", 2)[0] : bare), charset, new Repairs());
        return found.isEmpty() ? null : found.get(0);
    }
}
