package io.deskwire.http;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A {@code multipart/form-data} body (RFC 7578) that is put together while it is sent: its length is known beforehand, and
 * files are never in memory. Immutable.
 */
public final class MultipartForm {

    private final String boundary;
    private final List<Content> pieces;

    private MultipartForm(String boundary, List<Content> pieces) {
        this.boundary = boundary;
        this.pieces = pieces;
    }

    /**
     * An empty form.
     *
     * @param boundary what separates the parts, 1 to 70 letters, digits and hyphens (RFC 2046 section 5.1.1); must not occur
     *     in any part, so take it at random or from a hash of them
     */
    public static MultipartForm of(String boundary) {
        if (!boundary.matches("[A-Za-z0-9-]{1,70}")) {
            throw new IllegalArgumentException("a boundary is made of 1 to 70 letters, digits and hyphens");
        }
        return new MultipartForm(boundary, List.of());
    }

    /** With one more text. */
    public MultipartForm text(String name, String value) {
        return with(bytes("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"\r\n\r\n"
                + value + "\r\n"));
    }

    /**
     * With one more file.
     *
     * @param contentType its media type
     * @throws IllegalArgumentException when the media type holds a line break
     */
    public MultipartForm file(String name, String fileName, String contentType, Content content) {
        if (contentType.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a media type holds no control characters");
        }
        return with(
                bytes("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"; filename=\""
                        + quoted(fileName) + "\"\r\nContent-Type: " + contentType + "\r\n\r\n"),
                content,
                bytes("\r\n"));
    }

    /** The value of the request's {@code Content-Type}. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The whole body. */
    public Content content() {
        List<Content> all = new ArrayList<>(pieces);
        all.add(bytes("--" + boundary + "--\r\n"));
        return new Joined(List.copyOf(all));
    }

    private MultipartForm with(Content... more) {
        List<Content> all = new ArrayList<>(pieces);
        Collections.addAll(all, more);
        return new MultipartForm(boundary, List.copyOf(all));
    }

    private static Content bytes(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As browsers do (WHATWG HTML, multipart/form-data encoding), which is what servers are tested with. */
    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private record Joined(List<Content> pieces) implements Content {
        @Override
        public long length() {
            return pieces.stream().mapToLong(Content::length).sum();
        }

        @Override
        public String sha256() {
            try (InputStream bytes = open()) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] buffer = new byte[8192];
                for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            } catch (IOException e) {
                throw new UncheckedIOException("a part of the form cannot be read", e);
            }
        }

        @Override
        public InputStream open() {
            return new PiecesStream(pieces);
        }
    }
}
