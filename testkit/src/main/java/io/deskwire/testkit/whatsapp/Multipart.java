package io.deskwire.testkit.whatsapp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body (RFC 7578), read without forgiveness. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename=\"([^\"]*)\"");
    private static final Pattern EXTENDED_FILE_NAME = Pattern.compile("[;\\s]filename\\*=[Uu][Tt][Ff]-8''([^;\\s]+)");

    /** One part; a value has neither file name nor type. */
    static final class Part {
        private final String name;
        private final @Nullable String fileName;
        private final @Nullable String contentType;
        private final byte[] body;

        Part(String name, @Nullable String fileName, @Nullable String contentType, byte[] body) {
            this.name = name;
            this.fileName = fileName;
            this.contentType = contentType;
            this.body = body;
        }

        String name() {
            return name;
        }

        @Nullable String fileName() {
            return fileName;
        }

        @Nullable String contentType() {
            return contentType;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private Multipart() {}

    static List<Part> parse(@Nullable String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (contentType == null
                || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                || !boundary.find()) {
            throw GraphRefusal.parameter("The content type must be multipart/form-data with a boundary.");
        }
        byte[] line = ("--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2)))
                .getBytes(StandardCharsets.ISO_8859_1);
        int at = find(body, line, 0);
        if (at != 0) {
            throw GraphRefusal.parameter("The body does not start with its boundary.");
        }
        List<Part> parts = new ArrayList<>();
        while (true) {
            int start = at + line.length;
            if (start + 2 <= body.length && body[start] == '-' && body[start + 1] == '-') {
                return parts;
            }
            int next = find(body, concat("\r\n".getBytes(StandardCharsets.ISO_8859_1), line), start);
            if (next < 0 || start + 2 > body.length || body[start] != '\r' || body[start + 1] != '\n') {
                throw GraphRefusal.parameter("The body ends before its last boundary.");
            }
            parts.add(part(Arrays.copyOfRange(body, start + 2, next)));
            at = next + 2;
        }
    }

    private static Part part(byte[] bytes) {
        int end = find(bytes, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
        if (end < 0) {
            throw GraphRefusal.parameter("A part has no empty line after its headers.");
        }
        String disposition = "";
        String type = null;
        for (String header : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\r\n", -1)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                disposition = header;
            } else if (lower.startsWith("content-type:")) {
                type = header.substring(header.indexOf(':') + 1).trim();
            }
        }
        Matcher name = NAME.matcher(disposition);
        if (!disposition.toLowerCase(Locale.ROOT).contains("form-data") || !name.find()) {
            throw GraphRefusal.parameter("A part has no name.");
        }
        Matcher extended = EXTENDED_FILE_NAME.matcher(disposition);
        Matcher plain = FILE_NAME.matcher(disposition);
        String fileName = extended.find()
                ? URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8)
                : plain.find() ? plain.group(1) : null;
        return new Part(name.group(1), fileName, type, Arrays.copyOfRange(bytes, end + 4, bytes.length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int find(byte[] in, byte[] what, int from) {
        for (int i = from; i <= in.length - what.length; i++) {
            if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
