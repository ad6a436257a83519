package io.deskwire.mime.parse;

import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the parts of a message in the order of their bytes, one leaf after another; holds nothing but the open
 * multiparts. mime4j finds boundaries and headers, everything else is ours.
 */
final class PartWalker {

    private static final int PREAMBLE_HELD = 64 * 1024;
    private static final int SEARCHED = 16 * 1024;
    private static final int BEGINNING = 256;
    private static final int MOST_RESTARTS = 4;
    private static final int MOST_INSIDE = 3;

    private static final int LONGEST_LINE = 1024 * 1024;

    private final MimeLimits limits;
    private final Repairs repairs;
    private final RawGate gate;
    private final MimeTokenStream tokens;
    private final PartDescriptor.Shared shared;
    private boolean listening;
    private boolean started;
    private boolean done;
    private @Nullable PartHeader root;
    private @Nullable Container open;
    private int depth;
    private final int level;
    private @Nullable PartWalker behind;

    PartWalker(
            RawGate gate,
            MimeLimits limits,
            Repairs repairs,
            Map<Integer, String> boundaries,
            int level,
            int firstOrdinal) {
        this.gate = gate;
        this.level = level;
        this.limits = limits;
        this.repairs = repairs;
        FieldReader fieldReader = new FieldReader(limits.maxHeaderBytes(), repairs);
        this.shared =
                new PartDescriptor.Shared(repairs, limits.maxHeaders(), boundaries, firstOrdinal, fieldReader::wasCut);
        // Every limit of mime4j throws, so its own are off and ours stand before and behind it; only the length of one
        // line
        // inside a nested header has no other place.
        MimeConfig config = MimeConfig.custom()
                .setMaxHeaderCount(-1)
                .setMaxHeaderLen(-1)
                .setMaxContentLen(-1)
                .setMaxLineLen(LONGEST_LINE)
                .setMalformedHeaderStartsBody(true)
                .setStrictParsing(false)
                .build();
        tokens = new MimeTokenStream(
                config, new Monitor(), fieldReader, new PartDescriptor.Builder(shared, "text/plain"));
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    }

    /** Header fields of the message itself, once the first leaf was found; none where nothing could be read. */
    Fields fields() {
        return root == null ? new Fields() : root.fields();
    }

    /** Where the numbers of parts inside the newest part begin. */
    int inside() {
        return shared.inside();
    }

    /** The charset the message names for itself, for raw 8-bit headers. */
    @Nullable String rootCharset() {
        return shared.rootCharset;
    }

    /**
     * The next leaf, or null after the last.
     *
     * @throws WrongBoundary when everything must be read again with another boundary
     * @throws IOException when the raw bytes cannot be read
     */
    @Nullable Leaf next() throws IOException, WrongBoundary {
        if (done) {
            return null;
        }
        try {
            Leaf leaf = advance();
            done = leaf == null;
            return leaf;
        } catch (MimeException | RuntimeException | StackOverflowError e) {
            return cut(e);
        } catch (IOException e) {
            if (gate.failure() != null) {
                throw e;
            }
            return cut(e);
        }
    }

    private @Nullable Leaf cut(Throwable e) {
        repairs.note("unreadable-structure", e.getClass().getSimpleName());
        done = true;
        return null;
    }

