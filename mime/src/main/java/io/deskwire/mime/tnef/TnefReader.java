package io.deskwire.mime.tnef;

import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a TNEF stream from front to end, item by item, holding none of them. Damage ends it early with an issue; only what the
 * stream below throws for itself is an error.
 */
public final class TnefReader {

    /** How many first bytes {@link #isOne} looks at. */
    public static final int SIGNATURE = 4;

    private static final int CODE_PAGE = 0x00069007;
    private static final int BODY = 0x0002800C;
    private static final int MESSAGE_PROPERTIES = 0x00069003;
    private static final int FILE_BEGINS = 0x00069002;
    private static final int FILE_TITLE = 0x00018010;
    private static final int FILE_DATA = 0x0006800F;
    private static final int FILE_PROPERTIES = 0x00069005;
    private static final int LONGEST_NAME = 2048;
    private static final int GUID = 16;

    private final InputStream in;
    private final Repairs repairs;
    private String charset = "windows-1252";
    private @Nullable Limited attribute;
    private @Nullable MapiProperties properties;
    private boolean ofFile;
    private TnefFile file = new TnefFile();
    private boolean begun;
    private boolean ended;
    private boolean damaged;

    /** Reads from the signature on. */
    public TnefReader(InputStream in, Repairs repairs) {
        this.in = in;
        this.repairs = repairs;
    }

    /** Whether bytes begin as a TNEF stream does. */
    public static boolean isOne(byte[] first) {
        return first.length >= SIGNATURE
                && (first[0] & 0xFF) == 0x78
                && (first[1] & 0xFF) == 0x9F
                && (first[2] & 0xFF) == 0x3E
                && (first[3] & 0xFF) == 0x22;
    }

    /** Whether the stream ended before its time. */
    public boolean isDamaged() {
        return damaged;
    }

    /** The next item, or null after the last. */
    public @Nullable TnefItem next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            if (!begun) {
                begun = true;
                new Limited(in, 6).skip(6, true);
            }
            while (true) {
                TnefItem item = attribute == null ? attribute() : property();
                if (item != null) {
                    return item;
                }
                if (ended) {
                    return null;
                }
            }
        } catch (java.io.EOFException e) {
            repairs.note("damaged-tnef", "cut or garbled");
            damaged = true;
            ended = true;
            return null;
        }
    }

    /** The next property of the list that is open; closes the list behind the last one. */
    private @Nullable TnefItem property() throws IOException {
        while (properties != null && properties.next()) {
            TnefItem item = ofFile ? fileProperty(properties) : messageProperty(properties);
            if (item != null) {
                return item;
            }
        }
        properties = null;
        Limited done = attribute;
        attribute = null;
        if (done != null) {
            done.skip(done.left(), true);
            int wanted = new Limited(in, 2).u16();
            if (wanted != done.sum()) {
                repairs.note("damaged-tnef", "another checksum than it says");
            }
        }
        return null;
    }

    private @Nullable TnefItem messageProperty(MapiProperties property) throws IOException {
        return switch (property.id()) {
            case MapiProperties.BODY ->
                new TnefItem(TnefItem.Kind.TEXT, property.bytes(), property.isUnicode() ? "utf-16le" : charset, null);
            case MapiProperties.BODY_HTML ->
                new TnefItem(TnefItem.Kind.HTML, property.bytes(), property.isUnicode() ? "utf-16le" : null, null);
            case MapiProperties.RTF_COMPRESSED -> new TnefItem(TnefItem.Kind.RTF, property.bytes(), charset, null);
            default -> null;
        };
    }

    private @Nullable TnefItem fileProperty(MapiProperties property) throws IOException {
        if (property.id() == MapiProperties.DATA) {
            InputStream bytes = property.bytes();
            if (file.given) {
                return null;
            }
            file.given = true;
            if (!property.isObject()) {
                return new TnefItem(TnefItem.Kind.FILE, bytes, null, file);
            }
            // An object begins with the id of its interface; a message's is another TNEF stream.
            bytes.skipNBytes(GUID);
            return new TnefItem(TnefItem.Kind.MESSAGE, bytes, null, file);
        }
        byte[] value = property.held(LONGEST_NAME);
        file.property(property.id(), text(value, property.isUnicode()));
        return null;
    }

    private @Nullable TnefItem attribute() throws IOException {
        int level = in.read();
        if (level < 0) {
            ended = true;
            return null;
        }
        Limited head = new Limited(in, 8);
        int id = (int) head.u32();
        long length = head.u32();
        if (level != 1 && level != 2) {
            throw new java.io.EOFException();
        }
        Limited content = new Limited(in, length);
        attribute = content;
        switch (id) {
            case CODE_PAGE -> {
                if (length >= 4) {
                    charset = "cp" + content.u32();
                }
            }
            case BODY -> {
                return new TnefItem(TnefItem.Kind.TEXT, content, charset, null);
            }
            case MESSAGE_PROPERTIES, FILE_PROPERTIES -> {
                ofFile = id == FILE_PROPERTIES;
                properties = new MapiProperties(content);
            }
            case FILE_BEGINS -> file = new TnefFile();
            case FILE_TITLE -> file.title(text(content.bytes(length, LONGEST_NAME), false));
            case FILE_DATA -> {
                file.given = true;
                return new TnefItem(TnefItem.Kind.FILE, content, null, file);
            }
            default -> {}
        }
        return null;
    }

    private String text(byte[] value, boolean unicode) {
        String text = MailCharsets.decode(value, value.length, unicode ? "utf-16le" : charset, new Repairs());
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
