package io.deskwire.mime.parse;

import io.deskwire.mime.header.Fields;
import io.deskwire.mime.repair.Repairs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.FieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.BufferRecycler;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.apache.james.mime4j.util.RecycledByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Builds fields for mime4j without its limits that throw: a field too long is cut, a line that is no field is put where it
 * belongs.
 */
final class FieldReader implements FieldBuilder {

    /** Name of a field that goes on in a line which lost its indentation. */
    static final String CONTINUED = "x-deskwire-continued";

    /** Name of a line to forget. */
    static final String IGNORED = "x-deskwire-ignored";

    private final int maxBytes;
    private final Repairs repairs;
    private byte[] bytes = new byte[512];
    private int length;
    private boolean previousOpen;
    private boolean cut;

    FieldReader(int maxBytes, Repairs repairs) {
        this.maxBytes = maxBytes;
        this.repairs = repairs;
    }

    @Override
    public void reset() {
        length = 0;
    }

    @Override
    public void append(ByteArrayBuffer line) {
        int more = Math.min(line.length(), maxBytes - length);
        if (more < line.length()) {
            repairs.note("header-truncated", "a header field is longer than " + maxBytes + " bytes");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        System.arraycopy(line.buffer(), 0, bytes, length, more);
        length += more;
    }

    @Override
    public @Nullable RawField build() throws MimeException {
        if (Unfolding.isBlank(bytes, length)) {
            // A part without any field: mime4j goes on to its body.
            return null;
        }
        int colon = HeaderLine.colon(bytes, 0, length);
        if (colon < 0) {
            return withoutName();
        }
        String name = latin1(0, colon).trim().toLowerCase(Locale.ROOT);
        if (Unfolding.hasNul(bytes, length)) {
            repairs.note("nul-character", "in a header field");
        }
        // Most fields are read by nobody here.
        boolean read = Fields.isRead(name);
        String body = read ? Unfolding.unfold(bytes, colon + 1, length) : "";
        previousOpen = read ? body.endsWith(";") : Unfolding.endsIn(bytes, colon + 1, length, ';');
        return new RawField(name, body);
    }

    /** Whether the newest header ended in a line of the body; asked once for each. */
    boolean wasCut() {
        boolean was = cut;
        cut = false;
        return was;
    }

    private RawField withoutName() throws MimeException {
        String line = Unfolding.unfold(bytes, 0, length);
        String lower = line.substring(0, Math.min(line.length(), 40)).toLowerCase(Locale.ROOT);
        if (lower.startsWith("from ") || lower.startsWith(">from ")) {
            return new RawField(IGNORED, "");
        }
        if (previousOpen || HeaderLine.startsParameter(lower)) {
            repairs.note("header-continuation-not-indented", "");
            previousOpen = line.endsWith(";");
            return new RawField(CONTINUED, line);
        }
        previousOpen = false;
        cut = true;
        repairs.note("header-ends-without-blank-line", "");
        throw new MimeException("not a header field");
    }

    private String latin1(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What mime4j gives back to its stream when the line begins the body. */
    @Override
    public RecycledByteArrayBuffer getRaw() {
        RecycledByteArrayBuffer raw = new RecycledByteArrayBuffer(new BufferRecycler(), Math.max(length, 16));
        raw.append(bytes, 0, length);
        return raw;
    }

    @Override
    public void release() {}
}