    private @Nullable Leaf advance() throws IOException, MimeException, WrongBoundary {
        if (behind != null) {
            Leaf leaf = behind.next();
            if (leaf != null) {
                return leaf;
            }
            behind = null;
        }
        if (!started) {
            started = true;
            tokens.parse(gate);
        } else {
            tokens.next();
        }
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = step()) {
            switch (state) {
                case T_START_HEADER -> listening = false;
                case T_END_HEADER -> endHeader();
                case T_START_MULTIPART -> startMultipart();
                case T_PREAMBLE -> holdPreamble();
                case T_EPILOGUE -> {
                    epilogue();
                    Leaf leaf = behind == null ? null : behind.next();
                    if (leaf != null) {
                        return leaf;
                    }
                    behind = null;
                }
                case T_END_MULTIPART -> {
                    Leaf instead = endMultipart();
                    if (instead != null) {
                        return instead;
                    }
                }
                case T_BODY -> {
                    Leaf leaf = leaf();
                    if (leaf != null) {
                        return leaf;
                    }
                }
                default -> {}
            }
            if (shared.parts > limits.maxParts()) {
                repairs.note("too-many-parts", "only the first " + limits.maxParts() + " were read");
                return null;
            }
        }
        return null;
    }

    private EntityState step() throws IOException, MimeException {
        return tokens.next();
    }

    private void endHeader() {
        listening = true;
        if (depth >= limits.maxDepth()) {
            tokens.setRecursionMode(RecursionMode.M_FLAT);
        }
    }

    private PartHeader header() {
        PartHeader header = ((PartDescriptor) tokens.getBodyDescriptor()).header();
        if (root == null) {
            root = header;
        }
        return header;
    }

    private void startMultipart() {
        PartHeader header = header();
        if (open != null) {
            open.children++;
        }
        open = new Container(open, header, shared.ordinal());
        depth++;
    }

    private void holdPreamble() throws IOException {
        if (open != null) {
            InputStream in = tokens.getInputStream();
            open.preamble.write(in.readNBytes(PREAMBLE_HELD));
        }
    }

    /**
     * What stands behind the last boundary is for nobody (RFC 2046 section 5.1.1), unless the parts go on in it: some
     * programs end a multipart too early.
     */
    private void epilogue() throws IOException {
        byte[] start = tokens.getInputStream().readNBytes(SEARCHED);
        String boundary = open == null ? null : shared.boundary(open.ordinal, open.header);
        if (boundary != null && level < MOST_INSIDE && BoundarySearch.has(start, start.length, boundary)) {
            repairs.note("parts-after-last-boundary", "");
            behind = multipart(boundary, "mixed", new Rejoined(start, tokens.getInputStream()));
            return;
        }
        for (byte b : start) {
            if (b > ' ' || b < 0) {
                repairs.note("text-after-last-boundary", "not shown");
                return;
            }
        }
    }

    /** A multipart in which no part was found is shown as the text it seems to be. */
    private @Nullable Leaf endMultipart() throws WrongBoundary {
        Container ending = open;
        if (ending == null) {
            return null;
        }
        open = ending.parent;
        depth--;
        if (ending.children > 0) {
            if (MultipartSigns.isLetter(ending.preamble.toByteArray())) {
                repairs.note("text-before-first-boundary", "not shown");
            }
            return null;
        }
        byte[] text = ending.preamble.toByteArray();
        search(text, text.length, ending.ordinal);
        if (text.length == 0) {
            repairs.note("empty-multipart", ending.header.mediaType());
            return null;
        }
        repairs.note("missing-boundary", "the declared boundary does not occur");
        return new Leaf(
                PartHeader.of(new Fields(), "text/plain", null, repairs),
                ending.parent,
                ending.childIndex,
                new ByteArrayInputStream(text));
    }

    /** Reads parts that mime4j does not see as such. */
    private PartWalker multipart(String boundary, String subtype, InputStream parts) {
        byte[] head = ("Content-Type: multipart/" + subtype + "; boundary=\"" + boundary + "\"\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return new PartWalker(
                gate.inside(new Rejoined(head, parts)), limits, repairs, shared.boundaries, level + 1, shared.inside());
    }

    private @Nullable Leaf leaf() throws IOException, WrongBoundary {
        PartHeader header = header();
        if (depth >= limits.maxDepth()) {
            tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
            if (header.isMultipart()) {
                repairs.note("too-deep", "multiparts nested deeper than " + limits.maxDepth());
            }
        }
        String hidden = ((PartDescriptor) tokens.getBodyDescriptor()).hiddenBoundary();
        if (hidden != null && level < MOST_INSIDE) {
            String subtype = header.mediaType().substring(header.mediaType().indexOf('/') + 1);
            behind = multipart(hidden, subtype, unpacked(header, tokens.getInputStream()));
            return behind.next();
        }
        int child = 0;
        if (open != null) {
            child = open.children++;
        }
        InputStream packed = tokens.getInputStream();
        if (header.isMultipart() && depth < limits.maxDepth()) {
            byte[] start = packed.readNBytes(SEARCHED);
            search(start, start.length, shared.ordinal());
            repairs.note("missing-boundary", "no boundary declared");
            packed = new Rejoined(start, packed);
            header = PartHeader.of(new Fields(), "text/plain", null, repairs);
        }
        if (open == null && MultipartSigns.mayBeHidden(header)) {
            byte[] start = packed.readNBytes(BEGINNING);
            packed = new Rejoined(start, packed);
            if (BoundarySearch.beginsMultipart(start, start.length)) {
                byte[] more = packed.readNBytes(SEARCHED);
                search(more, more.length, shared.ordinal());
                packed = new Rejoined(more, packed);
            }
        }
        return new Leaf(header, open, child, packed);
    }

    /** A whole multipart in base64, which RFC 2045 section 6.4 forbids; more often only its header says so. */
    private InputStream unpacked(PartHeader header, InputStream in) throws IOException {
        if (!header.isSaidPacked()) {
            return in;
        }
        byte[] start = in.readNBytes(BEGINNING);
        InputStream whole = new Rejoined(start, in);
        if (!PackedLook.isBase64(start, false)) {
            return whole;
        }
        repairs.note("packed-multipart", "a multipart in base64");
        return new Base64Decoding(whole, false, repairs);
    }

    private void search(byte[] bytes, int length, int ordinal) throws WrongBoundary {
        if (shared.boundaries.size() >= MOST_RESTARTS || shared.boundaries.containsKey(ordinal)) {
            return;
        }
        String better = BoundarySearch.in(bytes, length);
        if (better != null) {
            throw new WrongBoundary(ordinal, better);
        }
    }

    /** Hears what mime4j stumbles over, without letting it stop. */
    private final class Monitor extends DecodeMonitor {
        @Override
        public boolean warn(String error, String dropDesc) {
            if (error.contains("prematurely")) {
                repairs.note("missing-end-boundary", "");
            }
            return false;
        }

        @Override
        public boolean isListening() {
            return listening;
        }
    }
}
