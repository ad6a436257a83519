package io.deskwire.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, so that what is printed can stand in the README as it is. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();

    Table(String... columns) {
        rows.add(columns);
    }

    /** Cells that are missing at the end stay empty. */
    void row(String... cells) {
        rows.add(cells);
    }

    void print(PrintStream out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < Math.min(row.length, widths.length); i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            line(out, rows.get(r), widths, ' ');
            if (r == 0) {
                line(out, new String[widths.length], widths, '-');
            }
        }
        out.println();
    }

    private static void line(PrintStream out, String[] cells, int[] widths, char fill) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = i >= cells.length || cells[i] == null ? "" : cells[i];
            line.append(fill).append(cell);
            line.append(String.valueOf(fill).repeat(widths[i] - cell.length() + 1))
                    .append('|');
        }
        out.println(line);
    }
}
