package io.deskwire.testkit.cloud;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes forms as providers post them, and reads those that are posted to a provider. */
final class FormBytes {

    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("[; ]filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE =
            Pattern.compile("^content-type:\\s*(.*?)\\s*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private FormBytes() {}

    /** {@code multipart/form-data} with this boundary; values as raw bytes. */
    static byte[] multipart(String boundary, List<FormPart> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (FormPart part : parts) {
            String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\""
                    + (part.fileName() == null
                            ? ""
                            : "; filename=\"" + part.fileName().replace("\"", "\\\"") + "\"")
                    + (part.contentType() == null ? "" : "\r\nContent-Type: " + part.contentType()) + "\r\n\r\n";
            out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(part.value());
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** {@code application/x-www-form-urlencoded}; values are encoded byte by byte, whatever their character set. */
    static byte[] urlEncoded(List<FormPart> parts) {
        StringBuilder out = new StringBuilder();
        for (FormPart part : parts) {
            out.append(out.isEmpty() ? "" : "&");
            encoded(part.name().getBytes(StandardCharsets.UTF_8), out);
            out.append('=');
            encoded(part.value(), out);
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void encoded(byte[] bytes, StringBuilder out) {
        for (byte b : bytes) {
            boolean plain = (b >= '0' && b <= '9')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= 'a' && b <= 'z')
                    || b == '-'
                    || b == '_'
                    || b == '.'
                    || b == '*';
            if (plain) {
                out.append((char) b);
            } else if (b == ' ') {
                out.append('+');
            } else {
                out.append('%').append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
    }

    /**
     * Reads a multipart form strictly.
     *
     * @throws IllegalArgumentException when it is none
     */
    static List<FormPart> parts(ReceivedRequest request) {
        String type = request.header("content-type").orElse("");
        Matcher boundary = Pattern.compile("^multipart/form-data;\\s*boundary=\"?([^\";]+)\"?$")
                .matcher(type);
        if (!boundary.find()) {
            throw new IllegalArgumentException("no multipart form");
        }
        // One character a byte, so that positions are those of the bytes.
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        String delimiter = "\r\n--" + boundary.group(1);
        String all = "\r\n" + body;
        List<FormPart> parts = new ArrayList<>();
        int at = all.indexOf(delimiter);
        while (at >= 0) {
            int from = at + delimiter.length();
            if (all.startsWith("--", from)) {
                return parts;
            }
            int next = all.indexOf(delimiter, from);
            int empty = all.indexOf("\r\n\r\n", from);
            if (!all.startsWith("\r\n", from) || next < 0 || empty < 0 || empty > next) {
                throw new IllegalArgumentException("a part is not complete");
            }
            String head = new String(
                    all.substring(from, empty).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            Matcher name = NAME.matcher(head);
            if (!name.find()) {
                throw new IllegalArgumentException("a part has no name");
            }
            Matcher file = FILE_NAME.matcher(head);
            Matcher contentType = TYPE.matcher(head);
            byte[] value = Arrays.copyOf(
                    all.substring(empty + 4, next).getBytes(StandardCharsets.ISO_8859_1), next - empty - 4);
            parts.add(new FormPart(
                    name.group(1),
                    file.find() ? file.group(1) : null,
                    contentType.find() ? contentType.group(1) : null,
                    value));
            at = next;
        }
        throw new IllegalArgumentException("the last boundary is missing");
    }
}
