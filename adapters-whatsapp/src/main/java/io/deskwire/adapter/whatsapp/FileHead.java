package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** The first bytes of a file, and what they can honestly be called. */
final class FileHead {

    private static final int LENGTH = 4096;

    private final byte[] bytes;

    FileHead(byte[] bytes) {
        this.bytes = bytes;
    }

    static FileHead of(Content content) throws IOException {
        try (InputStream stream = content.open()) {
            return new FileHead(stream.readNBytes(LENGTH));
        }
    }

    /** Every type that the bytes may be; empty when they are nothing that WhatsApp carries. */
    Set<SendableType> types() {
        if (starts(0xff, 0xd8, 0xff)) {
            return EnumSet.of(SendableType.JPEG);
        } else if (starts(0x89, 'P', 'N', 'G')) {
            return EnumSet.of(SendableType.PNG);
        } else if (at(0, "RIFF") && at(8, "WEBP")) {
            return EnumSet.of(SendableType.WEBP);
        } else if (at(4, "ftyp")) {
            return container();
        } else if (at(0, "OggS")) {
            return opusChannels() == 1 ? EnumSet.of(SendableType.OGG) : EnumSet.noneOf(SendableType.class);
        } else if (at(0, "%PDF-")) {
            return EnumSet.of(SendableType.PDF);
        } else if (at(0, "#!AMR")) {
            return EnumSet.of(SendableType.AMR);
        } else if (at(0, "ID3")) {
            return EnumSet.of(SendableType.MP3);
        } else if (bytes.length > 1 && u8(0) == 0xff && (u8(1) & 0xe0) == 0xe0) {
            // MPEG audio; the two layer bits are zero in an AAC stream (ADTS) alone.
            return EnumSet.of((u8(1) & 0x06) == 0 ? SendableType.AAC : SendableType.MP3);
        } else if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
            return EnumSet.of(SendableType.DOC, SendableType.XLS, SendableType.PPT);
        } else if (starts('P', 'K', 3, 4)) {
            return EnumSet.of(SendableType.DOCX, SendableType.XLSX, SendableType.PPTX);
        }
        return isText() ? EnumSet.of(SendableType.TEXT) : EnumSet.noneOf(SendableType.class);
    }

    private Set<SendableType> container() {
        if (at(8, "3g")) {
            return EnumSet.of(SendableType.THREE_GP);
        } else if (at(8, "M4A") || at(8, "M4B")) {
            return EnumSet.of(SendableType.M4A);
        } else if (at(8, "he") || at(8, "mif1") || at(8, "avif") || at(8, "qt")) {
            return EnumSet.noneOf(SendableType.class);
        }
        // Brands such as isom and mp42 stand on films and on sound alone.
        return EnumSet.of(SendableType.MP4, SendableType.M4A);
    }

    /** Channels of an Opus stream (RFC 7845 section 5.1); 0 when it is not Opus. */
    int opusChannels() {
        for (int i = 0; i + 10 <= Math.min(bytes.length, 200); i++) {
            if (at(i, "OpusHead")) {
                return u8(i + 9);
            }
        }
        return 0;
    }

    /** Whether a WebP picture moves. */
    boolean isAnimated() {
        return at(12, "VP8X") && bytes.length > 20 && (u8(20) & 2) != 0;
    }

    /** Whether a WebP picture is a square of 512, as stickers are; the three forms of the format count differently. */
    boolean isStickerSize() {
        if (at(12, "VP8X") && bytes.length >= 30) {
            return u24(24) + 1 == 512 && u24(27) + 1 == 512;
        } else if (at(12, "VP8L") && bytes.length >= 25) {
            int bits = u24(21) | u8(24) << 24;
            return (bits & 0x3fff) + 1 == 512 && (bits >> 14 & 0x3fff) + 1 == 512;
        } else if (at(12, "VP8 ") && bytes.length >= 30) {
            return (u24(26) & 0x3fff) == 512 && ((u8(28) | u8(29) << 8) & 0x3fff) == 512;
        }
        return false;
    }

    private boolean isText() {
        for (byte one : bytes) {
            if (one == 0) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    private int u8(int at) {
        return bytes[at] & 0xff;
    }

    private int u24(int at) {
        return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16;
    }

    private boolean starts(int... head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if (u8(i) != head[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean at(int offset, String word) {
        return bytes.length >= offset + word.length()
                && new String(bytes, offset, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }
}
