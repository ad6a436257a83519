package io.deskwire.mime.parse;

import io.deskwire.mime.header.Fields;
import io.deskwire.mime.repair.Repairs;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/** Gives mime4j our own reading of a part's header, and keeps that reading for the walker. */
final class PartDescriptor implements BodyDescriptor {

    private final PartHeader header;
    private final @Nullable String boundary;
    private final boolean cut;
    private final boolean packed;

    private PartDescriptor(PartHeader header, @Nullable String boundary, boolean cut, boolean packed) {
        this.packed = packed;
        this.header = header;
        this.boundary = boundary;
        this.cut = cut;
    }

    /**
     * The boundary of a multipart whose header lacks its end or that may be packed as a whole; else null. mime4j fails on such a
     * one, so it is not told.
     */
    @Nullable String hiddenBoundary() {
        return isHidden() ? boundary : null;
    }

    private boolean isHidden() {
        return header.isMultipart() && boundary != null && (cut || packed);
    }

    PartHeader header() {
        return header;
    }

    /** A multipart without a boundary cannot be cut up: mime4j gets it as one text. */
    @Override
    public String getMimeType() {
        return header.isMultipart() && (boundary == null || isHidden()) ? "text/plain" : header.mediaType();
    }

    @Override
    public String getBoundary() {
        return boundary == null ? "" : boundary;
    }

    @Override
    public String getMediaType() {
        return getMimeType().substring(0, getMimeType().indexOf('/'));
    }

    @Override
    public String getSubType() {
        return getMimeType().substring(getMimeType().indexOf('/') + 1);
    }

    @Override
    public String getCharset() {
        return header.charset() == null ? "us-ascii" : header.charset();
    }

    @Override
    public String getTransferEncoding() {
        return header.encoding() == null ? "7bit" : header.encoding();
    }

    @Override
    public long getContentLength() {
        return -1;
    }

    /** Shared by all parts of one reading. */
    static final class Shared {
        final Repairs repairs;
        final int maxHeaders;
        final Map<Integer, String> boundaries;
        private final int firstOrdinal;
        int parts;

        @Nullable String rootCharset;

        /** Whether the newest header ended in a line of the body. */
        private final BooleanSupplier cut;

        /** The newest part's number, which is its own in the whole message. */
        int ordinal() {
            return firstOrdinal + parts - 1;
        }

        /** Where the numbers of parts inside the newest part begin, so that each part of a message has its own. */
        int inside() {
            return (ordinal() + 1) * 100_003;
        }

        /** The boundary that a multipart uses, whatever it says; null when there is none. */
        @Nullable String boundary(int ordinal, PartHeader header) {
            String better = boundaries.get(ordinal);
            return better != null ? better : header.boundary();
        }

        Shared(
                Repairs repairs,
                int maxHeaders,
                Map<Integer, String> boundaries,
                int firstOrdinal,
                BooleanSupplier cut) {
            this.cut = cut;
            this.firstOrdinal = firstOrdinal;
            this.repairs = repairs;
            this.maxHeaders = maxHeaders;
            this.boundaries = boundaries;
        }
    }

    /** Collects the fields of one part. */
    static final class Builder implements BodyDescriptorBuilder {
        private final Shared shared;
        private final String defaultType;
        private Fields fields = new Fields();
        private @Nullable String lastName;
        private final StringBuilder lastValue = new StringBuilder();
        private @Nullable PartDescriptor built;

        Builder(Shared shared, String defaultType) {
            this.shared = shared;
            this.defaultType = defaultType;
        }

        @Override
        public void reset() {
            fields = new Fields();
            lastName = null;
            built = null;
        }

        @Override
        public @Nullable Field addField(RawField field) {
            if (field.getName().equals(FieldReader.CONTINUED)) {
                lastValue.append(' ').append(field.getBody());
            } else if (!field.getName().equals(FieldReader.IGNORED)) {
                flush();
                lastName = field.getName();
                lastValue.setLength(0);
                lastValue.append(field.getBody());
            }
            return null;
        }

        private void flush() {
            if (lastName != null) {
                fields.add(lastName, lastValue.toString());
            }
            lastName = null;
        }

        @Override
        public BodyDescriptor build() {
            if (built != null) {
                return built;
            }
            flush();
            if (fields.count() > shared.maxHeaders) {
                shared.repairs.note("too-many-headers", fields.count() + " header fields");
            }
            PartHeader header = PartHeader.of(fields, defaultType, shared.rootCharset, shared.repairs);
            if (shared.parts == 0) {
                shared.rootCharset = header.charset();
            }
            shared.parts++;
            String better = shared.boundaries.get(shared.ordinal());
            if (better != null && !header.isMultipart()) {
                shared.repairs.note("undeclared-multipart", header.mediaType());
                header = header.asMultipart();
            } else if (better != null) {
                shared.repairs.note("wrong-boundary", "the parts use another boundary than declared");
            }
            built = new PartDescriptor(
                    header,
                    shared.boundary(shared.ordinal(), header),
                    shared.cut.getAsBoolean(),
                    shared.ordinal() == 0 && header.isSaidPacked());
            return built;
        }

        @Override
        public BodyDescriptorBuilder newChild() {
            boolean digest = built != null && built.header.mediaType().equals("multipart/digest");
            return new Builder(shared, digest ? "message/rfc822" : "text/plain");
        }
    }
}
