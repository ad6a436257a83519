package io.deskwire.adapter.graph;

import java.nio.charset.StandardCharsets;

/** Tells mail that came from copies of mail that was sent: only what was transported carries the trace of it. */
final class Transport {

    private static final byte[] TRACE = "received:".getBytes(StandardCharsets.US_ASCII);

    private Transport() {}

    /** Whether the header has a field {@code Received} (RFC 5321 section 4.4), which every server on the way adds. */
    static boolean passed(byte[] mail) {
        int line = 0;
        while (line < mail.length && mail[line] != '\r' && mail[line] != '\n') {
            if (isTrace(mail, line)) {
                return true;
            }
            while (line < mail.length && mail[line] != '\n') {
                line++;
            }
            line++;
        }
        return false;
    }

    private static boolean isTrace(byte[] mail, int at) {
        if (at + TRACE.length > mail.length) {
            return false;
        }
        for (int i = 0; i < TRACE.length; i++) {
            int c = mail[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != TRACE[i]) {
                return false;
            }
        }
        return true;
    }
}
