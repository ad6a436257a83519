package io.deskwire.adapter.cloud.ses;

import java.util.Locale;

/** E-mail addresses as they are compared. */
final class Mailboxes {

    private Mailboxes() {}

    /** Lower-case, and without a subaddress ({@code local+anything@domain}). */
    static String key(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }
}
