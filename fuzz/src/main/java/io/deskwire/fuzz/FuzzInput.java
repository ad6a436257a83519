package io.deskwire.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes taken apart from the front, in forms that people can write as well: a seed is a text file wherever its target reads text. */
final class FuzzInput {

    private final byte[] data;
    private int at;

    FuzzInput(byte[] data) {
        this.data = data;
    }

    /** One of these letters: the next byte where it is one of them, else the one it falls on. */
    char mode(String letters) {
        if (at == data.length) {
            return letters.charAt(0);
        }
        int next = data[at++] & 0xff;
        return letters.indexOf(next) >= 0 ? (char) next : letters.charAt(next % letters.length());
    }

    /** The bytes before the next line feed, one char a byte, without line ends; what the line feed ends is used up. */
    String line() {
        int end = at;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        String line = new String(data, at, end - at, StandardCharsets.ISO_8859_1).replace("\r", "");
        at = Math.min(end + 1, data.length);
        return line;
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(data, at, data.length);
        at = data.length;
        return rest;
    }

    String restText() {
        return new String(rest(), StandardCharsets.UTF_8);
    }
}
