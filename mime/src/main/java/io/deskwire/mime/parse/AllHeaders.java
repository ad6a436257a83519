package io.deskwire.mime.parse;

import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every field of a mail's own header, for those who ask by name. Reads no further than the header, and of a header made to
 * fill the memory only its beginning.
 */
public final class AllHeaders {

    private static final int MOST_BYTES = 512 * 1024;
    private static final int MOST_FIELDS = 2_000;
    private static final int MOST_PER_NAME = 50;
    private static final int LONGEST_FIELD = 8 * 1024;

    private final Map<String, List<String>> fields = new HashMap<>();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private int count;

    private AllHeaders() {}

    /**
     * The fields by lower-case name, decoded, topmost first.
     *
     * @throws IOException only when the bytes cannot be read
     */
    public static Map<String, List<String>> read(InputStream mail) throws IOException {
        byte[] head = mail.readNBytes(MOST_BYTES);
        AllHeaders headers = new AllHeaders();
        headers.scan(head);
        return headers.fields;
    }

    private void scan(byte[] head) {
        int at = head.length >= 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF
                ? 3
                : 0;
        boolean begun = false;
        while (at < head.length && count < MOST_FIELDS) {
            int end = at;
            while (end < head.length && head[end] != '\n' && head[end] != '\r') {
                end++;
            }
            if (end == at && begun) {
                break;
            }
            if (end > at) {
                boolean goesOn = head[at] == ' ' || head[at] == '\t';
                if (!goesOn && HeaderLine.colon(head, at, end) < 0 && begun) {
                    break;
                }
                line(head, at, end, goesOn);
                begun |= field.size() > 0;
            }
            at = end + (end + 1 < head.length && head[end] == '\r' && head[end + 1] == '\n' ? 2 : 1);
        }
        finish();
    }

    private void line(byte[] head, int from, int to, boolean goesOn) {
        if (!goesOn) {
            finish();
            if (HeaderLine.colon(head, from, to) < 0) {
                // What stands before the first field, such as the line between the mails of an mbox file.
                return;
            }
        } else if (field.size() == 0) {
            return;
        }
        field.write(head, from, Math.min(to - from, Math.max(0, LONGEST_FIELD - field.size())));
    }

    private void finish() {
        byte[] bytes = field.toByteArray();
        field.reset();
        int colon = bytes.length == 0 ? -1 : HeaderLine.colon(bytes, 0, bytes.length);
        if (colon < 0) {
            return;
        }
        count++;
        String name = Unfolding.unfold(bytes, 0, colon).toLowerCase(Locale.ROOT);
        List<String> same = fields.computeIfAbsent(name, n -> new ArrayList<>(1));
        if (same.size() < MOST_PER_NAME) {
            Repairs quiet = new Repairs();
            String raw = MailCharsets.header(Unfolding.unfold(bytes, colon + 1, bytes.length), null, quiet);
            same.add(OneLine.of(EncodedWords.decode(raw, quiet), LONGEST_FIELD));
        }
    }
}
