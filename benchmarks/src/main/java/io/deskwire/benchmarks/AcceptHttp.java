package io.deskwire.benchmarks;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.message.Envelope;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a webhook's answer may cost: a body of 4 KB is read and answered with 200 when it is durable. Group commit through
 * {@link Inbox#record} beside handlers with one transaction each (the item alone: bare; the item and its row in a queue, which
 * is what the inbox stores: single), and beside one that stores nothing.
 */
final class AcceptHttp {

    private static final int CONNECTIONS = 64;

    private final AtomicLong numbers = new AtomicLong();

    private AcceptHttp() {}

    static void run(PrintStream out, Arguments arguments) throws Exception {
        new AcceptHttp().measure(out, arguments);
    }

    private void measure(PrintStream out, Arguments arguments) throws Exception {
        Path folder = Files.createTempDirectory("accept-http");
        try (Databases databases = new Databases()) {
            DatabaseSettings sqlite = databases.sqlite();
            DatabaseSettings postgresql = databases.postgresql();
            try (Database sqliteGrouped = Database.open(sqlite);
                    Database postgresqlGrouped = Database.open(postgresql);
                    // SQLite has one writer: more connections would only wait for its lock, or fail.
                    PlainTables sqliteSingle = PlainTables.open(databases.sqlite(), 1, "BLOB");
                    PlainTables postgresqlSingle = PlainTables.open(databases.postgresql(), 16, "BYTEA")) {
                Javalin server = Javalin.create(config -> {
                            config.startup.showJavalinBanner = false;
                            config.routes.post("/nothing", ctx -> ctx.result(answer(ctx.bodyAsBytes())));
                            config.routes.post(
                                    "/sqlite-grouped",
                                    ctx -> record(ctx, sqliteGrouped.stores().inbox()));
                            config.routes.post("/sqlite-bare", ctx -> insert(ctx, sqliteSingle, false));
                            config.routes.post("/sqlite-single", ctx -> insert(ctx, sqliteSingle, true));
                            config.routes.post(
                                    "/postgresql-grouped",
                                    ctx -> record(
                                            ctx, postgresqlGrouped.stores().inbox()));
                            config.routes.post("/postgresql-bare", ctx -> insert(ctx, postgresqlSingle, false));
                            config.routes.post("/postgresql-single", ctx -> insert(ctx, postgresqlSingle, true));
                        })
                        .start("127.0.0.1", 0);
                try {
                    measure(
                            out,
                            server.port(),
                            new HttpLoad(folder, arguments.text("generator", "wrk")),
                            arguments.number("rounds", 5),
                            arguments.yes("warm-up"),
                            Duration.ofMillis(arguments.number("millis", 3000)));
                } finally {
                    server.stop();
                }
            }
        } finally {
            Databases.delete(folder);
        }
    }

    private static void measure(PrintStream out, int port, HttpLoad load, int rounds, boolean warmUp, Duration time)
            throws Exception {
        Map<String, LoadFigures> all = new LinkedHashMap<>();
        for (String path : List.of(
                "nothing",
                "sqlite-bare",
                "sqlite-single",
                "sqlite-grouped",
                "postgresql-bare",
                "postgresql-single",
                "postgresql-grouped")) {
            all.put(path, new LoadFigures());
        }
        for (int round = warmUp ? -1 : 0; round < rounds; round++) {
            for (Map.Entry<String, LoadFigures> path : all.entrySet()) {
                HttpLoad.Result result = load.post(port, "/" + path.getKey(), CONNECTIONS, time);
                if (round >= 0) {
                    path.getValue().add(result);
                }
            }
        }
        out.println("POST of 4 KB, " + CONNECTIONS + " connections, " + load.name() + "; median of " + rounds
                + " rounds of " + time.toMillis() + " ms [range]");
        LoadFigures.table(all, List.of("single", "bare")).print(out);
    }

    private static String answer(byte[] body) {
        return "read " + body.length;
    }

    private void record(Context ctx, Inbox inbox) {
        byte[] body = ctx.bodyAsBytes();
        RawItem item = new RawItem(
                "event-" + numbers.incrementAndGet(), "rfc822", Envelope.unknown(), null, Map.of(), RawBody.of(body));
        ctx.future(() -> inbox.record(new IntakeBatch("tenant", "channel", List.of(item), null, null, Instant.now()))
                .thenAccept(accepted -> ctx.result(answer(body)))
                .toCompletableFuture());
    }

    private void insert(Context ctx, PlainTables tables, boolean work) throws SQLException {
        byte[] body = ctx.bodyAsBytes();
        tables.insert("event-" + numbers.incrementAndGet(), body, work);
        ctx.result(answer(body));
    }
}
