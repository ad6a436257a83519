package io.deskwire.fuzz;

import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.Map;

/** An invitation. */
public final class CalendarTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();

    private CalendarTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        MailOracle.holdsFile(
                MailOracle.decoded(
                        DECODER,
                        Mails.ofBase64("text/calendar; charset=utf-8; method=REQUEST", nonEmpty(data)),
                        Map.of()),
                nonEmpty(data));
    }

    private static byte[] nonEmpty(byte[] data) {
        return data.length == 0 ? new byte[] {'x'} : data;
    }
}
