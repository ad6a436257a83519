package io.deskwire.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people a message's header names. Reply-To is never folded into From: anybody can set either.
 *
 * @param from the author, or null when the header has none that can be read
 * @param sender who sent it on the author's behalf (RFC 5322 section 3.6.2), or null
 * @param aliases further addresses of the author, learnt from the same item; not to be written to
 */
public record Correspondents(
        @Nullable Address from,
        @Nullable Address sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        List<Address> aliases) {
    public Correspondents {
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        aliases = List.copyOf(aliases);
    }

    /** People who are known by one address each, as in e-mail. */
    public Correspondents(
            @Nullable Address from,
            @Nullable Address sender,
            List<Address> replyTo,
            List<Address> to,
            List<Address> cc,
            List<Address> bcc) {
        this(from, sender, replyTo, to, cc, bcc, List.of());
    }

    /** A message from one person to one address. */
    public static Correspondents of(Address from, Address to) {
        return new Correspondents(from, null, List.of(), List.of(to), List.of(), List.of());
    }
}
