package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard, alerts and the list of metrics name what a server really says, and all of it. */
class ObservabilityTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b(?=\\s*[\\[{)]|\\s*$| >| <| ==)");
    private static final Pattern EXPR = Pattern.compile("(?m)^\\s*expr: (.*)$");

    /** Words of the query language, and the one metric that Prometheus makes by itself. */
    private static final Set<String> NOT_OURS = Set.of("label_values", "up");

    /** Only with a channel that asks its provider. */
    private static final Set<String> NOT_HERE =
            Set.of("push_subscription_expiry_seconds", "provider_requests_total", "oauth_refresh_total");

    private static Set<String> scraped(Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder)) {
            server.context().deskwire().channels().save(TokenApiTest.channel("acme"));
            // Counted only once there was one.
            server.send(HttpRequest.newBuilder(URI.create(server.address() + "/webhooks/postmark/acme/none"))
                    .POST(BodyPublishers.ofString("{}")));
            String text = Await.until(
                    () -> new String(server.get("/metrics").body(), UTF_8),
                    scrape -> scrape.contains("recurring_failures{") && scrape.contains("channel_state{"));
            return text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> named(Iterable<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            // Neither what stands in quotes nor lists of labels are metrics.
            String plain = expression.replaceAll("\"[^\"]*\"", "").replaceAll("\\b(by|without|on) \\([^)]*\\)", "");
            Matcher matcher = NAME.matcher(plain);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        names.removeAll(NOT_OURS);
        return names;
    }

    private static Set<String> expressions(String dashboard) {
        Set<String> found = new TreeSet<>();
        collect(Json.strict().parse(dashboard), found);
        return found;
    }

    private static void collect(Object tree, Set<String> found) {
        if (tree instanceof java.util.Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals("expr")) {
                    found.add(String.valueOf(value));
                } else if (value != null) {
                    collect(value, found);
                }
            });
        } else if (tree instanceof Iterable<?> list) {
            list.forEach(entry -> collect(entry, found));
        }
    }

    @Test
    void dashboard_alerts_and_documents_name_what_is_really_said(@TempDir Path folder) throws Exception {
        Set<String> real = scraped(folder);
        Set<String> known = new TreeSet<>(real);
        known.addAll(NOT_HERE);

        Set<String> onDashboard = named(expressions(Files.readString(DOCS.resolve("observability/grafana.json"))));
        assertThat(onDashboard).hasSizeGreaterThan(15);
        assertThat(known).as("metrics of the dashboard").containsAll(onDashboard);

        Set<String> lines = new TreeSet<>();
        Matcher expr = EXPR.matcher(Files.readString(DOCS.resolve("observability/alerts.yml")));
        while (expr.find()) {
            lines.add(expr.group(1));
        }
        assertThat(lines).hasSizeGreaterThan(10);
        Set<String> inAlerts = named(lines);
        assertThat(inAlerts).hasSizeGreaterThan(7);
        assertThat(known).as("metrics of the alerts").containsAll(inAlerts);

        String page = Files.readString(DOCS.resolve("observability.md"));
        Set<String> undocumented = real.stream()
                .map(name -> name.replaceAll("_seconds_(count|sum)$", "_seconds"))
                .filter(name -> !page.contains("`" + name + "`"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(undocumented)
                .as("metrics that docs/observability.md does not name")
                .isEmpty();
        Matcher rows = Pattern.compile("(?m)^\\| (`[^|]*) \\|").matcher(page);
        while (rows.find()) {
            Matcher name = Pattern.compile("`([a-z_]+)`").matcher(rows.group(1));
            while (name.find()) {
                String metric = name.group(1);
                boolean said = known.contains(metric) || known.contains(metric + "_count") || isOfWork(metric);
                assertThat(said).as("documented, but never said: " + metric).isTrue();
            }
        }
    }

    /** Ids of logs stand in a table of the same page; a budget is used up only by loops. */
    private static boolean isOfWork(String name) {
        return Set.of("request_id", "raw_id", "message_id", "loop_budget_total").contains(name);
    }
}
