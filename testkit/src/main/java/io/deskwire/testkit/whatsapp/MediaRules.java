package io.deskwire.testkit.whatsapp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What may be uploaded and sent as what: types, name endings, sizes, and whether the bytes are what they are said to be. */
final class MediaRules {

    private static final int KB = 1024;
    private static final int MB = 1024 * KB;

    /** One type that may be sent. */
    private record Allowed(String kind, int maxBytes, List<String> endings) {}

    private static final Map<String, Allowed> ALLOWED = new LinkedHashMap<>();

    static {
        allow("audio/aac", "audio", 16 * MB, "aac");
        allow("audio/amr", "audio", 16 * MB, "amr");
        allow("audio/mpeg", "audio", 16 * MB, "mp3");
        allow("audio/mp4", "audio", 16 * MB, "m4a", "mp4");
        allow("audio/ogg", "audio", 16 * MB, "ogg", "oga", "opus");
        allow("text/plain", "document", 100 * MB, "txt", "text", "csv", "log");
        allow("application/pdf", "document", 100 * MB, "pdf");
        allow("application/msword", "document", 100 * MB, "doc");
        allow("application/vnd.ms-excel", "document", 100 * MB, "xls");
        allow("application/vnd.ms-powerpoint", "document", 100 * MB, "ppt");
        String office = "application/vnd.openxmlformats-officedocument.";
        allow(office + "wordprocessingml.document", "document", 100 * MB, "docx");
        allow(office + "spreadsheetml.sheet", "document", 100 * MB, "xlsx");
        allow(office + "presentationml.presentation", "document", 100 * MB, "pptx");
        allow("image/jpeg", "image", 5 * MB, "jpg", "jpeg");
        allow("image/png", "image", 5 * MB, "png");
        allow("image/webp", "sticker", 500 * KB, "webp");
        allow("video/mp4", "video", 16 * MB, "mp4");
        allow("video/3gpp", "video", 16 * MB, "3gp", "3gpp");
        allow("video/3gp", "video", 16 * MB, "3gp", "3gpp");
    }

    private MediaRules() {}

    private static void allow(String type, String kind, int maxBytes, String... endings) {
        ALLOWED.put(type, new Allowed(kind, maxBytes, List.of(endings)));
    }

    static String plain(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    /** Why a file may not be uploaded under these names; empty when it may. */
    static Optional<String> uploadFault(String declared, String partType, String fileName, byte[] bytes) {
        Allowed allowed = ALLOWED.get(plain(declared));
        if (allowed == null) {
            return Optional.of("Param file must be a file with one of the following types: "
                    + String.join(", ", ALLOWED.keySet()) + ". Received file of type '" + declared + "'.");
        }
        if (!plain(partType).equals(plain(declared))) {
            return Optional.of("The file's Content-Type '" + partType + "' is not its type '" + declared + "'.");
        }
        int dot = fileName.lastIndexOf('.');
        String ending = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (!allowed.endings().contains(ending)) {
            return Optional.of("The file name ends in '." + ending + "', which is not '" + declared + "'.");
        }
        return contentFault(declared, bytes);
    }

    /** Why bytes may not be sent as a type; empty when they may. */
    static Optional<String> contentFault(String declared, byte[] bytes) {
        String type = plain(declared);
        Allowed allowed = ALLOWED.get(type);
        if (allowed == null) {
            return Optional.of("Unsupported mime type " + declared + ".");
        }
        if (bytes.length == 0) {
            return Optional.of("The file is empty.");
        }
        if (bytes.length > allowed.maxBytes()) {
            return Optional.of("File size " + bytes.length + " is larger than the maximum of " + allowed.maxBytes()
                    + " bytes for " + type + ".");
        }
        if (!typesOf(bytes).contains(type)) {
            return Optional.of("The bytes are not '" + type + "' but one of " + typesOf(bytes) + ".");
        }
        return Optional.empty();
    }

    /** Why a stored file may not be sent as a message of a kind; empty when it may. */
    static Optional<String> sendFault(String kind, MediaFile file, boolean voice) {
        Allowed allowed = ALLOWED.get(file.plainType());
        boolean fits =
                allowed != null && (kind.equals("document") || allowed.kind().equals(kind));
        if (!fits) {
            return Optional.of("Unsupported " + kind + " mime type " + file.contentType() + ".");
        }
        if (voice && !file.plainType().equals("audio/ogg")) {
            return Optional.of("A voice message needs audio/ogg with OPUS, not " + file.contentType() + ".");
        }
        if (kind.equals("sticker") && !animated(file.raw()) && file.size() > 100 * KB) {
            return Optional.of("A static sticker is larger than 102400 bytes.");
        }
        return Optional.empty();
    }

    static boolean animated(byte[] webp) {
        return webp.length > 20 && at(webp, 12, "VP8X") && (webp[20] & 2) != 0;
    }

    /** The types that bytes can honestly be called. */
    private static Set<String> typesOf(byte[] b) {
        if (startsWith(b, 0xff, 0xd8, 0xff)) {
            return Set.of("image/jpeg");
        } else if (startsWith(b, 0x89, 'P', 'N', 'G')) {
            return Set.of("image/png");
        } else if (at(b, 0, "RIFF") && at(b, 8, "WEBP")) {
            return Set.of("image/webp");
        } else if (at(b, 4, "ftyp3g")) {
            return Set.of("video/3gpp", "video/3gp");
        } else if (at(b, 4, "ftyp")) {
            return Set.of("video/mp4", "audio/mp4");
        } else if (at(b, 0, "OggS")) {
            String head = new String(b, 0, Math.min(b.length, 200), StandardCharsets.ISO_8859_1);
            return Set.of(head.contains("OpusHead") ? "audio/ogg" : "audio/ogg without OPUS");
        } else if (at(b, 0, "%PDF")) {
            return Set.of("application/pdf");
        } else if (at(b, 0, "#!AMR")) {
            return Set.of("audio/amr");
        } else if (startsWith(b, 0xff, 0xf1) || startsWith(b, 0xff, 0xf9)) {
            return Set.of("audio/aac");
        } else if (at(b, 0, "ID3") || b.length > 1 && (b[0] & 0xff) == 0xff && (b[1] & 0xe0) == 0xe0) {
            return Set.of("audio/mpeg");
        } else if (startsWith(b, 0xd0, 0xcf, 0x11, 0xe0)) {
            return Set.of("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint");
        } else if (startsWith(b, 'P', 'K', 3, 4)) {
            String office = "application/vnd.openxmlformats-officedocument.";
            return Set.of(
                    office + "wordprocessingml.document",
                    office + "spreadsheetml.sheet",
                    office + "presentationml.presentation");
        }
        for (byte one : b) {
            if (one == 0) {
                return Set.of("application/octet-stream");
            }
        }
        return Set.of("text/plain");
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xff) != head[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean at(byte[] bytes, int offset, String head) {
        return bytes.length >= offset + head.length()
                && Objects.equals(new String(bytes, offset, head.length(), StandardCharsets.ISO_8859_1), head);
    }
}
