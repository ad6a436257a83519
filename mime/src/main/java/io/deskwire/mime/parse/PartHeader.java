package io.deskwire.mime.parse;

import io.deskwire.mime.charset.Parameters;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.Ids;
import io.deskwire.mime.repair.Repairs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the header of one part says about its content.
 *
 * @param fields its fields
 * @param mediaType lower-case {@code type/subtype}; the default where none can be read
 * @param type parameters of Content-Type
 * @param disposition {@code attachment}, {@code inline}, another word, or null
 * @param fileName decoded but not yet safe, or null
 * @param fileNameFromDisposition whether Content-Disposition named the file
 * @param encoding lower-case transfer encoding, or null
 * @param contentId without angle brackets, or null
 */
record PartHeader(
        Fields fields,
        String mediaType,
        Parameters type,
        @Nullable String disposition,
        @Nullable String fileName,
        boolean fileNameFromDisposition,
        @Nullable String encoding,
        @Nullable String contentId) {

    static PartHeader of(Fields fields, String defaultType, @Nullable String rootCharset, Repairs repairs) {
        String rawType = fields.first("content-type");
        Parameters bare = Parameters.parse(rawType == null ? "" : rawType, rootCharset, repairs);
        Parameters type = bare.get("charset") != null && rawType != null && !isAscii(rawType)
                ? Parameters.parse(rawType, bare.get("charset"), repairs)
                : bare;

        String rawDisposition = fields.first("content-disposition");
        String charset = type.get("charset") == null ? rootCharset : type.get("charset");
        Parameters disposition = Parameters.parse(rawDisposition == null ? "" : rawDisposition, charset, repairs);
        String fromDisposition = firstNonBlank(disposition.get("filename"), disposition.get("name"));
        String fileName = firstNonBlank(fromDisposition, firstNonBlank(type.get("name"), type.get("filename")));
        if (fileName == null) {
            fileName = fromLocation(fields.first("content-location"));
        }
        String mediaType = mediaType(type.value(), rawType != null, fileName != null, defaultType, repairs);
        String encoding = fields.first("content-transfer-encoding");
        return new PartHeader(
                fields,
                mediaType,
                type,
                rawDisposition == null || disposition.value().isEmpty() ? null : disposition.value(),
                fileName,
                fromDisposition != null,
                encoding == null ? null : firstWord(encoding),
                Ids.first(fields.first("content-id")));
    }

    /** The last step of a Content-Location that looks like a file (RFC 2557 section 4.1). */
    private static @Nullable String fromLocation(@Nullable String location) {
        if (location == null) {
            return null;
        }
        int query = location.indexOf('?');
        String path = query < 0 ? location : location.substring(0, query);
        String last = path.substring(path.lastIndexOf('/') + 1).strip();
        int dot = last.lastIndexOf('.');
        boolean file = dot > 0 && last.length() - dot <= 6 && last.length() - dot > 2 && path.length() > last.length();
        return file && isAscii(last) ? last : null;
    }

    /** The same for a message whose parts were found without its saying so. */
    PartHeader asMultipart() {
        return new PartHeader(fields, "multipart/mixed", type, null, null, false, null, null);
    }

    boolean isMultipart() {
        return mediaType.startsWith("multipart/");
    }

    /** Whether this calls a multipart base64 as a whole. */
    boolean isSaidPacked() {
        return isMultipart() && "base64".equals(encoding);
    }

    @Nullable String charset() {
        return type.get("charset");
    }

    /** The boundary, or null when there is none that could ever be found. */
    @Nullable String boundary() {
        String boundary = type.get("boundary");
        return boundary == null || boundary.isBlank() || boundary.length() > 1000 ? null : stripRight(boundary);
    }

    private static String mediaType(String value, boolean given, boolean named, String defaultType, Repairs repairs) {
        String token = value.substring(0, tokenLength(value));
        if (token.equals("plain/text") || token.equals("html/text")) {
            repairs.note("bad-content-type", value);
            return token.equals("plain/text") ? "text/plain" : "text/html";
        }
        int slash = token.indexOf('/');
        boolean whole = slash > 0 && slash < token.length() - 1 && token.indexOf('/', slash + 1) < 0;
        if (whole && token.length() < 200) {
            if (token.length() < value.length()) {
                repairs.note("bad-content-type", value);
            }
            return token;
        }
        if (!given || value.isEmpty()) {
            return given ? "text/plain" : defaultType;
        }
        repairs.note("bad-content-type", value);
        if (value.startsWith("multipart")) {
            return "multipart/mixed";
        }
        // What cannot be read counts as plain text (RFC 2045 section 5.2), unless it is a file.
        return named ? "application/octet-stream" : value.contains("html") ? "text/html" : "text/plain";
    }

    private static int tokenLength(String value) {
        int end = 0;
        while (end < value.length()
                && value.charAt(end) > ' '
                && value.charAt(end) < 0x7F
                && "\"<>,:()[]@?".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String firstWord(String encoding) {
        String text = encoding.toLowerCase(Locale.ROOT)
                .replace("\"", "")
                .replace("'", "")
                .trim();
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != ';' && text.charAt(end) != '(') {
            end++;
        }
        return text.substring(0, end);
    }

    private static @Nullable String firstNonBlank(@Nullable String one, @Nullable String other) {
        return one != null && !one.isBlank() ? one : other != null && !other.isBlank() ? other : null;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String stripRight(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
