package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a {@code multipart/form-data} body (RFC 7578) in one pass, without holding their values. Lines end in
 * CRLF only: a mail inside a part must not be able to begin another part by a bare line feed. A closing delimiter ends the
 * form only where no further delimiter follows: one inside of a value must not be able to hide the parts behind it. Where
 * something else follows, it stood in a value too, and the form was cut.
 */
final class MultipartReader {

    private static final int LONGEST_HEADER = 16 * 1024;
    private static final long NONE = Long.MIN_VALUE;

    private final Content body;
    private final byte[] delimiter;
    private final String opening;
    private final List<FormField> fields = new ArrayList<>();
    private String name = "";
    private @Nullable String fileName;
    private @Nullable String contentType;
    private boolean lastDelimiter;
    private boolean closedEarly;
    private boolean textBehind;

    MultipartReader(Content body, String boundary) {
        this.body = body;
        this.opening = "--" + boundary;
        this.delimiter = ("\r\n" + opening).getBytes(StandardCharsets.UTF_8);
    }

    List<FormField> read() throws IOException, MalformedFormException {
        try (ByteScan scan = new ByteScan(body.open())) {
            // The first delimiter has no line end before it, so that one is taken as read.
            if (toDelimiter(scan, 2) == NONE) {
                throw body.length() < delimiter.length
                        ? MalformedFormException.cut("the form ends before its first part")
                        : new MalformedFormException("the boundary does not occur");
            }
            while (!lastDelimiter) {
                header(scan);
                long from = scan.position();
                // A part without content ends where it begins.
                long to = toDelimiter(scan, 2);
                if (to == NONE) {
                    throw MalformedFormException.cut("the last part has no end");
                }
                add(new FormField(name, fileName, contentType, slice(from, to)));
            }
        }
        if (textBehind) {
            throw MalformedFormException.cut("more follows behind the form's end");
        }
        return fields;
    }

    private void add(FormField field) throws MalformedFormException {
        if (fields.size() == FormBody.MOST_FIELDS) {
            throw new MalformedFormException("more than " + FormBody.MOST_FIELDS + " parts");
        }
        fields.add(field);
    }

    private Slice slice(long from, long to) {
        return new Slice(body, from, Math.max(0, to - from));
    }

    /** Whether closing delimiters stood before the last one. */
    boolean isClosedEarly() {
        return closedEarly;
    }

    /**
     * Reads up to and including the next delimiter line.
     *
     * @param matched bytes of the delimiter that count as seen
     * @return where the delimiter began, which for the first is before the body, or {@link #NONE} when there is no further
     *     one, not even a closing one
     */
    private long toDelimiter(ByteScan scan, int matched) throws IOException {
        long closing = NONE;
        int seen = matched;
        for (int b = scan.next(); b >= 0; b = scan.next()) {
            textBehind |= closing != NONE && b > ' ';
            while (true) {
                if (b == delimiter[seen]) {
                    seen++;
                } else {
                    // CR stands at the beginning of the delimiter only.
                    seen = b == '\r' ? 1 : 0;
                }
                if (seen < delimiter.length) {
                    break;
                }
                long at = scan.position() - delimiter.length;
                int after = scan.next();
                while (after == ' ' || after == '\t') {
                    after = scan.next();
                }
                int next = after == '\r' || after == '-' ? scan.next() : -2;
                if (after == '-' && next == '-') {
                    // The end, unless more follows.
                    closedEarly |= closing != NONE;
                    closing = at;
                    textBehind = false;
                    seen = 0;
                    break;
                }
                if (after == '\r' && next == '\n') {
                    closedEarly |= closing != NONE;
                    textBehind = false;
                    return at;
                }
                // The line only begins like a delimiter.
                seen = after == '\r' ? 1 : 0;
                b = next == -2 ? after : next;
                if (b < 0) {
                    break;
                }
            }
        }
        lastDelimiter = closing != NONE;
        return closing;
    }

    private void header(ByteScan scan) throws IOException, MalformedFormException {
        String disposition = null;
        contentType = null;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int total = 0;
        long from = scan.position();
        while (true) {
            int b = scan.next();
            if (b < 0) {
                throw MalformedFormException.cut("a part ends in its header");
            }
            if (++total > LONGEST_HEADER) {
                throw new MalformedFormException("a part's header is longer than " + LONGEST_HEADER);
            }
            if (b != '\n') {
                line.write(b);
                continue;
            }
            String text = FormParameters.text(line.toByteArray()).stripTrailing();
            long begun = scan.position() - 1 - line.size();
            line.reset();
            if (text.equals(opening)) {
                // The last delimiter began no part: what it began belongs to nobody, and is not lost.
                add(new FormField("", null, null, slice(from, begun - 2)));
                from = scan.position();
                disposition = null;
                contentType = null;
                total = 0;
                continue;
            }
            if (text.isEmpty()) {
                break;
            }
            int colon = text.indexOf(':');
            String field = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = text.substring(colon + 1).strip();
            if (field.equals("content-disposition") && disposition == null) {
                disposition = value;
            } else if (field.equals("content-type") && contentType == null) {
                contentType = value;
            }
        }
        FormParameters parameters = FormParameters.of(disposition == null ? "" : disposition);
        String given = parameters.get("name");
        name = given == null ? "" : given;
        fileName = parameters.fileName();
        if (name.length() > FormBody.LONGEST_NAME) {
            throw new MalformedFormException("a part's name is longer than " + FormBody.LONGEST_NAME);
        }
    }
}
