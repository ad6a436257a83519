package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Smallest files whose first bytes are what they are called. */
final class Files {

    private Files() {}

    static byte[] jpeg() {
        return bytes(64, 0xff, 0xd8, 0xff, 0xe0);
    }

    static byte[] png() {
        return bytes(64, 0x89, 'P', 'N', 'G', 13, 10, 26, 10);
    }

    static byte[] pdf() {
        return "%PDF-1.4\n%…".getBytes(StandardCharsets.UTF_8);
    }

    static byte[] mp4(String brand) {
        byte[] bytes = bytes(64, 0, 0, 0, 24, 'f', 't', 'y', 'p');
        byte[] name = brand.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, 8, name.length);
        return bytes;
    }

    static byte[] ogg(int channels) {
        byte[] bytes = bytes(80, 'O', 'g', 'g', 'S');
        byte[] head = "OpusHead".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, bytes, 28, head.length);
        bytes[36] = 1;
        bytes[37] = (byte) channels;
        return bytes;
    }

    /** An extended WebP of a size in pixels. */
    static byte[] webp(int size, boolean animated, int length) {
        byte[] bytes = bytes(length, 'R', 'I', 'F', 'F');
        System.arraycopy("WEBPVP8X".getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, 8);
        bytes[20] = (byte) (animated ? 2 : 0);
        for (int at : new int[] {24, 27}) {
            bytes[at] = (byte) (size - 1);
            bytes[at + 1] = (byte) ((size - 1) >> 8);
        }
        return bytes;
    }

    static byte[] bytes(int length, int... head) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < head.length; i++) {
            bytes[i] = (byte) head[i];
        }
        return bytes;
    }

    static OutboundAttachment file(String name, String type, byte[] bytes) {
        return new OutboundAttachment(name, type, null, Content.of(bytes));
    }

    static byte[] longer(byte[] head, int length) {
        return Arrays.copyOf(head, length);
    }
}
