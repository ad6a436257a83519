package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.WebhookRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Forms as Inbound Parse posts them, put together by hand and signed with the key of the vectors. */
final class Posts {

    static final Instant AT = Instant.ofEpochSecond(1_736_847_000);

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Posts field(String name, String value) {
        return field(name, value, StandardCharsets.UTF_8);
    }

    Posts field(String name, String value, Charset charset) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(charset));
    }

    Posts file(String name, String fileName, String type, byte[] value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\nContent-Type: "
                        + type,
                value);
    }

    private Posts part(String head, byte[] value) {
        body.writeBytes(("--xYzZY\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(value);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes("--xYzZY--\r\n".getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    WebhookRequest request() {
        return Vectors.signed(Vectors.MULTIPART, bytes(), AT).request();
    }

    /** A raw post of a small mail. */
    static Posts raw(String mail, String envelope) {
        return new Posts().field("email", mail).field("envelope", envelope);
    }
}
