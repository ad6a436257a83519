package io.deskwire.mime.header;

import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.repair.Repairs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Message and content ids out of header fields, without angle brackets (RFC 5322 section 3.6.4, RFC 2392). */
public final class Ids {

    private static final int LONGEST = 998;
    private static final int MOST = 100_000;

    private Ids() {}

    /** The first id of a field, bracketed or not, or null. */
    public static @Nullable String first(@Nullable String field) {
        if (field == null) {
            return null;
        }
        String text = plain(field);
        List<String> bracketed = all(text);
        if (!bracketed.isEmpty()) {
            return bracketed.get(0);
        }
        String bare = clean(text, 0, text.length());
        return bare.isEmpty() || bare.length() > LONGEST ? null : bare;
    }

    /** All ids of a field, each once, in order. Words without brackets count when they look like ids. */
    public static List<String> all(String raw) {
        String field = plain(raw);
        Set<String> found = new LinkedHashSet<>();
        int at = 0;
        while (found.size() < MOST) {
            int open = field.indexOf('<', at);
            if (open < 0) {
                break;
            }
            int close = field.indexOf('>', open);
            if (close < 0) {
                add(found, clean(field, open, field.length()));
                break;
            }
            // "<a <b@c>": the last opening before the end is the real one.
            int last = field.lastIndexOf('<', close);
            add(found, clean(field, Math.max(open, last), close));
            at = close + 1;
        }
        if (found.isEmpty()) {
            for (String word : field.split("[\\s,]+", MOST)) {
                if (word.indexOf('@') > 0) {
                    add(found, clean(word, 0, word.length()));
                }
            }
        }
        return new ArrayList<>(found);
    }

    /** Some programs fold a long id by making encoded words of it, which RFC 2047 section 5 forbids. */
    private static String plain(String field) {
        if (field.chars().anyMatch(c -> c >= 0x80) && field.chars().allMatch(c -> c <= 0xFF)) {
            // RFC 6532: raw UTF-8, one byte a character here.
            String decoded = new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return decoded.indexOf('\uFFFD') < 0 ? decoded : field;
        }
        int word = field.indexOf("=?");
        return word >= 0 && field.indexOf("?=", word) > 0 ? EncodedWords.decode(field, new Repairs()) : field;
    }

    private static void add(Set<String> found, String id) {
        if (!id.isEmpty() && id.length() <= LONGEST) {
            found.add(id);
        }
    }

    private static String clean(String text, int from, int to) {
        StringBuilder out = new StringBuilder(Math.min(to - from, LONGEST + 1));
        for (int i = from; i < to && out.length() <= LONGEST; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c != 0x7F && c != '<' && c != '>') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
