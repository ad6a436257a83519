package io.deskwire.benchmarks;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Mail that was made to stop a parser, at one size and at twice that: what is linear costs twice as much at most. Times are the
 * processor's, so that other work on the machine does not count. Nothing of the mail is held: it is made as it is read.
 */
final class HostileMail {

    private static final String HEADER = "From: a@kunde.example\r\nSubject: still here\r\n";
    private static final String MIXED = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    private static final String QUOTED = HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    private static final String BASE64 =
            "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String LINE =
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";

    private record Bait(String name, String before, IntFunction<String> unit, int times, String behind) {

        static Bait of(String name, String before, String unit, int times, String behind) {
            return new Bait(name, before, i -> unit, times, behind);
        }
    }

    private static final List<Bait> BAITS = List.of(
            Bait.of("500,000 `=?` in a header", "X-A: ", "=?", 500_000, "\r\n" + HEADER + "\r\nx"),
            Bait.of("500,000 `=?` in the subject", "Subject: ", "=?", 500_000, "\r\n\r\nx"),
            Bait.of("100,000 encoded words", "Subject: ", "=?utf-8?q?a=C3?= ", 100_000, "\r\n\r\nx"),
            Bait.of("120,000 colons in an address list", "To: ", "a:", 120_000, "\r\n\r\nx"),
            Bait.of("100,000 header lines", "", "X-A: b\r\n", 100_000, HEADER + "\r\nx"),
            new Bait(
                    "20,000 multiparts, nested",
                    HEADER + "Content-Type: multipart/mixed; boundary=b0.\r\n\r\n",
                    i -> "--b" + i + ".\r\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + ".\r\n\r\n",
                    20_000,
                    ""),
            Bait.of("100,000 parts", MIXED, "--b\r\n\r\nx\r\n", 100_000, "--b--"),
            Bait.of("100,000 files", MIXED, "--b\r\nContent-Type: image/png\r\n\r\nx\r\n", 100_000, "--b--"),
            Bait.of("20 MB of soft line breaks", QUOTED, "=\r\n", 7_000_000, "end"),
            Bait.of(
                    "20 MB of soft line breaks in a file",
                    MIXED + BASE64.replace("base64", "quoted-printable"),
                    "=\r\n",
                    7_000_000,
                    ""),
            Bait.of("20 MB of equals signs", QUOTED, "=", 20_000_000, ""),
            Bait.of("a line of 50 MB", HEADER + "\r\n", "xxxxxxxxxx", 5_000_000, ""),
            Bait.of("a header line of 50 MB", "X-A: ", "xxxxxxxxxx", 5_000_000, "\r\n" + HEADER + "\r\nx"),
            Bait.of("20 MB of CR", "", "\r", 20_000_000, ""),
            Bait.of("200,000 uuencoded files", HEADER + "\r\n", "begin 644 a.b\r\n#86)C\r\n", 200_000, ""),
            Bait.of("a file of 150 MB", MIXED + BASE64, LINE, 2_700_000, "--b--"));

    private HostileMail() {}

    static void run(PrintStream out, Arguments arguments) throws IOException {
        int rounds = arguments.number("rounds", 5);
        double scale = arguments.number("percent", 100) / 100.0;
        out.println("heap allowed: " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB");
        Table table = new Table("mail", "ms", "ms, twice the size", "times", "issues");
        for (Bait bait : BAITS) {
            int times = Math.max(1, (int) (bait.times * scale));
            Samples once = new Samples();
            Samples twice = new Samples();
            for (int i = 0; i < rounds; i++) {
                once.add(millis(bait, times));
                twice.add(millis(bait, 2 * times));
            }
            ParsedMessage message = new MimeDecoder().decode(made(bait, times), Map.of());
            table.row(
                    bait.name,
                    once.text(0),
                    twice.text(0),
                    String.format(Locale.ROOT, "%.1f×", twice.median() / Math.max(1, once.median())),
                    message.issues().stream().map(Issue::code).distinct().collect(Collectors.joining(", ")));
        }
        table.print(out);
    }

    private static double millis(Bait bait, int times) throws IOException {
        Content content = made(bait, times);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        new MimeDecoder().decode(content, Map.of());
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
    }

    private static Content made(Bait bait, int times) {
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
                return new Made(bait, times);
            }
        };
    }

    /** What stands before, the units, and what stands behind, in chunks. */
    private static final class Made extends InputStream {
        private static final int CHUNK = 256 * 1024;

        private final Bait bait;
        private final int times;
        private byte[] chunk;
        private int at;
        private int next;
        private boolean ended;

        Made(Bait bait, int times) {
            this.bait = bait;
            this.times = times;
            this.chunk = bait.before.getBytes(StandardCharsets.ISO_8859_1);
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
            StringBuilder text = new StringBuilder(CHUNK + 256);
            while (next < times && text.length() < CHUNK) {
                text.append(bait.unit.apply(next++));
            }
            if (next == times && text.length() < CHUNK) {
                text.append(bait.behind);
                ended = true;
            }
            chunk = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            at = 0;
        }
    }
}
