package io.deskwire.mime.html;

import io.deskwire.message.Attachment;
import io.deskwire.mime.charset.Hex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds which files an HTML body shows in place (RFC 2392); all others are ordinary attachments, so none gets lost. */
public final class InlineImages {

    private static final int LONGEST_ID = 1000;

    private InlineImages() {}

    /** The attachments, with the inline mark on those the HTML refers to. */
    public static List<Attachment> mark(List<Attachment> attachments, @Nullable String html) {
        if (html == null || attachments.stream().allMatch(a -> a.contentId() == null)) {
            return attachments;
        }
        Set<String> shown = references(html);
        List<Attachment> out = new ArrayList<>(attachments.size());
        for (Attachment each : attachments) {
            boolean inline =
                    each.contentId() != null && shown.contains(each.contentId().toLowerCase(Locale.ROOT));
            out.add(new Attachment(
                    each.index(),
                    each.fileName(),
                    each.contentType(),
                    each.size(),
                    each.sha256(),
                    inline,
                    each.contentId(),
                    each.state()));
        }
        return out;
    }

    private static Set<String> references(String html) {
        Set<String> out = new HashSet<>();
        String lower = html.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf("cid:"); at >= 0; at = lower.indexOf("cid:", at + 4)) {
            int end = at + 4;
            while (end < lower.length() && end - at < LONGEST_ID && "\"'<> \t\r\n)".indexOf(lower.charAt(end)) < 0) {
                end++;
            }
            String id = lower.substring(at + 4, end);
            out.add(id);
            out.add(unescaped(id));
        }
        return out;
    }

    /** What each attachment with a Content-ID is called, by that id in lower case. */
    public static Map<String, String> ids(List<Attachment> attachments) {
        Map<String, String> ids = new HashMap<>();
        for (Attachment each : attachments) {
            if (each.contentId() != null) {
                ids.putIfAbsent(each.contentId().toLowerCase(Locale.ROOT), each.contentId());
            }
        }
        return ids;
    }

    /** The id of the attachment that a {@code cid:} reference means, or null when there is none such. */
    static @Nullable String meant(String reference, Map<String, String> ids) {
        String id = reference.strip().substring("cid:".length()).toLowerCase(Locale.ROOT);
        if (id.length() > LONGEST_ID) {
            return null;
        }
        String known = ids.get(id);
        return known != null ? known : ids.get(unescaped(id));
    }

    private static String unescaped(String id) {
        StringBuilder out = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            int value = c == '%' && i + 2 < id.length() ? Hex.value(id.charAt(i + 1), id.charAt(i + 2)) : -1;
            if (value > ' ') {
                out.append((char) value);
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString().replace("&amp;", "&");
    }
}
