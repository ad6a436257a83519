package io.deskwire.app.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text of the description: paragraphs between empty lines, code between backticks. */
record Prose(List<List<Run>> paragraphs) {

    Prose {
        paragraphs = List.copyOf(paragraphs);
    }

    /** Words of one kind. */
    record Run(String text, boolean code) {}

    static Prose of(String text) {
        return new Prose(Arrays.stream(text.split("\n\n")).map(Prose::runs).toList());
    }

    private static List<Run> runs(String paragraph) {
        List<Run> runs = new ArrayList<>();
        String[] parts = paragraph.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                runs.add(new Run(parts[i], i % 2 == 1));
            }
        }
        return runs;
    }
}
