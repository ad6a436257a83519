package io.deskwire.mime.measure;

import io.deskwire.mime.ReplyText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reply texts against a file of one JSON object a line: {@code set, id, kind, input, expected}. */
final class ReplyFigures {

    private ReplyFigures() {}

    static void print(Path labels, PrintStream out, boolean details) throws IOException {
        Map<String, int[]> sets = new TreeMap<>();
        for (String line : Files.readAllLines(labels)) {
            if (line.isBlank()) {
                continue;
            }
            Map<?, ?> row = Labels.object(line);
            String input = String.valueOf(row.get("input"));
            String got = "html".equals(row.get("kind")) ? ReplyText.ofHtml(input, "") : ReplyText.ofText(input);
            boolean right = bare(String.valueOf(got)).equals(bare(String.valueOf(row.get("expected"))));
            int[] counts = sets.computeIfAbsent(String.valueOf(row.get("set")), s -> new int[2]);
            counts[0] += right ? 1 : 0;
            counts[1]++;
            if (!right && details) {
                out.println("  wrong: " + row.get("set") + " " + row.get("id") + "\n    is:  " + bare("" + got)
                        + "\n    not: " + bare("" + row.get("expected")));
            }
        }
        sets.forEach((set, counts) ->
                out.println("reply text, " + set + ": " + counts[0] + " of " + counts[1] + " as labelled"));
    }

    private static String bare(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
