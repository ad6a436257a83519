package io.deskwire.benchmarks;

import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.DovecotServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An installation under load: a database, one or more servers on it, tenants with their channels, and a look inside. */
final class Desk implements AutoCloseable {

    private static final String PASSWORD = "benchmark";

    private final String name;
    private final DatabaseSettings database;
    private final int tenants;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final TicketWatch watch;
    private @Nullable DovecotServer mail;

    /**
     * Starts the servers and gives every tenant a Mailgun and a WhatsApp channel.
     *
     * @param name tells its mailboxes apart from those of others on the same mail server
     * @param folder the servers' data folders go below; that of the first is the embedded database's
     */
    Desk(String name, DatabaseSettings database, Path folder, int nodes, int tenants, Map<String, String> environment)
            throws IOException, InterruptedException, SQLException {
        this.name = name;
        this.database = database;
        this.tenants = tenants;
        for (int i = 0; i < nodes; i++) {
            Path data = i == 0 ? folder : Files.createDirectories(folder.resolve("node" + i));
            servers.add(ServerProcess.start(database, data, environment));
        }
        for (int i = 0; i < tenants; i++) {
            String tenant = IntakeMessages.tenant(i);
            first().put(tenant, "mailgun", "mailgun", IntakeMessages.mailgunConfig(tenant));
            first().put(tenant, "whatsapp", "whatsapp", IntakeMessages.whatsappConfig(tenant));
        }
        watch = new TicketWatch(database);
    }

    ServerProcess first() {
        return servers.get(0);
    }

    /** Processor time that the servers have used so far. */
    Duration cpu() {
        return servers.stream().map(ServerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    IntakeLoad load() {
        return new IntakeLoad(watch);
    }

    /** Gives every tenant a mailbox, which the servers then read. */
    void mailboxes(DovecotServer server) throws IOException, InterruptedException {
        mail = server;
        for (int i = 0; i < tenants; i++) {
            server.createMailbox(name + i, PASSWORD);
            first().put(IntakeMessages.tenant(i), "imap", "imap", mailbox(server.imapPort(), name + i));
        }
    }

    static Map<String, Object> mailbox(int port, String user) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                port,
                "username",
                user,
                "password",
                PASSWORD,
                "use_ssl",
                false,
                "use_tls",
                false,
                "folder",
                "INBOX");
    }

    /**
     * Sides from which messages come.
     *
     * @param channel {@code mailgun}, {@code whatsapp}, or {@code imap}
     */
    List<IntakeSender> senders(String channel, int count) throws IOException {
        return senders(channel, count, IntakeMessages.LINES);
    }

    /**
     * The same.
     *
     * @param lines of text in a mail
     */
    List<IntakeSender> senders(String channel, int count, int lines) throws IOException {
        List<IntakeSender> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DovecotServer server = mail;
            if (!channel.equals("imap")) {
                senders.add(IntakeSender.webhooks(channel, servers, tenants, lines));
            } else if (server != null) {
                senders.add(IntakeSender.mailbox(
                        server.imapPort(), name + i % tenants, PASSWORD, IntakeMessages.tenant(i % tenants)));
            }
        }
        return senders;
    }

    /** Messages of a tenant that are stored and not yet handed to the helpdesk. */
    long waiting(String tenant) throws SQLException {
        return number("SELECT count(*) FROM deskwire_work WHERE tenant_id = '" + tenant + "'");
    }

    /** Of these, those that are not yet filed. */
    long unfiled(String tenant) throws SQLException {
        return number("SELECT count(*) FROM deskwire_work WHERE queue = 0 AND tenant_id = '" + tenant + "'");
    }

    /** Waits until nothing is to be done any more. */
    void awaitIdle() throws Exception {
        Fairness.await(() -> number("SELECT count(*) FROM deskwire_work") == 0);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = TicketWatch.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    static void close(List<IntakeSender> senders) throws IOException {
        for (IntakeSender sender : senders) {
            sender.close();
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        watch.close();
        for (ServerProcess server : servers) {
            server.close();
        }
    }
}
