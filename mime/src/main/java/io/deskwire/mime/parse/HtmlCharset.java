package io.deskwire.mime.parse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The charset that an HTML part names for itself, where its header names none (HTML standard, section 13.2.3.2). */
final class HtmlCharset {

    private static final int LOOKED_AT = 2048;

    private HtmlCharset() {}

    static @Nullable String of(byte[] bytes, int length) {
        String head =
                new String(bytes, 0, Math.min(length, LOOKED_AT), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int meta = head.indexOf("<meta");
        int at = meta < 0 ? -1 : head.indexOf("charset=", meta);
        boolean xml = at < 0 && head.stripLeading().startsWith("<?xml ");
        String said = xml ? "encoding=" : "charset=";
        if (xml) {
            at = head.substring(0, Math.max(0, head.indexOf("?>"))).indexOf(said);
        }
        if (at < 0) {
            return null;
        }
        int from = at + said.length();
        while (from < head.length() && "\"' ".indexOf(head.charAt(from)) >= 0) {
            from++;
        }
        int end = from;
        while (end < head.length() && "\"' />;".indexOf(head.charAt(end)) < 0) {
            end++;
        }
        return end == from ? null : head.substring(from, end);
    }
}
