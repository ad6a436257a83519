package io.deskwire.fuzz;

import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.Map;

/** Outlook's winmail.dat. */
public final class TnefTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();

    private TnefTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ParsedMessage message =
                MailOracle.decoded(DECODER, Mails.ofBase64("application/ms-tnef; name=winmail.dat", data), Map.of());
        if (data.length > 0) {
            Expect.that(MailOracle.isAnything(message), "a pack of which nothing is left, without a word");
        }
    }
}
