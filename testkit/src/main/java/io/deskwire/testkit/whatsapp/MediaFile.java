package io.deskwire.testkit.whatsapp;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that travels with a message. Immutable. */
public final class MediaFile {

    private final byte[] bytes;
    private final String contentType;
    private final @Nullable String fileName;
    private final byte[] sha256;

    private MediaFile(byte[] bytes, String contentType, @Nullable String fileName) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.fileName = fileName;
        this.sha256 = Signatures.sha256(this.bytes);
    }

    /**
     * A file.
     *
     * @param fileName null when it has none; only documents carry theirs in a webhook
     */
    public static MediaFile of(byte[] bytes, String contentType, @Nullable String fileName) {
        return new MediaFile(bytes.clone(), contentType, fileName);
    }

    /** The same of bytes that nobody else will change. */
    static MediaFile ofOwn(byte[] bytes, String contentType, @Nullable String fileName) {
        return new MediaFile(bytes, contentType, fileName);
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its bytes themselves, not to be changed. */
    byte[] raw() {
        return bytes;
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** Its type, with parameters where it has some. */
    public String contentType() {
        return contentType;
    }

    /** Its name. */
    public Optional<String> fileName() {
        return Optional.ofNullable(fileName);
    }

    /** SHA-256 in the form of {@code GET /{media_id}}: 64 hex digits. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(sha256);
    }

    /** SHA-256 in the form of webhooks: base 64. */
    public String sha256Base64() {
        return Base64.getEncoder().encodeToString(sha256);
    }

    /** The type without its parameters. */
    String plainType() {
        return MediaRules.plain(contentType);
    }

    @Override
    public String toString() {
        return contentType + " (" + bytes.length + " bytes)";
    }
}
