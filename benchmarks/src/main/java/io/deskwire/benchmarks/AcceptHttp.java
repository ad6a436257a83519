package io.deskwire.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What a webhook's answer may cost: a body of 4 KB is read and answered with 200 when it is durable. Group commit through
 * {@link Inbox#record} beside handlers with one transaction each (the item alone: bare; the item and its row in a queue, which
 * is what the inbox stores: single), and beside one that stores nothing.
 */
final class AcceptHttp {

    private static final int CONNECTIONS = 64;

    private final AtomicLong numbers = new AtomicLong();

    private AcceptHttp() {}

    private static final class Figures {
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

        String beside(Figures other) {
            return Samples.number(perSecond.median() / other.perSecond.median(), 2) + "x, p99 "
                    + Samples.number(p99.median() / other.p99.median(), 2) + "x";
        }
    }

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
                    HikariDataSource sqliteSingle = pool(databases.sqlite(), 1);
                    HikariDataSource postgresqlSingle = pool(databases.postgresql(), 16)) {
                table(sqliteSingle, "BLOB");
                table(postgresqlSingle, "BYTEA");
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
        Map<String, Figures> all = new LinkedHashMap<>();
        for (String path : List.of(
                "nothing",
                "sqlite-bare",
                "sqlite-single",
                "sqlite-grouped",
                "postgresql-bare",
                "postgresql-single",
                "postgresql-grouped")) {
            all.put(path, new Figures());
        }
        for (int round = warmUp ? -1 : 0; round < rounds; round++) {
            for (Map.Entry<String, Figures> path : all.entrySet()) {
                HttpLoad.Result result = load.post(port, "/" + path.getKey(), CONNECTIONS, time);
                if (round >= 0) {
                    path.getValue().add(result);
                }
            }
        }
        out.println("POST of 4 KB, " + CONNECTIONS + " connections, " + load.name() + "; median of " + rounds
                + " rounds of " + time.toMillis() + " ms [range]");
        Table table = new Table(
                "stored by", "requests/s", "p50 ms", "p99 ms", "errors", "of single", "of bare", "of nothing");
        all.forEach((name, figures) -> table.row(
                name,
                figures.perSecond.text(0),
                figures.p50.text(1),
                figures.p99.text(1),
                String.valueOf(figures.errors),
                name.endsWith("grouped") ? figures.beside(of(all, name.replace("grouped", "single"))) : "",
                name.endsWith("grouped") ? figures.beside(of(all, name.replace("grouped", "bare"))) : "",
                figures.beside(of(all, "nothing"))));
        table.print(out);
    }

    private static Figures of(Map<String, Figures> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
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

    private void insert(Context ctx, DataSource pool, boolean work) throws SQLException {
        byte[] body = ctx.bodyAsBytes();
        String key = "event-" + numbers.incrementAndGet();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(!work);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO received VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, "tenant");
                insert.setString(2, key);
                insert.setLong(3, Instant.now().toEpochMilli());
                insert.setBytes(4, body);
                insert.executeUpdate();
            }
            if (work) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO to_do VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING")) {
                    insert.setString(1, "tenant");
                    insert.setString(2, key);
                    insert.setLong(3, Instant.now().toEpochMilli());
                    insert.executeUpdate();
                }
                connection.commit();
            }
        }
        ctx.result(answer(body));
    }

    private static void table(DataSource pool, String bytes) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE received (tenant VARCHAR(40) NOT NULL, source_key VARCHAR(80) NOT NULL,"
                    + " at BIGINT NOT NULL, body " + bytes + " NOT NULL, PRIMARY KEY (tenant, source_key))");
            statement.execute("CREATE TABLE to_do (tenant VARCHAR(40) NOT NULL, source_key VARCHAR(80) NOT NULL,"
                    + " due BIGINT NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (tenant, source_key))");
            statement.execute("CREATE INDEX to_do_due ON to_do (tenant, due)");
        }
    }

    private static HikariDataSource pool(DatabaseSettings settings, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        if (settings.password() != null) {
            config.setPassword(settings.password().reveal());
        }
        config.setMaximumPoolSize(size);
        if (settings.url().startsWith("jdbc:sqlite:")) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
        }
        return new HikariDataSource(config);
    }
}
