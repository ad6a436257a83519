package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the messages of an mbox file (RFC 4155) in one pass, without holding them. */
final class Mbox {

    private static final String SEPARATOR = "From ";
    private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}");
    private static final Pattern HEADER = Pattern.compile("[!-9;-~]+[ \\t]*:.*");
    private static final int LONGEST_LOOK = 500;

    private final List<long[]> ranges = new ArrayList<>();
    private long messageStart = -1;
    private boolean candidate;
    private long candidateEnd;
    private long endBeforeCandidate;

    private Mbox() {}

    /** Whether a file is an mbox: its first line is a separator. */
    static boolean looksLike(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(SEPARATOR.length()), StandardCharsets.ISO_8859_1).equals(SEPARATOR);
        }
    }

    /** Start and end of each message, without its separator line and the empty line before the next one. */
    static List<long[]> messages(Path file) throws IOException {
        Mbox mbox = new Mbox();
        try (Lines lines = new Lines(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            long start = 0;
            long emptyLineAt = -1;
            String line = lines.next();
            while (line != null) {
                mbox.line(line, start, lines.position(), emptyLineAt);
                emptyLineAt = line.isEmpty() ? start : -1;
                start = lines.position();
                line = lines.next();
            }
            mbox.end(start, emptyLineAt);
        }
        return mbox.ranges;
    }

    private void line(String line, long start, long end, long emptyLineAt) {
        if (candidate) {
            // A line of prose may begin with "From " too; a header that follows tells them apart.
            if (HEADER.matcher(line).matches()) {
                split();
            }
            candidate = false;
        }
        if (line.startsWith(SEPARATOR)) {
            candidateEnd = end;
            endBeforeCandidate = emptyLineAt >= 0 ? emptyLineAt : start;
            if (start == 0 || TIME.matcher(line).find()) {
                split();
            } else if (emptyLineAt >= 0) {
                // Inside a header block it is a broken header, such as "From  :".
                candidate = true;
            }
        }
    }

    private void split() {
        if (messageStart >= 0) {
            ranges.add(new long[] {messageStart, Math.max(messageStart, endBeforeCandidate)});
        }
        messageStart = candidateEnd;
    }

    private void end(long size, long emptyLineAt) {
        if (messageStart >= 0) {
            long last = emptyLineAt >= messageStart ? emptyLineAt : size;
            ranges.add(new long[] {messageStart, last});
        }
    }

    /** Lines without their ends, cut to what is needed to tell them apart. */
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private long position;

        Lines(InputStream in) {
            this.in = in;
        }

        long position() {
            return position;
        }

        @Nullable String next() throws IOException {
            StringBuilder line = new StringBuilder();
            int b = in.read();
            if (b < 0) {
                return null;
            }
            while (b >= 0) {
                position++;
                if (b == '\n') {
                    break;
                }
                if (line.length() < LONGEST_LOOK) {
                    line.append((char) b);
                }
                b = in.read();
            }
            int length = line.length();
            return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
