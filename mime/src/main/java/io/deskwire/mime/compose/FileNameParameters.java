package io.deskwire.mime.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file name as header parameters: plain ASCII for all, and the true name after RFC 2231 where that is not enough. */
final class FileNameParameters {

    private static final int LONGEST_SEGMENT = 50;

    private FileNameParameters() {}

    /** Pieces such as {@code filename="a.pdf"}, the last without a semicolon. */
    static List<String> of(String fileName) {
        List<String> pieces = new ArrayList<>();
        String ascii = ascii(fileName);
        boolean plain = ascii.equals(fileName) && fileName.length() <= LONGEST_SEGMENT;
        String fallback = ascii.length() > LONGEST_SEGMENT ? shortened(ascii) : ascii;
        pieces.add("filename=" + HeaderValues.quoted(fallback) + (plain ? "" : ";"));
        if (!plain) {
            extended(fileName, pieces);
        }
        return pieces;
    }

    private static void extended(String fileName, List<String> pieces) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        int i = 0;
        while (i < fileName.length()) {
            int next = fileName.offsetByCodePoints(i, 1);
            String encoded = percent(fileName.substring(i, next));
            if (segment.length() + encoded.length() > LONGEST_SEGMENT) {
                segments.add(segment.toString());
                segment.setLength(0);
            }
            segment.append(encoded);
            i = next;
        }
        segments.add(segment.toString());
        if (segments.size() == 1) {
            pieces.add("filename*=UTF-8''" + segments.get(0));
            return;
        }
        for (int n = 0; n < segments.size(); n++) {
            String charset = n == 0 ? "UTF-8''" : "";
            pieces.add("filename*" + n + "*=" + charset + segments.get(n) + (n + 1 < segments.size() ? ";" : ""));
        }
    }

    private static String percent(String character) {
        StringBuilder out = new StringBuilder();
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == '_';
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", b & 0xFF));
        }
        return out.toString();
    }

    private static String ascii(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> out.append(c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : (char) c));
        return out.toString();
    }

    private static String shortened(String ascii) {
        int dot = ascii.lastIndexOf('.');
        String extension = dot > 0 && ascii.length() - dot <= 10 ? ascii.substring(dot) : "";
        return ascii.substring(0, LONGEST_SEGMENT - extension.length()) + extension;
    }
}
