package io.deskwire.mime.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints how well a folder of mail is understood: labelled reply texts ({@code *.jsonl}), labelled bounces (a folder with
 * {@code expected.json}), and what every other folder's messages are taken for. Takes the folder, and {@code -v} for each miss.
 */
public final class CorpusFigures {

    private CorpusFigures() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        boolean details = args.length > 1 && args[1].equals("-v");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Path> entries;
        try (Stream<Path> all = Files.list(folder)) {
            entries = all.sorted().toList();
        }
        for (Path entry : entries) {
            if (entry.toString().endsWith(".jsonl")) {
                ReplyFigures.print(entry, out, details);
            } else if (Files.isDirectory(entry) && Files.exists(entry.resolve("expected.json"))) {
                BounceFigures.print(entry.resolve("expected.json"), out, details);
            } else if (Files.isDirectory(entry)) {
                MailFigures.print(entry, out, details);
            }
        }
    }
}
