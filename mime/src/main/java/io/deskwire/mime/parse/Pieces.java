package io.deskwire.mime.parse;

import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a message piece by piece and opens what mail programs pack into parts: files within a text, winmail.dat,
 * signed envelopes. The same bytes always give the same pieces in the same order.
 */
final class Pieces {

    /** Signed envelopes inside signed envelopes that are opened. */
    private static final int DEEPEST = 3;

    private final RawGate gate;
    private final PartWalker walker;
    private final MimeLimits limits;
    private final Repairs repairs;
    private final Role.Giver roles;
    private final Map<Integer, String> boundaries;
    private final int level;
    private @Nullable Unpacking inside;
    private int attachments;

    Pieces(RawGate gate, MimeLimits limits, Repairs repairs, Map<Integer, String> boundaries) {
        this(gate, limits, repairs, boundaries, new PartWalker(gate, limits, repairs, boundaries, 0, 0), 0);
    }

    private Pieces(
            RawGate gate,
            MimeLimits limits,
            Repairs repairs,
            Map<Integer, String> boundaries,
            PartWalker walker,
            int level) {
        this.gate = gate;
        this.limits = limits;
        this.repairs = repairs;
        this.boundaries = boundaries;
        this.walker = walker;
        this.level = level;
        this.roles = new Role.Giver(repairs);
    }

    PartWalker walker() {
        return walker;
    }

    /** How many attachments there were so far; the index of the last is one less. */
    int attachments() {
        return attachments;
    }

    /** The next piece, or null after the last. */
    @Nullable Piece next() throws IOException, WrongBoundary {
        while (true) {
            Piece piece = any();
            if (piece == null || piece.role() != Role.ATTACHMENT) {
                return piece;
            }
            if (attachments < limits.maxAttachments()) {
                attachments++;
                return piece;
            }
            repairs.note("too-many-attachments", "only the first " + limits.maxAttachments() + " are listed");
        }
    }

    private Unpacking inner(InputStream content) {
        RawGate inner = gate.inside(content);
        PartWalker parts = new PartWalker(inner, limits, repairs, boundaries, 0, walker.inside());
        return new Pieces(inner, limits, repairs, boundaries, parts, level + 1)::any;
    }

    private @Nullable Piece any() throws IOException, WrongBoundary {
        while (true) {
            if (inside != null) {
                Piece piece = inside.next();
                if (piece != null) {
                    return piece;
                }
                inside = null;
            }
            Leaf leaf = walker.next();
            if (leaf == null) {
                return null;
            }
            Piece piece = opened(leaf);
            if (piece != null) {
                return piece;
            }
        }
    }

    /** The leaf as one piece, or null when it is left out or {@link #inside} has what is in it. */
    private @Nullable Piece opened(Leaf leaf) throws IOException {
        boolean bodySeen = roles.bodySeen();
        Role role = roles.of(leaf);
        PartHeader header = leaf.header();
        switch (role) {
            case LEFT_OUT -> {
                return null;
            }
            case HTML -> {
                return Piece.text(role, leaf, new LeafBytes(leaf, true, gate, repairs));
            }
            case TEXT -> {
                inside = new FilesInText(leaf, new LeafBytes(leaf, true, gate, repairs), gate, repairs);
                return null;
            }
            case ATTACHMENT -> {
                LeafBytes bytes = new LeafBytes(leaf, false, gate, repairs);
                if (SignedEnvelope.isOne(header) && level < DEEPEST) {
                    inside = new SignedEnvelope(leaf, bytes, gate, repairs, this::inner);
                    return null;
                }
                if (OutlookPack.isOne(header)) {
                    inside = new OutlookPack(leaf, bytes, gate, limits, repairs, !bodySeen);
                    return null;
                }
                if (header.mediaType().equals("application/pgp-encrypted")) {
                    repairs.note("encrypted", "PGP");
                }
                return Piece.file(leaf, Piece.File.of(header), bytes);
            }
        }
        return null;
    }
}
