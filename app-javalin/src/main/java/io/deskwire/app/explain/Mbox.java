package io.deskwire.app.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the messages of an mbox file (RFC 4155) in one pass, holding none of them, in all its forms: mboxo and mboxrd by their
 * separators, mboxcl and mboxcl2 by a Content-Length that ends where a message may end, and else by separators too.
 */
final class Mbox {

    private static final Pattern CONTENT_LENGTH =
            Pattern.compile("content-length[ \\t]*:[ \\t]*([0-9]{1,15})[ \\t]*", Pattern.CASE_INSENSITIVE);

    /** Two line ends and the word that a separator begins with. */
    private static final int LOOK_BEHIND = 9;

    private final Reader reader;
    private final LineScan lines;

    private long messageAt = -1;
    private boolean inHeader;
    private long contentLength = -1;
    /** Where the message ends by its Content-Length; -1 where it has none that counts. */
    private long countedTo = -1;

    private boolean bare;

    /** Where the message ends if the line under way begins another one. */
    private long endBefore;
    /** Where the last line began if it was empty. */
    private long emptyLineAt = -1;

    private boolean candidate;
    private long candidateEnd;

    /** Takes messages, in order. */
    @FunctionalInterface
    interface Reader {
        /**
         * Takes one message.
         *
         * @param from where it begins, behind its separator
         * @param to where it ends, before the empty line that parts it from the next
         * @param quoted whether lines that begin like a separator are quoted in it
         */
        void message(long from, long to, boolean quoted);
    }

    private Mbox(LineScan lines, Reader reader) {
        this.lines = lines;
        this.reader = reader;
    }

    /** Whether a file is an mbox: its first line that is not empty is a separator. */
    static boolean looksLike(Path file) throws IOException {
        try (LineScan lines = new LineScan(file)) {
            boolean more = lines.next();
            while (more && lines.isEmpty()) {
                more = lines.next();
            }
            return more && lines.startsWith(Separator.WORD);
        }
    }

    /** Hands over each message. What stands before the first separator, as in a file that was cut, is one too. */
    static void read(Path file, Reader reader) throws IOException {
        try (LineScan lines = new LineScan(file)) {
            new Mbox(lines, reader).read();
        }
    }

    private void read() throws IOException {
        while (lines.next()) {
            if (candidate) {
                candidate = false;
                if (messageAt < 0 || Separator.beginsHeader(lines.text())) {
                    split(candidateEnd);
                } else {
                    countedTo = -1;
                }
            }
            line();
            emptyLineAt = lines.isEmpty() ? lines.start() : -1;
        }
        if (candidate && messageAt < 0) {
            split(candidateEnd);
        }
        if (messageAt >= 0) {
            endBefore = emptyLineAt >= messageAt ? emptyLineAt : lines.position();
            emit();
        }
    }

    private void line() throws IOException {
        if (lines.start() < countedTo) {
            bare |= lines.startsWith(Separator.WORD);
            return;
        }
        if (lines.startsWith(Separator.WORD)) {
            separator();
            return;
        }
        if (messageAt < 0 && !lines.isEmpty()) {
            // Its separator is missing.
            begin(lines.start());
        }
        if (inHeader) {
            header();
        } else if (!lines.isEmpty()) {
            countedTo = -1;
        }
    }

    private void header() throws IOException {
        if (lines.isEmpty()) {
            inHeader = false;
            countedTo = countedEnd();
            return;
        }
        Matcher length = CONTENT_LENGTH.matcher(lines.text());
        if (length.matches()) {
            contentLength = Long.parseLong(length.group(1));
        }
    }

    private void separator() {
        boolean afterEmpty = emptyLineAt >= 0 || countedTo >= 0 || messageAt < 0;
        boolean dated = Separator.isDated(lines.text());
        endBefore = emptyLineAt >= 0 ? emptyLineAt : lines.start();
        if (afterEmpty && dated) {
            split(lines.position());
        } else if (afterEmpty || (dated && !inHeader)) {
            // Prose may begin like this; a header that follows tells them apart. Inside a header it is a broken field.
            candidate = true;
            candidateEnd = lines.position();
        }
    }

    private void split(long next) {
        if (messageAt >= 0) {
            emit();
        }
        begin(next);
    }

    private void begin(long at) {
        messageAt = at;
        inHeader = true;
        contentLength = -1;
        countedTo = -1;
        bare = false;
    }

    private void emit() {
        long end = countedTo >= 0 ? countedTo : endBefore;
        // Where a line begins like a separator and is no end, nothing was quoted.
        reader.message(messageAt, Math.max(messageAt, end), !(countedTo >= 0 && bare));
    }

    /** Where the body ends by its Content-Length; -1 when there is none, or no message could end there. */
    private long countedEnd() throws IOException {
        long end = lines.position() + contentLength;
        if (contentLength < 0 || end > lines.size()) {
            return -1;
        }
        String behind = lines.peek(end, LOOK_BEHIND);
        boolean last = behind.isBlank() && end + behind.length() == lines.size();
        return last || behind.replaceFirst("^(\r?\n){0,2}", "").startsWith(Separator.WORD) ? end : -1;
    }
}
