package io.deskwire.mime.parse;

import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.repair.Repairs;
import io.deskwire.mime.tnef.CompressedRtf;
import io.deskwire.mime.tnef.RtfBody;
import io.deskwire.mime.tnef.TnefFile;
import io.deskwire.mime.tnef.TnefItem;
import io.deskwire.mime.tnef.TnefReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** winmail.dat taken apart: its files, and its letter where the message has no other. */
final class OutlookPack implements Unpacking {

    private static final Set<String> TYPES = Set.of("application/ms-tnef", "application/vnd.ms-tnef");
    private static final Set<String> NAMES = Set.of("winmail.dat", "win.dat");
    private static final int MOST_RTF = 8;
    private static final int HELD = 64 * 1024;

    private final Leaf leaf;
    private final LeafBytes bytes;
    private final RawGate gate;
    private final MimeLimits limits;
    private final Repairs repairs;
    private boolean letterWanted;
    private @Nullable TnefReader reader;
    private boolean ended;
    private boolean anything;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    OutlookPack(Leaf leaf, LeafBytes bytes, RawGate gate, MimeLimits limits, Repairs repairs, boolean letterWanted) {
        this.leaf = leaf;
        this.bytes = bytes;
        this.gate = gate;
        this.limits = limits;
        this.repairs = repairs;
        this.letterWanted = letterWanted;
    }

    static boolean isOne(PartHeader header) {
        String name = header.fileName();
        return TYPES.contains(header.mediaType())
                || (header.mediaType().equals("application/octet-stream")
                        && name != null
                        && NAMES.contains(name.strip().toLowerCase(Locale.ROOT)));
    }

    @Override
    public @Nullable Piece next() throws IOException {
        if (ended) {
            return null;
        }
        if (reader == null) {
            byte[] first = bytes.readNBytes(TnefReader.SIGNATURE);
            InputStream whole = new Rejoined(first, bytes);
            if (!TnefReader.isOne(first)) {
                ended = true;
                repairs.note("damaged-tnef", "no such file, kept as it is");
                return Piece.file(leaf, Piece.File.of(leaf.header()), new LeafBytes(whole, gate, repairs));
            }
            repairs.note("tnef-unpacked", letterWanted ? "" : "its own copy of the text is left out");
            reader = new TnefReader(kept(whole), repairs);
        }
        for (TnefItem item = reader.next(); item != null; item = reader.next()) {
            Piece piece = item.file() == null ? letter(item) : file(item, item.file());
            if (piece != null) {
                anything = true;
                return piece;
            }
        }
        ended = true;
        return reader.isDamaged() && !anything ? whole() : null;
    }

    /** A pack of which nothing could be read is still a file that somebody sent. */
    private @Nullable Piece whole() {
        byte[] bytesRead = head.toByteArray();
        return bytesRead.length == HELD
                ? null
                : Piece.file(
                        leaf,
                        Piece.File.of(leaf.header()),
                        new LeafBytes(new ByteArrayInputStream(bytesRead), gate, repairs));
    }

    /** Keeps what goes by, up to a limit. */
    private InputStream kept(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                if (b >= 0 && head.size() < HELD) {
                    head.write(b);
                }
                return b;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, len);
                head.write(b, off, Math.max(0, Math.min(n, HELD - head.size())));
                return n;
            }
        };
    }

    private Piece file(TnefItem item, TnefFile file) {
        boolean message = item.kind() == TnefItem.Kind.MESSAGE;
        if (message) {
            repairs.note("tnef-message-inside", "kept as a file of its own");
        }
        Piece.File named = new Piece.File(
                () -> message ? asPack(file.name()) : file.name(),
                () -> message ? "application/ms-tnef" : mediaType(file),
                () -> contentId(file.contentId()));
        return Piece.file(leaf, named, new LeafBytes(item.bytes(), gate, repairs));
    }

    private static String asPack(@Nullable String name) {
        return name == null || name.isBlank() ? "message.dat" : name.strip() + ".dat";
    }

    private static String mediaType(TnefFile file) {
        String given = file.mimeType();
        String type = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
        boolean whole = type.matches("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,120}");
        return whole ? type : "application/octet-stream";
    }

    private static @Nullable String contentId(@Nullable String id) {
        return id == null ? null : io.deskwire.mime.header.Ids.first(id);
    }

    private @Nullable Piece letter(TnefItem item) throws IOException {
        if (!letterWanted) {
            return null;
        }
        if (item.kind() != TnefItem.Kind.RTF) {
            letterWanted = false;
            boolean html = item.kind() == TnefItem.Kind.HTML;
            return text(html, item.charset(), item.bytes());
        }
        // What is cut ends there, with an issue.
        byte[] packed = new LeafBytes(item.bytes(), gate, repairs).upTo(limits.maxHtmlBytes());
        RtfBody.Letter letter = RtfBody.of(CompressedRtf.unpacked(packed, MOST_RTF * limits.maxHtmlBytes()));
        if (letter.content().isEmpty()) {
            return null;
        }
        letterWanted = false;
        return text(
                letter.html(),
                "utf-8",
                new ByteArrayInputStream(letter.content().getBytes(StandardCharsets.UTF_8)));
    }

    private Piece text(boolean html, @Nullable String charset, InputStream in) {
        Fields fields = new Fields();
        fields.add(
                "content-type",
                (html ? "text/html" : "text/plain")
                        + (charset == null ? "" : "; charset=" + Objects.requireNonNull(charset)));
        PartHeader header = PartHeader.of(fields, "text/plain", null, repairs);
        Leaf text = new Leaf(header, leaf.container(), leaf.childIndex(), in);
        return Piece.text(html ? Role.HTML : Role.TEXT, text, new LeafBytes(in, gate, repairs));
    }
}
