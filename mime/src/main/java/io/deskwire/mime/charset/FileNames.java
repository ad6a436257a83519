package io.deskwire.mime.charset;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** File names from strangers, made safe to show and to store under. */
public final class FileNames {

    private static final int LONGEST = 200;

    private static final Set<String> RESERVED = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("application/pdf", "pdf"),
            Map.entry("application/zip", "zip"),
            Map.entry("application/gzip", "gz"),
            Map.entry("application/json", "json"),
            Map.entry("application/xml", "xml"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.ms-excel", "xls"),
            Map.entry("application/vnd.ms-powerpoint", "ppt"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
            Map.entry("application/ms-tnef", "dat"),
            Map.entry("application/rtf", "rtf"),
            Map.entry("application/pgp-signature", "asc"),
            Map.entry("application/pgp-encrypted", "asc"),
            Map.entry("application/pkcs7-signature", "p7s"),
            Map.entry("application/x-pkcs7-signature", "p7s"),
            Map.entry("application/pkcs7-mime", "p7m"),
            Map.entry("application/x-pkcs7-mime", "p7m"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/wav", "wav"),
            Map.entry("image/bmp", "bmp"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/heic", "heic"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/jpg", "jpg"),
            Map.entry("image/png", "png"),
            Map.entry("image/svg+xml", "svg"),
            Map.entry("image/tiff", "tiff"),
            Map.entry("image/webp", "webp"),
            Map.entry("message/delivery-status", "txt"),
            Map.entry("message/disposition-notification", "txt"),
            Map.entry("message/feedback-report", "txt"),
            Map.entry("message/global", "eml"),
            Map.entry("message/rfc822", "eml"),
            Map.entry("text/calendar", "ics"),
            Map.entry("text/csv", "csv"),
            Map.entry("text/html", "html"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/rfc822-headers", "txt"),
            Map.entry("text/vcard", "vcf"),
            Map.entry("text/x-vcard", "vcf"),
            Map.entry("text/xml", "xml"),
            Map.entry("video/mp4", "mp4"),
            Map.entry("video/quicktime", "mov"));

    private FileNames() {}

    /**
     * A name without path, control or direction-changing characters; never blank.
     *
     * @param name as the message gives it, or null
     * @param index the attachment's position, for a name of our own
     */
    public static String safe(@Nullable String name, String mediaType, int index) {
        String cleaned = name == null ? "" : clean(name);
        if (cleaned.isEmpty()) {
            return "attachment-" + (index + 1) + "." + EXTENSIONS.getOrDefault(mediaType, "bin");
        }
        int dot = cleaned.indexOf('.');
        String stem = (dot < 0 ? cleaned : cleaned.substring(0, dot)).toLowerCase(Locale.ROOT);
        return RESERVED.contains(stem) ? "_" + cleaned : cleaned;
    }

    private static String clean(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '/' || name.charAt(end - 1) == '\\')) {
            end--;
        }
        String path = withoutQuotes(name.substring(0, end).strip());
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        String last = path.substring(slash + 1);
        StringBuilder out = new StringBuilder(Math.min(last.length(), LONGEST));
        last.codePoints()
                .limit(2000)
                .filter(FileNames::isHarmless)
                .forEach(c -> out.appendCodePoint(c < ' ' ? ' ' : c));
        String text = trimDotsAndSpaces(out.toString());
        return text.codePointCount(0, text.length()) > LONGEST ? shortened(text) : text;
    }

    /** Quotes that a mail program took for the ones of the header's syntax. */
    private static String withoutQuotes(String name) {
        if (name.length() < 3) {
            return name;
        }
        char first = name.charAt(0);
        char last = name.charAt(name.length() - 1);
        boolean paired = (first == '\'' && last == '\'') || (first == '\u201C' && last == '\u201D');
        return paired ? name.substring(1, name.length() - 1) : name;
    }

    private static boolean isHarmless(int c) {
        if (c == '\t') {
            return true;
        }
        int type = Character.getType(c);
        // Zero-width joiner and the tag characters hold emoji together; every other format character only deceives.
        boolean joins = c == 0x200D || c == 0x200C || (c >= 0xE0020 && c <= 0xE007F);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && (type != Character.FORMAT || joins)
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static String trimDotsAndSpaces(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && (text.charAt(to - 1) == '.' || Character.isWhitespace(text.charAt(to - 1)))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String shortened(String text) {
        int dot = text.lastIndexOf('.');
        String extension = dot > 0 && text.length() - dot <= 12 ? text.substring(dot) : "";
        int keep = LONGEST - extension.length();
        return text.substring(0, text.offsetByCodePoints(0, keep)) + extension;
    }
}
