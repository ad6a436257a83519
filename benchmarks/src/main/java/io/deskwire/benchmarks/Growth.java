package io.deskwire.benchmarks;

import io.deskwire.jdbc.DatabaseSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The same intake on an installation with few stored messages and on one with very many, turn by turn; and how long the
 * console's pages and the API's lists take on both.
 */
final class Growth {

    private static final int CONNECTIONS = 32;
    private static final int TENANTS = 4;
    /** Short mails are filled in, so that a million of them find room. */
    private static final int FILLED_LINES = 8;

    private Growth() {}

    static void run(PrintStream out, Arguments arguments) throws Exception {
        int few = arguments.number("few", 10_000);
        int many = arguments.number("many", 1_000_000);
        int rounds = arguments.number("rounds", 4);
        Duration time = Duration.ofMillis(arguments.number("millis", 6000));
        int underWay = arguments.number("under-way", 256);
        List<String> channels =
                List.of(arguments.text("channels", "mailgun,whatsapp").split(",", -1));
        for (String kind : arguments.text("databases", "sqlite,postgresql").split(",", -1)) {
            // One kind after the other, and each removed before the next: they are large.
            Path folder = Files.createTempDirectory("deskwire-growth");
            try (Databases databases = new Databases(arguments.text("settings", ""))) {
                List<Desk> desks = new ArrayList<>();
                try {
                    for (int messages : new int[] {few, many}) {
                        desks.add(filled(out, databases, folder, kind, messages));
                    }
                    throughput(out, kind, databases, desks, new int[] {few, many}, channels, rounds, time, underWay);
                    pages(out, kind, desks, new int[] {few, many}, arguments.number("pages", 40));
                } finally {
                    for (Desk desk : desks) {
                        desk.close();
                    }
                }
            } finally {
                Databases.delete(folder);
            }
        }
    }

    private static Desk filled(PrintStream out, Databases databases, Path folder, String kind, int messages)
            throws Exception {
        Path data = Files.createDirectory(folder.resolve(kind + messages));
        DatabaseSettings settings = kind.equals("sqlite") ? DatabaseSettings.embedded(data) : databases.postgresql();
        try (Desk desk = new Desk("g", settings, data, 1, TENANTS, Map.of())) {
            List<IntakeSender> senders = desk.senders("mailgun", 1, FILLED_LINES);
            // One message of every tenant.
            desk.load().steady(senders, 10, Duration.ofMillis(TENANTS * 100));
            Desk.close(senders);
        }
        Filling.Filled filled = new Filling(settings).run(TENANTS, messages);
        out.println(kind + ": " + Samples.number(messages, 0) + " messages filled in in "
                + Samples.number(filled.seconds(), 1) + " s, " + Samples.number(filled.bytes() / 1e6, 0) + " MB");
        return new Desk("g", settings, data, 1, TENANTS, Map.of());
    }

