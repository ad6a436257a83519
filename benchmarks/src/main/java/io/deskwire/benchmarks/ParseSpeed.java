package io.deskwire.benchmarks;

import io.deskwire.message.Content;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.html.HtmlTree;
import io.deskwire.mime.html.SafeHtml;
import io.deskwire.mime.parse.MessageReader;
import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;

/**
 * How fast mail is read, beside mime4j's stream layer and Angus, on one thread of one virtual machine, taking turns mail shape by mail
 * shape. Reading is what all of them do: header, texts, files; Deskwire hashes files and body. Understanding is what comes on top: the
 * text of HTML, safe HTML, reply text and kind. Times are the thread's on the processor, so that other work on the machine counts
 * less.
 */
final class ParseSpeed {

    private static final String PARSE = "Deskwire, parse";
    private static final String WHOLE = "Deskwire, parse and understand";
    private static final String BARE = "mime4j, stream layer, raw bodies";
    private static final String DECODED = "mime4j, stream layer, decoded bodies";
    private static final String ANGUS = "Angus, the same fields, texts, files hashed";
    private static final String TREE = "jsoup's tree of the HTML, nothing else";
    private static final String SAFE = "the tree and safe HTML from it, nothing else";
    private static final String HASH = "SHA-256 of the bytes, nothing else";

    private ParseSpeed() {}

    @FunctionalInterface
    private interface Reading {
        long of(Item mail) throws Exception;
    }

    /** A mail and the HTML in it, which is empty where there is none. */
    private record Item(byte[] bytes, String html) {}

    /** The rounds of one variant over one shape, in seconds, and how many mails it gave up. */
    private static final class Result {
        final Samples seconds = new Samples();
        int givenUp;
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Map<String, List<Item>> corpus = corpus(arguments);
        int rounds = arguments.number("rounds", 7);
        int warmUp = arguments.number("warm-up", 2);
        Map<String, Reading> variants = variants();
        Map<String, Map<String, Result>> results = new LinkedHashMap<>();
        Map<String, Samples> totals = new LinkedHashMap<>();
        for (int round = -warmUp; round < rounds; round++) {
            Map<String, Double> sums = new LinkedHashMap<>();
            for (Map.Entry<String, List<Item>> shape : corpus.entrySet()) {
                for (Map.Entry<String, Reading> variant : variants.entrySet()) {
                    Result result = new Result();
                    double seconds = seconds(shape.getValue(), variant.getValue(), result);
                    sums.merge(variant.getKey(), seconds, Double::sum);
                    if (round >= 0) {
                        Result kept = results.computeIfAbsent(variant.getKey(), v -> new LinkedHashMap<>())
                                .computeIfAbsent(shape.getKey(), s -> new Result());
                        kept.seconds.add(seconds);
                        kept.givenUp = result.givenUp;
                    }
                }
            }
            if (round >= 0) {
                sums.forEach((variant, sum) ->
                        totals.computeIfAbsent(variant, v -> new Samples()).add(sum));
            }
        }
        print(out, corpus, results, totals);
    }

    private static Map<String, Reading> variants() {
        OtherParsers others = new OtherParsers();
        MimeDecoder decoder = new MimeDecoder();
        Map<String, Reading> variants = new LinkedHashMap<>();
        variants.put(
                PARSE,
                mail -> new MessageReader(new Held(mail.bytes), MimeLimits.defaults(), System::nanoTime)
                        .letter(Map.of())
                        .attachments()
                        .size());
        variants.put(BARE, mail -> others.mime4j(mail.bytes, false));
        variants.put(DECODED, mail -> others.mime4j(mail.bytes, true));
        variants.put(ANGUS, mail -> others.angus(mail.bytes));
        variants.put(
                WHOLE,
                mail -> decoder.decode(new Held(mail.bytes), Map.of()).issues().size());
        variants.put(HASH, mail -> others.sha256(mail.bytes));
        variants.put(TREE, mail -> mail.html.isEmpty() ? 0 : tree(mail).childNodeSize());
        variants.put(
                SAFE,
                mail -> mail.html.isEmpty()
                        ? 0
                        : SafeHtml.of(tree(mail), Map.of()).length());
        return variants;
    }

    private static Document tree(Item mail) {
        return HtmlTree.parse(mail.html, MimeLimits.defaults().maxHtmlTags(), new Repairs());
    }

    /** What makes a virtual machine keep what is only computed. */
    private static volatile long seen;

