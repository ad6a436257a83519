package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Chooses how a part's bytes were packed (RFC 2045 section 6). */
final class TransferDecoding {

    private TransferDecoding() {}

    /**
     * The unpacked bytes of a part; never fails on damage.
     *
     * @param text whether a person reads it: what follows a base64 block is then kept as text
     */
    static InputStream of(InputStream packed, @Nullable String encoding, boolean text, Repairs repairs) {
        String name = encoding == null ? "" : encoding.replace('_', '-');
        return switch (name) {
            case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "plain", "ascii" -> packed;
            case "base64", "base-64", "b", "x-base64" -> new Base64Decoding(packed, text, repairs);
            case "quoted-printable", "quotedprintable", "qp", "quoted-printeable" ->
                new QuotedPrintableDecoding(packed, repairs);
            default -> {
                repairs.note("unknown-transfer-encoding", name);
                yield packed;
            }
        };
    }
}
