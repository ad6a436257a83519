package io.deskwire.benchmarks;

import io.deskwire.benchmarks.HostileBaits.Bait;
import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Mail that was made to stop a parser, at one size and at twice that: what is linear costs twice as much at most. Times are the
 * processor's, so that other work on the machine does not count. Nothing of the mail is held: it is made as it is read.
 */
final class HostileMail {

    private static final double SECOND = 1000;

    private HostileMail() {}

    static void run(PrintStream out, Arguments arguments) throws IOException {
        int rounds = arguments.number("rounds", 5);
        String only = arguments.text("only", "");
        double scale = arguments.number("percent", 100) / 100.0;
        out.println("heap allowed: " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB");
        Table table = new Table("mail", "ms", "ms, twice the size", "times", "issues");
        List<String> slow = new ArrayList<>();
        for (Bait bait : HostileBaits.all()) {
            if (!bait.name().contains(only)) {
                continue;
            }
            int times = Math.max(1, (int) (bait.times() * scale));
            Samples once = new Samples();
            Samples twice = new Samples();
            for (int i = 0; i < rounds; i++) {
                once.add(millis(bait, times));
                twice.add(millis(bait, 2 * times));
            }
            if (once.median() > SECOND) {
                slow.add(bait.name());
            }
            ParsedMessage message = new MimeDecoder().decode(made(bait, times), Map.of());
            table.row(
                    bait.name(),
                    once.text(0),
                    twice.text(0),
                    String.format(Locale.ROOT, "%.1f×", twice.median() / Math.max(1, once.median())),
                    message.issues().stream().map(Issue::code).distinct().collect(Collectors.joining(", ")));
        }
        table.print(out);
        out.println(
                slow.isEmpty() ? "None takes more than a second." : "More than a second: " + String.join("; ", slow));
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
            this.chunk = bait.before().apply(times).getBytes(StandardCharsets.ISO_8859_1);
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
                text.append(bait.unit().apply(next++));
            }
            if (next == times && text.length() < CHUNK) {
                text.append(bait.behind());
                ended = true;
            }
            chunk = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            at = 0;
        }
    }
}
