package io.deskwire.adapter.whatsapp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of files that WhatsApp carries, and as what. */
enum SendableType {
    JPEG(Kind.IMAGE, "image/jpeg", "jpg", "jpeg"),
    PNG(Kind.IMAGE, "image/png", "png"),
    WEBP(Kind.STICKER, "image/webp", "webp"),
    MP4(Kind.VIDEO, "video/mp4", "mp4", "m4v"),
    THREE_GP(Kind.VIDEO, "video/3gpp", "3gp", "3gpp"),
    AAC(Kind.AUDIO, "audio/aac", "aac"),
    AMR(Kind.AUDIO, "audio/amr", "amr"),
    MP3(Kind.AUDIO, "audio/mpeg", "mp3"),
    M4A(Kind.AUDIO, "audio/mp4", "m4a"),
    OGG(Kind.AUDIO, "audio/ogg", "ogg", "oga", "opus"),
    PDF(Kind.DOCUMENT, "application/pdf", "pdf"),
    DOC(Kind.DOCUMENT, "application/msword", "doc"),
    XLS(Kind.DOCUMENT, "application/vnd.ms-excel", "xls"),
    PPT(Kind.DOCUMENT, "application/vnd.ms-powerpoint", "ppt"),
    DOCX(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    XLSX(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    PPTX(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    TEXT(Kind.DOCUMENT, "text/plain", "txt", "text", "csv", "log", "md");

    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    /** As what a file goes out; each with its own limit. */
    enum Kind {
        IMAGE("image", 5 * MB, true),
        VIDEO("video", 16 * MB, true),
        AUDIO("audio", 16 * MB, false),
        DOCUMENT("document", 100 * MB, true),
        STICKER("sticker", 500 * KB, false);

        private final String word;
        private final long mostBytes;
        private final boolean captioned;

        Kind(String word, long mostBytes, boolean captioned) {
            this.word = word;
            this.mostBytes = mostBytes;
            this.captioned = captioned;
        }

        /** The message's type. */
        String word() {
            return word;
        }

        long mostBytes() {
            return mostBytes;
        }

        /** Whether text can stand below it. */
        boolean captioned() {
            return captioned;
        }
    }

    private final Kind kind;
    private final String mediaType;
    /** Separated and enclosed by spaces; the first is the one for uploads. */
    private final String endings;

    SendableType(Kind kind, String mediaType, String... endings) {
        this.kind = kind;
        this.mediaType = mediaType;
        this.endings = " " + String.join(" ", endings) + " ";
    }

    Kind kind() {
        return kind;
    }

    String mediaType() {
        return mediaType;
    }

    /** The name ending under which it is uploaded, without the dot. */
    String ending() {
        return endings.substring(1, endings.indexOf(' ', 1));
    }

    /** The type that a name's ending stands for. */
    static Optional<SendableType> byEnding(String ending) {
        String lower = ending.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.endings.contains(" " + lower + " "))
                .findFirst();
    }

    /** The type that a media type stands for; the names in use for the same thing count. */
    static Optional<SendableType> byMediaType(String mediaType) {
        String plain = plain(mediaType);
        String name = switch (plain) {
            case "image/jpg", "image/pjpeg" -> "image/jpeg";
            case "video/3gp" -> "video/3gpp";
            case "video/x-m4v" -> "video/mp4";
            case "audio/mp3", "audio/x-mp3", "audio/x-mpeg" -> "audio/mpeg";
            case "audio/m4a", "audio/x-m4a" -> "audio/mp4";
            case "audio/x-aac", "audio/aacp" -> "audio/aac";
            case "audio/opus", "application/ogg" -> "audio/ogg";
            case "application/x-pdf" -> "application/pdf";
            case "text/csv", "text/markdown", "text/x-log" -> "text/plain";
            default -> plain;
        };
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(name))
                .findFirst();
    }

    /** Without parameters, in lower case. */
    static String plain(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** What is allowed, in words. */
    static String allowed() {
        return "images (JPEG, PNG up to 5 MB), videos (MP4, 3GPP up to 16 MB), audio (AAC, AMR, MP3, M4A, OGG with Opus up to"
                + " 16 MB), stickers (WebP) and documents ("
                + Arrays.stream(values())
                        .filter(type -> type.kind == Kind.DOCUMENT)
                        .map(SendableType::ending)
                        .collect(Collectors.joining(", "))
                + " up to 100 MB)";
    }
}
