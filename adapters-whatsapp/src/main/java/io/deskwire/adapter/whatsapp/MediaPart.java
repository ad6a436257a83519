package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Attachment;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that a message names.
 *
 * @param id Meta's id of the file, or null
 * @param url where it lies for five minutes (Meta) or for good (Twilio), or null
 * @param fileName a safe name
 * @param contentType lower-case, without parameters
 * @param sha256 hash that the provider announced, lower-case hexadecimal, or null
 */
record MediaPart(
        @Nullable String id,
        @Nullable String url,
        String fileName,
        String contentType,
        @Nullable String sha256) {

    /** Types of messages that are a file. */
    static final Set<String> TYPES = Set.of("image", "video", "audio", "voice", "document", "sticker");

    private static final int LONGEST_NAME = 150;
    private static final Pattern CONTENT_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern PLAIN_SUBTYPE = Pattern.compile("[a-z0-9]{1,8}");
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("image/jpeg", "jpg"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/amr", "amr"),
            Map.entry("video/3gpp", "3gp"),
            Map.entry("video/quicktime", "mov"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/vcard", "vcf"),
            Map.entry("text/x-vcard", "vcf"),
            Map.entry("text/calendar", "ics"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.ms-excel", "xls"),
            Map.entry("application/vnd.ms-powerpoint", "ppt"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"));

    /**
     * @param type the message's type
     * @param media the object of that name
     */
    static MediaPart of(String type, Map<String, Object> media) {
        String contentType = contentType(Tree.text(media, "mime_type"), type);
        String given = Tree.firstText(media, "filename", "file_name");
        String id = Tree.word(media, "id");
        boolean voice = type.equals("voice") || (type.equals("audio") && Tree.isTrue(media, "voice"));
        String fileName = given == null ? null : safeName(given);
        if (fileName == null) {
            fileName = (voice ? "voice" : type) + "." + extension(contentType);
        }
        return new MediaPart(id, Tree.word(media, "url"), fileName, contentType, hash(Tree.word(media, "sha256")));
    }

    /** A file that has nothing but an address and a type. */
    static MediaPart at(String url, @Nullable String declared) {
        String contentType = contentType(declared, "document");
        String top = contentType.substring(0, contentType.indexOf('/'));
        String stem = Set.of("image", "video", "audio").contains(top) ? top : "document";
        return new MediaPart(null, url.strip(), stem + "." + extension(contentType), contentType, null);
    }

    /** The attachment; refused when nothing says where the file is. */
    Attachment attachment(int index) {
        Attachment.State state = id == null && url == null ? Attachment.State.REJECTED : Attachment.State.PENDING;
        return new Attachment(index, fileName, contentType, -1, sha256, false, null, state);
    }

    private static String contentType(@Nullable String declared, String type) {
        String plain = declared == null ? "" : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (CONTENT_TYPE.matcher(plain).matches()) {
            return plain;
        }
        return switch (type) {
            case "image" -> "image/jpeg";
            case "video" -> "video/mp4";
            case "audio", "voice" -> "audio/ogg";
            case "sticker" -> "image/webp";
            default -> "application/octet-stream";
        };
    }

    private static String extension(String contentType) {
        String known = EXTENSIONS.get(contentType);
        if (known != null) {
            return known;
        }
        String subtype = contentType.substring(contentType.indexOf('/') + 1);
        return PLAIN_SUBTYPE.matcher(subtype).matches() ? subtype : "bin";
    }

    /** The customer's own name for it without path and control characters; null when nothing is left. */
    private static @Nullable String safeName(String given) {
        String plain = Identities.plain(given, 4 * LONGEST_NAME);
        plain = plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
        // Marks that turn the direction of writing make an .exe look like a .pdf.
        plain = plain.replace("\uFFFD", "")
                .replaceAll("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069:*?\"<>|]", "_")
                .strip();
        if (plain.length() > LONGEST_NAME) {
            int dot = plain.lastIndexOf('.');
            String end = dot > 0 && plain.length() - dot <= 12 ? plain.substring(dot) : "";
            plain = Identities.plain(plain, LONGEST_NAME - end.length()) + end;
        }
        return plain.chars().allMatch(c -> c == '.' || c == '_' || c == ' ') ? null : plain;
    }

    /** Webhooks write it in base 64, the media endpoint in hexadecimal. */
    static @Nullable String hash(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (HEX.matcher(text).matches()) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return bytes.length == 32 ? HexFormat.of().formatHex(bytes) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