    private static void throughput(
            PrintStream out,
            String kind,
            Databases databases,
            List<Desk> desks,
            int[] sizes,
            List<String> channels,
            int rounds,
            Duration time,
            int underWay)
            throws Exception {
        Map<String, List<Samples>> figures = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (String channel : channels) {
                List<Samples> ofChannel = figures.computeIfAbsent(
                        channel, c -> Stream.generate(Samples::new).limit(5).toList());
                double[] rates = new double[2];
                double[] logged = new double[2];
                for (int i = 0; i < 2; i++) {
                    // The one that comes first changes, so that neither always follows a quiet moment.
                    int turn = Math.floorMod(i + round, 2);
                    long before = databases.postgresqlLogBytes();
                    IntakeLoad.Result result = saturated(desks.get(turn), channel, time, underWay);
                    rates[turn] = result.perSecond();
                    logged[turn] = (databases.postgresqlLogBytes() - before) / 1e3 / Math.max(1, result.tickets());
                }
                if (round >= 0) {
                    ofChannel.get(0).add(rates[0]);
                    ofChannel.get(1).add(rates[1]);
                    ofChannel.get(2).add(rates[1] / rates[0]);
                    ofChannel.get(3).add(logged[0]);
                    ofChannel.get(4).add(logged[1]);
                }
            }
        }
        out.println(kind + ": tickets a second with " + underWay + " messages under way; median of " + rounds
                + " rounds of " + time.toMillis() + " ms [range]");
        Table table = new Table(
                "channel",
                Samples.number(sizes[0], 0) + " stored",
                Samples.number(sizes[1], 0) + " stored",
                "of the smaller, round by round",
                "KB logged a ticket",
                "");
        figures.forEach((channel, samples) -> table.row(
                channel,
                samples.get(0).text(0),
                samples.get(1).text(0),
                samples.get(2).text(2) + "x",
                kind.equals("sqlite") ? "" : samples.get(3).text(0),
                kind.equals("sqlite") ? "" : samples.get(4).text(0)));
        table.print(out);
    }

    private static IntakeLoad.Result saturated(Desk desk, String channel, Duration time, int underWay)
            throws Exception {
        List<IntakeSender> senders = desk.senders(channel, CONNECTIONS);
        try {
            return desk.load().saturate(senders, underWay, time);
        } finally {
            Desk.close(senders);
        }
    }

    private static void pages(PrintStream out, String kind, List<Desk> desks, int[] sizes, int times) throws Exception {
        out.println(kind + ": milliseconds until the whole answer is there, " + times + " times each");
        Table table = new Table(
                "page",
                Samples.number(sizes[0], 0) + " stored: p50",
                "p95",
                Samples.number(sizes[1], 0) + " stored: p50",
                "p95");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Desk desk : desks) {
            HttpClient browser =
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
            signIn(browser, desk);
            for (Map.Entry<String, String> page : addresses().entrySet()) {
                long[] nanos = new long[times];
                for (int i = -5; i < times; i++) {
                    long began = System.nanoTime();
                    get(browser, desk, page.getValue());
                    if (i >= 0) {
                        nanos[i] = System.nanoTime() - began;
                    }
                }
                Latencies latencies = new Latencies(nanos);
                List<String> row = rows.computeIfAbsent(page.getKey(), name -> new ArrayList<>(List.of(name)));
                row.add(Samples.number(latencies.percentile(50), 1));
                row.add(Samples.number(latencies.percentile(95), 1));
            }
        }
        rows.values().forEach(row -> table.row(row.toArray(String[]::new)));
        table.print(out);
    }

    private static Map<String, String> addresses() {
        String tenant = IntakeMessages.tenant(0);
        // Of those that were filled in; the number of its ticket stands in its id.
        String ticket = "00t" + "0".repeat(21) + "10";
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("console: overview", "/console");
        addresses.put("console: tickets, first page", "/console/tenants/" + tenant + "/tickets");
        addresses.put("console: open tickets", "/console/tenants/" + tenant + "/tickets?state=open");
        addresses.put("console: a search that finds one", "/console/tenants/" + tenant + "/tickets?q=%23123");
        addresses.put("console: a ticket", "/console/tenants/" + tenant + "/tickets/" + ticket);
        addresses.put("API: tickets, first page", "/api/v1/tenants/" + tenant + "/tickets");
        addresses.put("API: a ticket", "/api/v1/tenants/" + tenant + "/tickets/" + ticket);
        addresses.put("API: channels", "/api/v1/tenants/" + tenant + "/channels");
        return addresses;
    }

    private static void signIn(HttpClient browser, Desk desk) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + desk.first().port() + "/console/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("next=&token=" + ServerProcess.TOKEN))
                .build();
        int status = browser.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 303) {
            throw new IOException("signing in was answered " + status);
        }
    }

    private static void get(HttpClient browser, Desk desk, String path) throws IOException, InterruptedException {
        HttpRequest request = path.startsWith("/api")
                ? desk.first().request(path).GET().build()
                : HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + desk.first().port() + path))
                        .GET()
                        .build();
        int status = browser.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IOException(Objects.requireNonNull(path) + " was answered " + status);
        }
    }
}
