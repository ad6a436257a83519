package io.deskwire.benchmarks;

import io.deskwire.message.Content;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.parse.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How fast mail is read, beside mime4j's stream layer and Angus, on one thread of one virtual machine, taking turns mail shape by mail
 * shape. Reading is what all of them do: header, texts, files; Deskwire hashes files and body. Understanding is what comes on top: the
 * text of HTML, safe HTML, reply text and kind.
 */
final class ParseSpeed {

    private static final String PARSE = "Deskwire, parse";
    private static final String WHOLE = "Deskwire, parse and understand";
    private static final String BARE = "mime4j, stream layer, raw bodies";
    private static final String DECODED = "mime4j, stream layer, decoded bodies";
    private static final String ANGUS = "Angus, the same fields, texts, files hashed";
    private static final String HASH = "SHA-256 of the bytes, nothing else";

    private ParseSpeed() {}

    @FunctionalInterface
    private interface Reading {
        long of(byte[] mail) throws Exception;
    }

    /** The rounds of one variant over one shape, in seconds, and how many mails it gave up. */
    private static final class Result {
        final Samples seconds = new Samples();
        int givenUp;
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Map<String, List<byte[]>> corpus = corpus(arguments);
        int rounds = arguments.number("rounds", 7);
        int warmUp = arguments.number("warm-up", 2);
        Map<String, Reading> variants = variants();
        Map<String, Map<String, Result>> results = new LinkedHashMap<>();
        Map<String, Samples> totals = new LinkedHashMap<>();
        for (int round = -warmUp; round < rounds; round++) {
            Map<String, Double> sums = new LinkedHashMap<>();
            for (Map.Entry<String, List<byte[]>> shape : corpus.entrySet()) {
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
        variants.put(PARSE, mail -> new MessageReader(new Held(mail), MimeLimits.defaults(), System::nanoTime)
                .letter(Map.of())
                .attachments()
                .size());
        variants.put(BARE, mail -> others.mime4j(mail, false));
        variants.put(ANGUS, others::angus);
        variants.put(WHOLE, mail -> decoder.decode(new Held(mail), Map.of()).issues().size());
        variants.put(DECODED, mail -> others.mime4j(mail, true));
        variants.put(HASH, others::sha256);
        return variants;
    }

    /** What makes a virtual machine keep what is only computed. */
    private static volatile long seen;

    private static double seconds(List<byte[]> mails, Reading reading, Result result) {
        long sum = 0;
        long began = System.nanoTime();
        for (byte[] mail : mails) {
            try {
                sum += reading.of(mail);
            } catch (Exception e) {
                result.givenUp++;
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        seen += sum;
        return seconds;
    }

    private static Map<String, List<byte[]>> corpus(Arguments arguments) throws IOException {
        Map<String, List<byte[]>> corpus = new LinkedHashMap<>();
        for (CorpusMail.Mail mail : CorpusMail.many(arguments.number("messages", 5_000))) {
            corpus.computeIfAbsent(mail.shape(), s -> new ArrayList<>()).add(mail.bytes());
        }
        String folder = arguments.text("dir", "");
        if (!folder.isEmpty()) {
            List<byte[]> files = new ArrayList<>();
            try (Stream<Path> paths = Files.walk(Path.of(folder))) {
                for (Path file : paths.filter(p -> p.toString().endsWith(".eml")).sorted().toList()) {
                    files.add(Files.readAllBytes(file));
                }
            }
            List<byte[]> repeated = new ArrayList<>();
            for (int i = 0; i < arguments.number("copies", 1); i++) {
                repeated.addAll(files);
            }
            corpus.put("files of " + Path.of(folder).getFileName(), repeated);
        }
        return corpus;
    }

    private static void print(
            PrintStream out,
            Map<String, List<byte[]>> corpus,
            Map<String, Map<String, Result>> results,
            Map<String, Samples> totals) {
        long bytes = corpus.values().stream().mapToLong(ParseSpeed::size).sum();
        int mails = corpus.values().stream().mapToInt(List::size).sum();
        out.println(String.format(Locale.ROOT, "%,d mails, %,d MB, one thread; median of the rounds [range]%n", mails, bytes >> 20));
        double bare = of(totals, BARE).median();
        double angus = of(totals, ANGUS).median();
        Table table = new Table("read by", "MB/s", "mails/s", "of mime4j", "of Angus", "given up");
        totals.forEach((variant, seconds) -> {
            Samples megabytes = new Samples();
            seconds.each(s -> megabytes.add(bytes / 1e6 / s));
            table.row(
                    variant,
                    megabytes.text(0),
                    Samples.number(mails / seconds.median(), 0),
                    ratio(bare / seconds.median()),
                    ratio(angus / seconds.median()),
                    String.valueOf(Objects.requireNonNull(results.get(variant)).values().stream()
                            .mapToInt(r -> r.givenUp)
                            .sum()));
        });
        table.print(out);
        double parse = of(totals, PARSE).median();
        out.println("Understanding costs " + ratio(of(totals, WHOLE).median() / parse - 1) + " of the parse.\n");
        Table shapes = new Table("shape", "mails", "KB each", "parse MB/s", "of mime4j", "of Angus", "understanding, of the parse");
        corpus.forEach((shape, each) -> {
            double own = median(results, PARSE, shape);
            shapes.row(
                    shape,
                    String.valueOf(each.size()),
                    Samples.number(size(each) / 1e3 / each.size(), 1),
                    Samples.number(size(each) / 1e6 / own, 0),
                    ratio(median(results, BARE, shape) / own),
                    ratio(median(results, ANGUS, shape) / own),
                    ratio(median(results, WHOLE, shape) / own - 1));
        });
        shapes.print(out);
    }

    private static long size(List<byte[]> mails) {
        return mails.stream().mapToLong(mail -> mail.length).sum();
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
