package io.deskwire.mime.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A list of MAPI properties within an attribute (MS-OXTNEF 2.1.3.4), read one by one. */
final class MapiProperties {

    static final int BODY = 0x1000;
    static final int RTF_COMPRESSED = 0x1009;
    static final int BODY_HTML = 0x1013;
    static final int DISPLAY_NAME = 0x3001;
    static final int DATA = 0x3701;
    static final int FILE_NAME = 0x3704;
    static final int LONG_FILE_NAME = 0x3707;
    static final int MIME_TAG = 0x370E;
    static final int CONTENT_ID = 0x3712;

    private static final int STRING_8 = 0x1E;
    private static final int UNICODE = 0x1F;
    private static final int OBJECT = 0x0D;
    private static final int BINARY = 0x102;
    private static final int SEVERAL = 0x1000;

    private final Limited in;
    private long left;
    private int id;
    private int type;
    private long values;
    private int padding;
    private @Nullable Limited open;

    MapiProperties(Limited in) throws IOException {
        this.in = in;
        this.left = in.u32();
    }

    /** Goes to the next property's first value; false after the last. */
    boolean next() throws IOException {
        while (true) {
            finish();
            if (values > 0) {
                // Only the first value of several is asked for.
                values--;
                begin();
                continue;
            }
            if (left-- <= 0) {
                return false;
            }
            type = in.u16();
            id = in.u16();
            if (id >= 0x8000) {
                skipName();
            }
            boolean several = (type & SEVERAL) != 0;
            int base = type & 0xFFF;
            if (base == STRING_8 || base == UNICODE || base == OBJECT || base == BINARY) {
                values = in.u32();
                if (values > 0) {
                    values--;
                    begin();
                    return true;
                }
            } else {
                long count = several ? in.u32() : 1;
                in.skip(size(base) * count, true);
            }
        }
    }

    private void begin() throws IOException {
        long length = in.u32();
        padding = (int) (-length & 3);
        open = new Limited(in, length);
    }

    private void finish() throws IOException {
        if (open != null) {
            open.skip(open.left(), true);
            in.skip(Math.min(padding, in.left()), false);
            open = null;
        }
    }

    private void skipName() throws IOException {
        in.skip(16, true);
        if (in.u32() == 0) {
            in.skip(4, true);
        } else {
            long length = in.u32();
            in.skip(length + (-length & 3), true);
        }
    }

    private static long size(int type) throws IOException {
        return switch (type) {
            case 0x01 -> 0;
            case 0x02, 0x03, 0x04, 0x0A, 0x0B -> 4;
            case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
            case 0x48 -> 16;
            default -> throw new EOFException("a property of a type that nobody knows");
        };
    }

    int id() {
        return id;
    }

    boolean isUnicode() {
        return (type & 0xFFF) == UNICODE;
    }

    boolean isObject() {
        return (type & 0xFFF) == OBJECT;
    }

    /** The value's bytes. */
    InputStream bytes() throws IOException {
        if (open == null) {
            throw new EOFException();
        }
        return open;
    }

    /** A short value. */
    byte[] held(int most) throws IOException {
        return bytes().readNBytes(most);
    }
}
