package io.deskwire.mime.html;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides when a reader of plain text needs to see where a link leads. */
final class LinkTarget {

    private static final int LONGEST = 2000;

    private LinkTarget() {}

    /** The address to show behind the label, or null when the label says it already or it leads nowhere a person goes. */
    static @Nullable String worthShowing(String href, String label) {
        if (href.isEmpty() || href.length() > LONGEST || label.isEmpty()) {
            return null;
        }
        String start = href.substring(0, Math.min(href.length(), 8)).toLowerCase(Locale.ROOT);
        boolean mail = start.startsWith("mailto:");
        if (!mail && !start.startsWith("http://") && !start.startsWith("https://")) {
            return null;
        }
        String target = mail ? withoutQuery(href.substring("mailto:".length())) : href;
        return bare(label).equalsIgnoreCase(bare(target)) ? null : target;
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query > 0 ? address.substring(0, query) : address;
    }

    private static String bare(String url) {
        String rest = url;
        for (String prefix : new String[] {"http://", "https://", "www."}) {
            if (rest.regionMatches(true, 0, prefix, 0, prefix.length())) {
                rest = rest.substring(prefix.length());
            }
        }
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    }
}
