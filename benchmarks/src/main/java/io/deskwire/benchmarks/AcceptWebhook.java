package io.deskwire.benchmarks;

import io.deskwire.Deskwire;
import io.deskwire.adapter.cloud.mailgun.MailgunChannelType;
import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.message.Content;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.ticket.SinkResult;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A webhook from the request to 200: signature over the raw bytes, taken apart, durable. WhatsApp's beside the same without
 * storing and beside storing with one transaction a request, and beside whole mails of 20 KB from Mailgun.
 */
final class AcceptWebhook {

    private static final int CONNECTIONS = 64;

    private AcceptWebhook() {}

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Path folder = Files.createTempDirectory("accept-webhook");
        try (Databases databases = new Databases();
                Database sqlite = databases.open(true);
                Database postgresql = databases.open(false);
                OneByOne sqliteSingle = OneByOne.sqlite(databases);
                OneByOne postgresqlSingle = OneByOne.postgresql(databases);
                Channel channel = new WhatsAppChannelType()
                        .open(config(), new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none()));
                Channel mailgun = new MailgunChannelType()
                        .open(mailgunConfig(), new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none()));
                Deskwire onSqlite = deskwire(sqlite);
                Deskwire onPostgresql = deskwire(postgresql)) {
            WebhookChannel webhook = channel.webhook().orElseThrow();
            WebhookChannel mails = mailgun.webhook().orElseThrow();
            Javalin server = Javalin.create(config -> {
                        config.startup.showJavalinBanner = false;
                        config.http.maxRequestSize = 4L << 20;
                        config.routes.post("/nothing", ctx -> items(webhook, ctx));
                        config.routes.post("/sqlite-single", ctx -> sqliteSingle.store(items(webhook, ctx)));
                        config.routes.post("/sqlite-grouped", ctx -> receive(onSqlite, "whatsapp", ctx));
                        config.routes.post("/postgresql-single", ctx -> postgresqlSingle.store(items(webhook, ctx)));
                        config.routes.post("/postgresql-grouped", ctx -> receive(onPostgresql, "whatsapp", ctx));
                        config.routes.post("/mailgun-nothing", ctx -> items(mails, ctx));
                        config.routes.post("/mailgun-sqlite-single", ctx -> sqliteSingle.store(items(mails, ctx)));
                        config.routes.post("/mailgun-sqlite-grouped", ctx -> receive(onSqlite, "mailgun", ctx));
                        config.routes.post(
                                "/mailgun-postgresql-single", ctx -> postgresqlSingle.store(items(mails, ctx)));
                        config.routes.post("/mailgun-postgresql-grouped", ctx -> receive(onPostgresql, "mailgun", ctx));
                    })
                    .start("127.0.0.1", 0);
            try {
                measure(
                        out,
                        server.port(),
                        new HttpLoad(folder, "own"),
                        arguments.number("rounds", 5),
                        arguments.yes("warm-up"),
                        Duration.ofMillis(arguments.number("millis", 3000)));
            } finally {
                server.stop();
            }
        } finally {
            Databases.delete(folder);
        }
    }

    private static void measure(PrintStream out, int port, HttpLoad load, int rounds, boolean warmUp, Duration time)
            throws Exception {
        Map<String, LoadFigures> whatsapp = new LinkedHashMap<>();
        Map<String, LoadFigures> mailgun = new LinkedHashMap<>();
        for (String path :
                List.of("nothing", "sqlite-single", "sqlite-grouped", "postgresql-single", "postgresql-grouped")) {
            whatsapp.put(path, new LoadFigures());
            mailgun.put(path, new LoadFigures());
        }
        for (int round = warmUp ? -1 : 0; round < rounds; round++) {
            post(load, "whatsapp", whatsapp, port, time, round >= 0);
            post(load, "mailgun", mailgun, port, time, round >= 0);
        }
        String how =
                CONNECTIONS + " connections; median of " + rounds + " rounds of " + time.toMillis() + " ms [range]";
        out.println("POST of one signed WhatsApp message, " + how);
        LoadFigures.table(whatsapp, List.of("single")).print(out);
        out.println("POST of a whole mail of 20 KB by a Mailgun route, " + how);
        LoadFigures.table(mailgun, List.of("single")).print(out);
        atOnce(out, port, rounds);
    }

    private static void post(
            HttpLoad load, String provider, Map<String, LoadFigures> paths, int port, Duration time, boolean counts)
            throws Exception {
        for (Map.Entry<String, LoadFigures> path : paths.entrySet()) {
            String address = (provider.equals("mailgun") ? "/mailgun-" : "/") + path.getKey();
            HttpLoad.Result result = load.postWebhooks(port, address, CONNECTIONS, time, provider);
            if (counts) {
                path.getValue().add(result);
            }
        }
    }

    /** As many messages in one request as WhatsApp ever sends. */
    private static void atOnce(PrintStream out, int port, int rounds) throws IOException, InterruptedException {
        SignedWebhooks webhooks = new SignedWebhooks(1000);
        HttpClient client = HttpClient.newHttpClient();
        Table table = new Table("1,000 messages in one POST, stored by", "ms to 200");
        for (String path : List.of("nothing", "sqlite-grouped", "postgresql-grouped")) {
            Samples millis = new Samples();
            for (int i = 0; i < rounds + 2; i++) {
                byte[] body = webhooks.next(1000);
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                        .header("X-Hub-Signature-256", webhooks.signature(body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
                long began = System.nanoTime();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IllegalStateException("answered " + status);
                }
                if (i >= 2) {
                    millis.add((System.nanoTime() - began) / 1e6);
                }
            }
            table.row(path, millis.text(0));
        }
        table.print(out);
    }

    private static ChannelConfig config() {
        return ChannelConfig.of(
                "tenant",
                "chat",
                "whatsapp",
                Map.of(
                        "phone_number",
                        "+15550783881",
                        "phone_number_id",
                        SignedWebhooks.PHONE_NUMBER_ID,
                        "business_account_id",
                        SignedWebhooks.ACCOUNT_ID,
                        "api_key",
                        "token",
                        "api_secret",
                        SignedWebhooks.SECRET,
                        "webhook_verify_token",
                        "verify"),
                null);
    }

    private static ChannelConfig mailgunConfig() {
        return ChannelConfig.of(
                "tenant",
                "mail",
                "mailgun",
                Map.of(
                        "api_key", "key",
                        "domain", "example.com",
                        "webhook_secret", MailgunPosts.KEY,
                        "email_address", "support@example.com"),
                null);
    }

    /** Not started: what is measured is the accepting, not the filing that follows. */
    private static Deskwire deskwire(Database database) {
        InMemoryConfigStore config = new InMemoryConfigStore();
        config.put(config());
        config.put(mailgunConfig());
        return Deskwire.builder(
                        database.stores(),
                        config,
                        event -> new SinkResult.Retry("nobody is here", null),
                        Secret.of("a key of the benchmark"))
                .channelType(new WhatsAppChannelType())
                .channelType(new MailgunChannelType())
                .build();
    }

    private static WebhookRequest request(Context ctx) {
        return new WebhookRequest(
                "POST",
                URI.create(ctx.url()),
                Map.of(),
                Map.of(
                        "x-hub-signature-256",
                        List.of(String.valueOf(ctx.header("X-Hub-Signature-256"))),
                        "content-type",
                        List.of(String.valueOf(ctx.contentType()))),
                Content.of(ctx.bodyAsBytes()),
                Instant.now());
    }

    private static List<RawItem> items(WebhookChannel webhook, Context ctx) throws IOException {
        WebhookChannel.Received received = webhook.receive(request(ctx));
        ctx.status(received.answer().status());
        return received instanceof WebhookChannel.Received.Items items ? items.items() : List.of();
    }

    private static void receive(Deskwire deskwire, String provider, Context ctx) {
        String channel = provider.equals("whatsapp") ? "chat" : "mail";
        ctx.status(deskwire.webhooks()
                .receive(provider, "tenant", channel, request(ctx))
                .status());
    }

    /** Stores each item, and its row in a queue, in a transaction of its own; what most webhook handlers do. */
    private static final class OneByOne implements AutoCloseable {
        private final PlainTables tables;

        private OneByOne(PlainTables tables) {
            this.tables = tables;
        }

        static OneByOne sqlite(Databases databases) throws Exception {
            return new OneByOne(PlainTables.open(databases.sqlite(), 1, "BLOB"));
        }

        static OneByOne postgresql(Databases databases) throws Exception {
            return new OneByOne(PlainTables.open(databases.postgresql(), 16, "BYTEA"));
        }

        void store(List<RawItem> items) throws SQLException, IOException {
            for (RawItem item : items) {
                try (InputStream body = item.body().open()) {
                    tables.insert(item.sourceKey(), body.readAllBytes(), true);
                }
            }
        }

        @Override
        public void close() {
            tables.close();
        }
    }
}