    private static double seconds(List<Item> mails, Reading reading, Result result) {
        long sum = 0;
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (Item mail : mails) {
            try {
                sum += reading.of(mail);
            } catch (Exception e) {
                result.givenUp++;
            }
        }
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e9;
        seen += sum;
        return seconds;
    }

    private static Map<String, List<Item>> corpus(Arguments arguments) throws IOException {
        Map<String, List<Item>> corpus = new LinkedHashMap<>();
        for (CorpusMail.Mail mail : CorpusMail.many(arguments.number("messages", 5_000))) {
            corpus.computeIfAbsent(mail.shape(), s -> new ArrayList<>()).add(item(mail.bytes()));
        }
        String folder = arguments.text("dir", "");
        if (!folder.isEmpty()) {
            List<Item> files = new ArrayList<>();
            try (Stream<Path> paths = Files.walk(Path.of(folder))) {
                for (Path file : paths.filter(p -> p.toString().endsWith(".eml"))
                        .sorted()
                        .toList()) {
                    files.add(item(Files.readAllBytes(file)));
                }
            }
            List<Item> repeated = new ArrayList<>();
            for (int i = 0; i < arguments.number("copies", 1); i++) {
                repeated.addAll(files);
            }
            corpus.put("files of " + Path.of(folder).getFileName(), repeated);
        }
        return corpus;
    }

    private static Item item(byte[] bytes) throws IOException {
        String html = new MimeDecoder().decode(new Held(bytes), Map.of()).body().html();
        return new Item(bytes, html == null ? "" : html);
    }

    private static void print(
            PrintStream out,
            Map<String, List<Item>> corpus,
            Map<String, Map<String, Result>> results,
            Map<String, Samples> totals) {
        long bytes = corpus.values().stream().mapToLong(ParseSpeed::size).sum();
        int mails = corpus.values().stream().mapToInt(List::size).sum();
        out.println(String.format(
                Locale.ROOT,
                "%,d mails, %,d MB, one thread, processor time; median of the rounds [range]%n",
                mails,
                bytes >> 20));
        double bare = of(totals, BARE).median();
        double decoded = of(totals, DECODED).median();
        double angus = of(totals, ANGUS).median();
        Table table =
                new Table("read by", "MB/s", "mails/s", "of mime4j raw", "of mime4j decoded", "of Angus", "given up");
        totals.forEach((variant, seconds) -> {
            Samples megabytes = new Samples();
            seconds.each(s -> megabytes.add(bytes / 1e6 / s));
            table.row(
                    variant,
                    megabytes.text(0),
                    Samples.number(mails / seconds.median(), 0),
                    ratio(bare / seconds.median()),
                    ratio(decoded / seconds.median()),
                    ratio(angus / seconds.median()),
                    String.valueOf(Objects.requireNonNull(results.get(variant)).values().stream()
                            .mapToInt(r -> r.givenUp)
                            .sum()));
        });
        table.print(out);
        double parse = of(totals, PARSE).median();
        double safe = of(totals, SAFE).median() - of(totals, TREE).median();
        out.println("Of the parse, text from HTML, reply text and kind cost "
                + ratio((of(totals, WHOLE).median() - parse - safe) / parse) + ", safe HTML " + ratio(safe / parse)
                + ".\n");
        Table shapes = new Table(
                "shape",
                "mails",
                "KB each",
                "parse MB/s",
                "of mime4j decoded",
                "of Angus",
                "text, reply, kind: of the parse",
                "safe HTML: of the parse");
        corpus.forEach((shape, each) -> {
            double own = median(results, PARSE, shape);
            double safeHtml = median(results, SAFE, shape) - median(results, TREE, shape);
            shapes.row(
                    shape,
                    String.valueOf(each.size()),
                    Samples.number(size(each) / 1e3 / each.size(), 1),
                    Samples.number(size(each) / 1e6 / own, 0),
                    ratio(median(results, DECODED, shape) / own),
                    ratio(median(results, ANGUS, shape) / own),
                    ratio((median(results, WHOLE, shape) - safeHtml - own) / own),
                    ratio(safeHtml / own));
        });
        shapes.print(out);
    }

    private static long size(List<Item> mails) {
        return mails.stream().mapToLong(mail -> mail.bytes.length).sum();
    }

    private static double median(Map<String, Map<String, Result>> results, String variant, String shape) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(results.get(variant)).get(shape))
                .seconds
                .median();
    }

    private static Samples of(Map<String, Samples> totals, String variant) {
        return Objects.requireNonNull(totals.get(variant));
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f×", value);
    }

    /** A mail in memory. */
    private record Held(byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
