package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message within its S/MIME signature (RFC 8551 section 3.5.2). The envelope is a file, since the signature is in it; what
 * it holds is read as if it stood there openly.
 */
final class SignedEnvelope implements Unpacking {

    /** Reads a message that stands in another one. */
    interface Opening {
        Unpacking open(InputStream content);
    }

    private final Leaf leaf;
    private final RawGate gate;
    private final Repairs repairs;
    private final Opening opening;
    private final Counted whole;
    private boolean handedOver;
    private boolean opened;
    private @Nullable Unpacking content;

    SignedEnvelope(Leaf leaf, LeafBytes bytes, RawGate gate, Repairs repairs, Opening opening) {
        this.leaf = leaf;
        this.gate = gate;
        this.repairs = repairs;
        this.opening = opening;
        this.whole = new Counted(bytes);
    }

    /** Whether a part may be such an envelope; its first bytes decide. */
    static boolean isOne(PartHeader header) {
        String type = header.mediaType();
        if (type.equals("application/pkcs7-mime") || type.equals("application/x-pkcs7-mime")) {
            return !"certs-only".equalsIgnoreCase(header.type().get("smime-type"));
        }
        String name = header.fileName();
        return type.equals("application/octet-stream")
                && name != null
                && name.toLowerCase(Locale.ROOT).endsWith(".p7m");
    }

    @Override
    public @Nullable Piece next() throws IOException, WrongBoundary {
        if (!handedOver) {
            handedOver = true;
            LeafBytes bytes = new LeafBytes(whole, gate, repairs);
            return new Piece(Role.ATTACHMENT, leaf, Piece.File.of(leaf.header()), bytes, whole);
        }
        if (!opened) {
            opened = true;
            InputStream inner = SignedContent.of(whole, repairs);
            content = inner == null ? null : opening.open(inner);
        }
        Piece piece = content == null ? null : content.next();
        if (piece == null) {
            whole.finish();
        }
        return piece;
    }
}
