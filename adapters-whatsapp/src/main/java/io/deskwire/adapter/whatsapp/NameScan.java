package io.deskwire.adapter.whatsapp;

import java.nio.charset.StandardCharsets;

/**
 * Goes once through the bytes of a JSON text and reports names with their plain values, without building anything: for bytes
 * that are not proven yet. What is no JSON reports nothing sensible and does no harm.
 */
final class NameScan {

    /** Takes what is found. */
    @FunctionalInterface
    interface Found {
        /**
         * A name with its value.
         *
         * @param depth how many objects and arrays are open around the name
         * @param value a text as it stands in the bytes, or a number; empty for everything else
         */
        void value(String name, int depth, String value);
    }

    private static final int LONGEST = 128;

    private final byte[] bytes;
    private final Found found;
    private int at;

    private NameScan(byte[] bytes, Found found) {
        this.bytes = bytes;
        this.found = found;
    }

    static void over(byte[] bytes, Found found) {
        new NameScan(bytes, found).run();
    }

    private void run() {
        int depth = 0;
        while (at < bytes.length) {
            switch (bytes[at]) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case '"' -> {
                    String text = string();
                    skipSpace();
                    if (at < bytes.length && bytes[at] == ':') {
                        at++;
                        skipSpace();
                        found.value(text, depth, plainValue());
                    }
                }
                default -> at++;
            }
        }
    }

    private String plainValue() {
        if (at < bytes.length && bytes[at] == '"') {
            return string();
        }
        int start = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return text(start, at);
    }

    /** The text between the quotes, empty when it is longer than any name that matters; goes behind the closing quote. */
    private String string() {
        int start = ++at;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        String text = text(start, Math.min(at, bytes.length));
        at++;
        return text;
    }

    private String text(int start, int end) {
        return end - start > LONGEST ? "" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private void skipSpace() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }
}
