package io.deskwire.mime.parse;

import io.deskwire.message.Content;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.repair.Repairs;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Reads a message again up to one attachment and hands over its bytes as they come. */
public final class AttachmentReader {

    private final Content raw;
    private final MimeLimits limits;

    public AttachmentReader(Content raw, MimeLimits limits) {
        this.raw = raw;
        this.limits = limits;
    }

    /**
     * The bytes of one attachment; closing the stream closes the raw bytes.
     *
     * @throws IOException when there is no such attachment or the raw bytes cannot be read
     */
    public InputStream open(int index) throws IOException {
        Map<Integer, String> boundaries = new HashMap<>();
        while (true) {
            InputStream bytes = raw.open();
            boolean handedOver = false;
            try {
                InputStream found = find(bytes, boundaries, index);
                handedOver = true;
                return found;
            } catch (WrongBoundary wrong) {
                boundaries.put(wrong.ordinal, wrong.boundary);
            } finally {
                if (!handedOver) {
                    bytes.close();
                }
            }
        }
    }

    private InputStream find(InputStream bytes, Map<Integer, String> boundaries, int index)
            throws IOException, WrongBoundary {
        Repairs repairs = new Repairs();
        RawGate gate =
                new RawGate(bytes, raw.length(), limits.maxBytes(), limits.maxHeaderBytes(), () -> 0, 1, repairs);
        Pieces pieces = new Pieces(gate, limits, repairs, boundaries);
        for (Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
            if (piece.role() == Role.ATTACHMENT && pieces.attachments() - 1 == index) {
                return new FilterInputStream(piece.bytes()) {
                    @Override
                    public void close() throws IOException {
                        bytes.close();
                    }
                };
            }
        }
        throw new IOException("the message has no attachment " + index);
    }
}
