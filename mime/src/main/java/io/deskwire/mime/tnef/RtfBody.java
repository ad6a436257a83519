package io.deskwire.mime.tnef;

import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The letter in an RTF body: the HTML it was made from where it still carries that (MS-OXRTFEX), else its text. Reads each byte
 * once.
 */
public final class RtfBody {

    private static final int DEEPEST = 500;

    /** Groups that hold no text of the letter. */
    private static final Set<String> SILENT = Set.of(
            "fonttbl",
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "header",
            "footer",
            "themedata",
            "datastore",
            "listtable",
            "listoverridetable",
            "generator",
            "xmlnstbl",
            "fldinst",
            "bkmkstart",
            "bkmkend");

    private record Group(boolean silent, boolean tag, boolean hidden, int unicodeSkip) {}

    private final byte[] in;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Deque<Group> groups = new ArrayDeque<>();
    private Group group = new Group(false, false, false, 1);
    private String charset = "windows-1252";
    private boolean html;
    private boolean starred;
    private int skip;
    private int at;

    private RtfBody(byte[] rtf) {
        this.in = rtf;
    }

    /**
     * What was read.
     *
     * @param html whether it is HTML
     * @param content HTML or text
     */
    public record Letter(boolean html, String content) {}

    /** Reads RTF; anything else gives an empty text. Never fails. */
    public static Letter of(byte[] rtf) {
        RtfBody body = new RtfBody(rtf);
        body.run();
        return new Letter(body.html, body.out.toString().strip());
    }

    private void run() {
        while (at < in.length) {
            int c = in[at++];
            switch (c) {
                case '{' -> {
                    flush();
                    if (groups.size() < DEEPEST) {
                        groups.push(group);
                    }
                }
                case '}' -> {
                    flush();
                    starred = false;
                    if (!groups.isEmpty()) {
                        group = groups.pop();
                    }
                }
                case '\\' -> control();
                case '\r', '\n' -> {}
                default -> put(c);
            }
        }
        flush();
    }

    private void control() {
        if (at >= in.length) {
            return;
        }
        int c = in[at++];
        if (c == '\'') {
            int high = at < in.length ? Character.digit(in[at], 16) : -1;
            int low = at + 1 < in.length ? Character.digit(in[at + 1], 16) : -1;
            at += 2;
            if (high >= 0 && low >= 0) {
                put(high << 4 | low);
            }
            return;
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter) {
            switch (c) {
                case '*' -> starred = true;
                case '~' -> put(' ');
                case '_' -> put('-');
                case '\\', '{', '}' -> put(c);
                case '\r', '\n' -> word("par", 0, false);
                default -> {}
            }
            return;
        }
        int start = at - 1;
        while (at < in.length && Character.isLetter(in[at])) {
            at++;
        }
        String word = new String(in, start, Math.min(32, at - start), java.nio.charset.StandardCharsets.US_ASCII);
        boolean negative = at < in.length && in[at] == '-';
        at += negative ? 1 : 0;
        int number = 0;
        int digits = at;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            number = number < 100_000_000 ? number * 10 + in[at] - '0' : number;
            at++;
        }
        boolean numbered = at > digits;
        if (at < in.length && in[at] == ' ') {
            at++;
        }
        word(word, negative ? -number : number, numbered);
    }

    private void word(String word, int number, boolean numbered) {
        boolean first = starred;
        starred = false;
        switch (word) {
            case "ansicpg" -> charset = "cp" + number;
            case "fromhtml" -> html = number != 0 || !numbered;
            case "htmltag", "mhtmltag" -> {
                flush();
                group = new Group(word.startsWith("m"), true, false, group.unicodeSkip());
            }
            case "htmlrtf" -> {
                flush();
                group = new Group(group.silent(), group.tag(), number != 0 || !numbered, group.unicodeSkip());
            }
            case "uc" -> group = new Group(group.silent(), group.tag(), group.hidden(), Math.max(0, number));
            case "u" -> {
                flush();
                append((char) (number & 0xFFFF));
                skip = group.unicodeSkip();
            }
            case "par", "line", "row", "page", "sect" -> {
                flush();
                append('\n');
            }
            case "tab", "cell" -> {
                flush();
                append('\t');
            }
            case "lquote" -> special('\u2018');
            case "rquote" -> special('\u2019');
            case "ldblquote" -> special('\u201C');
            case "rdblquote" -> special('\u201D');
            case "bullet" -> special('\u2022');
            case "endash" -> special('\u2013');
            case "emdash" -> special('\u2014');
            case "bin" -> at = (int) Math.min(in.length, at + Math.max(0L, number));
            default -> {
                if (first || SILENT.contains(word)) {
                    flush();
                    group = new Group(true, group.tag(), group.hidden(), group.unicodeSkip());
                }
            }
        }
    }

    private void special(char c) {
        flush();
        append(c);
    }

    private void put(int b) {
        starred = false;
        if (skip > 0) {
            skip--;
            return;
        }
        if (!isHidden()) {
            bytes.write(b);
        }
    }

    private boolean isHidden() {
        return group.silent() || (html && group.hidden());
    }

    private void append(char c) {
        if (!isHidden()) {
            out.append(c);
        }
    }

    private void flush() {
        if (bytes.size() > 0) {
            byte[] all = bytes.toByteArray();
            out.append(MailCharsets.decode(all, all.length, charset, new Repairs()));
            bytes.reset();
        }
    }
}
