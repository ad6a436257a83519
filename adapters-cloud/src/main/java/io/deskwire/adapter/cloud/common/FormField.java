package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value of a form.
 *
 * @param name as it stands in the form, in its own case
 * @param fileName the file's name as given, which may hold a path or be empty; null for a field that is no file
 * @param contentType the part's media type with its parameters as given, or null
 * @param value the bytes: a slice of the request's body, read only when it is opened, as long as the request is there
 */
public record FormField(
        String name, @Nullable String fileName, @Nullable String contentType, Content value) {

    /** Bytes of a value that {@link #text()} holds. */
    public static final int TEXT = 1 << 20;

    public FormField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    /** The first mebibyte of the value in UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() throws IOException {
        return text(StandardCharsets.UTF_8, TEXT);
    }

    /**
     * The beginning of the value as text; bytes that the character set has not become U+FFFD.
     *
     * @param most bytes that are read
     */
    public String text(Charset charset, int most) throws IOException {
        return new String(bytes(most), charset);
    }

    /** The beginning of the value. */
    public byte[] bytes(int most) throws IOException {
        try (InputStream stream = value.open()) {
            return stream.readNBytes(most);
        }
    }
}
