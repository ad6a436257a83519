package io.deskwire.app.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The few of the metrics that tell at a glance whether something is wrong with this process. */
final class Figures {

    /** What is added up for each, by the beginning of its lines in the text format of Prometheus. */
    private static final Map<String, String> SUMS = new LinkedHashMap<>();

    static {
        SUMS.put("Messages filed", "ingest_messages_total");
        SUMS.put("Messages that were there already", "dedupe_hits_total");
        SUMS.put("Requests to webhook addresses", "webhook_requests_total{*outcome=\"received\"");
        SUMS.put("Of these refused for want of proof", "webhook_requests_total{*outcome=\"refused\"");
        SUMS.put("Offered to the helpdesk", "sink_attempts_total");
        SUMS.put("Attempts to send", "outbound_total");
        SUMS.put("Held back by budgets against loops", "loop_budget_total");
    }

    private Figures() {}

    /** A figure since this process started. */
    record Figure(String name, String value) {}

    /** @param scraped the text format of Prometheus */
    static List<Figure> of(String scraped) {
        List<String> lines =
                scraped.lines().filter(line -> !line.startsWith("#")).toList();
        List<Figure> figures = new ArrayList<>();
        SUMS.forEach((name, pattern) ->
                figures.add(new Figure(name, String.format(Locale.ENGLISH, "%,.0f", sum(lines, pattern)))));
        double count = sum(lines, "ingest_lag_seconds_count");
        if (count > 0) {
            double mean = sum(lines, "ingest_lag_seconds_sum") / count;
            figures.add(new Figure("From stored to filed, on average", String.format(Locale.ENGLISH, "%.2f s", mean)));
        }
        return figures;
    }

    private static double sum(List<String> lines, String pattern) {
        int star = pattern.indexOf("{*");
        String name = star < 0 ? pattern : pattern.substring(0, star);
        String label = star < 0 ? "" : pattern.substring(star + 2);
        double sum = 0;
        for (String line : lines) {
            int end = line.lastIndexOf(' ');
            String key = end < 0 ? "" : line.substring(0, end);
            if ((key.equals(name) || key.startsWith(name + "{")) && key.contains(label)) {
                sum += Double.parseDouble(line.substring(end + 1));
            }
        }
        return sum;
    }
}
