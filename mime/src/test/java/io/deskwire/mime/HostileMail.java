package io.deskwire.mime;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Decodes large inputs that were made to stop a parser; run in a small JVM of its own by {@link HostileMailTest}. The inputs
 * stand nowhere: they are made as they are read.
 */
final class HostileMail {

    private static final String HEADER =
            "From: a@kunde.example\r\nSubject: still here\r\nMessage-ID: <1@kunde.example>\r\n";
    private static final String MIXED = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

    private HostileMail() {}

    public static void main(String[] args) throws IOException {
        repeated("words in a header", "X-A: ", "=?", 500_000, "\r\n" + HEADER + "\r\nbody");
        repeated("words in the subject", "Subject: ", "=?", 500_000, "\r\nFrom: a@kunde.example\r\n\r\nbody");
        repeated(
                "words that are whole",
                "Subject: ",
                "=?utf-8?q?a=C3?= ",
                100_000,
                "\r\nFrom: a@kunde.example\r\n\r\nbody");
        repeated("words without an end", "From: ", "=?utf-8?b?YQ", 100_000, "\r\n\r\nbody");
        repeated(
                "soft line breaks",
                HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                "=\r\n",
                7_000_000,
                "end");
        repeated("equals signs", HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=", 20_000_000, "");
        repeated("blocks of base64", HEADER + "Content-Transfer-Encoding: base64\r\n\r\n", "QQ==\r\n", 3_000_000, "");
        repeated("parts", MIXED, "--b\r\n\r\nx\r\n", 100_000, "--b--");
        repeated("files", MIXED, "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n", 100_000, "--b--");
        repeated("ends of multiparts", MIXED, "--b--\r\n--b\r\n\r\nx\r\n", 100_000, "");
        repeated("header lines", "", "X-A: b\r\n", 100_000, HEADER + "\r\nbody");
        repeated("one line", HEADER + "\r\n", "xxxxxxxxxx", 5_000_000, "");
        repeated("one header line", "X-A: ", "xxxxxxxxxx", 5_000_000, "\r\n" + HEADER + "\r\nbody");
        repeated("carriage returns", "", "\r", 20_000_000, "");
        repeated("begin lines", HEADER + "\r\n", "begin 644 a.b\r\n", 500_000, "");
        repeated("files in a text", HEADER + "\r\n", "begin 644 a.b\r\n#86)C\r\n", 200_000, "");
        repeated("colons", "Cc: ", "a:", 120_000, "\r\n" + HEADER + "\r\nbody");
        repeated("quotes", "Cc: ", "\"<a@b>,", 40_000, "\r\n" + HEADER + "\r\nbody");
        decode(
                "multiparts in multiparts",
                made(
                        HEADER + "Content-Type: multipart/mixed; boundary=b0.\r\n\r\n",
                        20_000,
                        i -> "--b" + i + ".\r\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + ".\r\n\r\n",
                        ""));
        repeated("mails in mails", HEADER, "Content-Type: message/rfc822\r\n\r\n", 20_000, "");
        repeated(
                "a large file",
                MIXED + "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n",
                2_700_000,
                "--b--");
    }

    private static void repeated(String name, String before, String unit, int times, String behind) throws IOException {
        decode(name, made(before, times, i -> unit, behind));
    }

    private static void decode(String name, Content content) throws IOException {
        ParsedMessage message = new MimeDecoder().decode(content, Map.of());
        String issues = message.issues().stream().map(Issue::code).distinct().collect(Collectors.joining(" "));
        String line = name + ": " + message.attachments().size() + " files, " + (issues.isEmpty() ? "no issue" : issues)
                + "\n";
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static Content made(String before, int times, IntFunction<String> unit, String behind) {
        return new Content() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                return new Made(before, times, unit, behind);
            }
        };
    }

    /** What stands before, the units, and what stands behind, in chunks. */
    private static final class Made extends InputStream {
        private static final int CHUNK = 64 * 1024;

        private final IntFunction<String> unit;
        private final int times;
        private final String behind;
        private byte[] chunk;
        private int at;
        private int next;
        private boolean ended;

        Made(String before, int times, IntFunction<String> unit, String behind) {
            this.chunk = before.getBytes(StandardCharsets.ISO_8859_1);
            this.times = times;
            this.unit = unit;
            this.behind = behind;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            while (at == chunk.length) {
                if (ended) {
                    return -1;
                }
                refill();
            }
            int n = Math.min(len, chunk.length - at);
            System.arraycopy(chunk, at, b, off, n);
            at += n;
            return n;
        }

        private void refill() {
            StringBuilder text = new StringBuilder(CHUNK);
            while (next < times && text.length() < CHUNK) {
                text.append(unit.apply(next++));
            }
            if (next == times && text.length() < CHUNK) {
                text.append(behind);
                ended = true;
            }
            chunk = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            at = 0;
        }
    }
}
