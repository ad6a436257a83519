package io.deskwire.adapter.cloud.mailgun;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses as they are compared. */
final class Mailboxes {

    private Mailboxes() {}

    /** Lower-case and without subaddress ({@code local+anything@domain}); empty for what is no address. */
    static String plain(@Nullable String address) {
        String lower = bare(address).toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        if (at <= 0 || at == lower.length() - 1) {
            return "";
        }
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }

    /** Without white space and angle brackets; empty for the null sender. */
    static String bare(@Nullable String address) {
        String text = address == null ? "" : address.strip();
        return text.startsWith("<") && text.endsWith(">")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    /** What stands behind the last {@code @}, lower-case; empty when there is none. */
    static String domain(@Nullable String address) {
        String text = bare(address).toLowerCase(Locale.ROOT);
        int at = text.lastIndexOf('@');
        return at < 0 ? "" : text.substring(at + 1);
    }
}
