package io.deskwire.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code multipart/form-data} body as it is written. */
final class Forms {

    static final String TYPE = "multipart/form-data; boundary=xYzZY";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Forms field(String name, byte[] value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
    }

    Forms field(String name, String value) {
        return field(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A file; its name is cut down to what a form can say in one way only. */
    Forms file(String name, String fileName, byte[] value) {
        String plain = fileName.replaceAll("[\"\\\\\\p{Cntrl}]", "");
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + (plain.isBlank() ? "f" : plain)
                        + "\"\r\nContent-Type: application/octet-stream",
                value);
    }

    private Forms part(String head, byte[] value) {
        body.writeBytes(("--xYzZY\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(value);
        body.writeBytes(new byte[] {'\r', '\n'});
        return this;
    }

    /** Whatever bytes, between the parts. */
    Forms raw(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes("--xYzZY--\r\n".getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    /** Whether a value would end its own part. */
    static boolean holdsBoundary(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1).contains("--xYzZY");
    }
}
