package io.deskwire.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a generator of HTTP load saw of one variant, round by round. */
final class LoadFigures {

    private final Samples perSecond = new Samples();
    private final Samples p50 = new Samples();
    private final Samples p99 = new Samples();
    private long errors;

    void add(HttpLoad.Result result) {
        perSecond.add(result.perSecond());
        p50.add(result.p50Millis());
        p99.add(result.p99Millis());
        errors += result.errors();
    }

    /**
     * All variants, one line each, named {@code DATABASE-WAY} or {@code nothing}.
     *
     * @param beside ways that {@code grouped} is set beside, besides {@code nothing}
     */
    static Table table(Map<String, LoadFigures> all, List<String> beside) {
        List<String> columns = new ArrayList<>(List.of("stored by", "requests/s", "p50 ms", "p99 ms", "errors"));
        beside.forEach(way -> columns.add("of " + way));
        columns.add("of nothing");
        Table table = new Table(columns.toArray(String[]::new));
        all.forEach((name, figures) -> {
            List<String> row = new ArrayList<>(List.of(
                    name,
                    figures.perSecond.text(0),
                    figures.p50.text(1),
                    figures.p99.text(1),
                    String.valueOf(figures.errors)));
            for (String way : beside) {
                row.add(name.endsWith("grouped") ? figures.beside(of(all, name.replace("grouped", way))) : "");
            }
            row.add(figures.beside(of(all, "nothing")));
            table.row(row.toArray(String[]::new));
        });
        return table;
    }

    private static LoadFigures of(Map<String, LoadFigures> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private String beside(LoadFigures other) {
        return Samples.number(perSecond.median() / other.perSecond.median(), 2) + "x, p99 "
                + Samples.number(p99.median() / other.p99.median(), 2) + "x";
    }
}
