package io.deskwire.adapter.cloud.postmark;

import java.util.Arrays;
import java.util.List;
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

    /** The addresses of a list with commas, bare; one alone where a comma is part of an address. */
    static List<String> each(@Nullable String list) {
        String text = list == null ? "" : list;
        List<String> each = Arrays.stream(text.split(",", -1))
                .map(Mailboxes::bare)
                .filter(part -> !part.isEmpty())
                .toList();
        boolean addresses = each.stream().noneMatch(part -> plain(part).isEmpty());
        String whole = bare(text);
        return addresses && text.indexOf('"') < 0 ? each : whole.isEmpty() ? List.of() : List.of(whole);
    }

    /** What stands behind the last {@code @}, lower-case; empty when there is none. */
    static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
    }
}
