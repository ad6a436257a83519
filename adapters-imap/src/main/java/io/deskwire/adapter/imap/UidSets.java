package io.deskwire.adapter.imap;

import java.util.ArrayList;
import java.util.List;

/** Sets of UIDs as IMAP writes them. */
final class UidSets {

    /** Servers must take lines of 8,000 bytes (RFC 2683 section 3.2.1.5); the rest of the command needs room too. */
    private static final int MAX_TEXT = 7_000;

    private UidSets() {}

    /** The UIDs, ascending, in as few texts as lines allow; only neighbouring numbers become a range. */
    static List<String> of(List<Long> uids) {
        List<String> sets = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < uids.size()) {
            int j = i;
            while (j + 1 < uids.size() && uids.get(j + 1) == uids.get(j) + 1) {
                j++;
            }
            if (text.length() > MAX_TEXT) {
                sets.add(text.toString());
                text.setLength(0);
            }
            if (text.length() > 0) {
                text.append(',');
            }
            text.append(uids.get(i).longValue());
            if (j > i) {
                text.append(':').append(uids.get(j).longValue());
            }
            i = j + 1;
        }
        if (text.length() > 0) {
            sets.add(text.toString());
        }
        return sets;
    }
}
