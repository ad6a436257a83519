package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.MediaQueue;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claimed;
import io.deskwire.work.Ids;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables for messengers do beyond the contracts: an older database, the sweep, the number of questions. */
class MessengerTablesTest {

    private static final Instant NOW = MessageSamples.NOON;

    private final OpenDatabases databases = new OpenDatabases();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void a_database_of_the_first_version_keeps_what_it_holds() throws SQLException {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.emptyDatabase())) {
            firstVersion(settings);

            Stores stores = databases.open(settings).stores();

            assertThat(stores.conversations().find("acme", "c1")).hasValueSatisfying(c -> {
                assertThat(c.participants()).containsExactly("email:ann@x");
                assertThat(c.closedAt()).isNull();
            });
            assertThat(stores.conversations().ofParticipants("acme", "support", List.of("email:ann@x"), 5))
                    .hasSize(1);
            assertThat(stores.conversations().byNetworkId("acme", "support", "provider-1"))
                    .hasValueSatisfying(m -> {
                        assertThat(m.id()).isEqualTo("m1");
                        assertThat(m.annotations()).isEmpty();
                    });
            Delivery read = new Delivery(Address.email("ann@x"), DeliveryStatus.READ, null, null, NOW);
            assertThat(stores.outbox().report("acme", "m1", "provider-2", List.of(read), NOW))
                    .isTrue();
            assertThat(stores.conversations().byNetworkId("acme", "support", "provider-2"))
                    .as("its id was known before")
                    .isEmpty();
        }
    }

    private static void firstVersion(DatabaseSettings settings) throws SQLException {
        Connections connections = new Connections(settings);
        connections.prepareFile();
        Dialect dialect = connections.dialect();
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new PlainDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        return connections.single();
                    }
                })
                .locations("classpath:db/deskwire/" + dialect.folder)
                .table("deskwire_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("1")
                .load()
                .migrate();
        String time = dialect == Dialect.SQLITE ? "1772452800000000" : "'2026-03-02T12:00:00Z'";
        PlainSql.execute(
                settings,
                "INSERT INTO deskwire_conversation (tenant_id, id, channel_id, created_at, last_message_at)"
                        + " VALUES ('acme', 'c1', 'support', " + time + ", " + time + ")",
                "INSERT INTO deskwire_participant (tenant_id, conversation_id, address_key)"
                        + " VALUES ('acme', 'c1', 'email:ann@x')",
                "INSERT INTO deskwire_message (tenant_id, id, inbound, channel_id, conversation_id, stored_at)"
                        + " VALUES ('acme', 'm1', FALSE, 'support', 'c1', " + time + ")",
                "INSERT INTO deskwire_document (tenant_id, message_id, document) VALUES ('acme', 'm1', '{\"id\":\"m1\","
                        + "\"tenant_id\":\"acme\",\"channel_id\":\"support\",\"conversation_id\":\"c1\","
                        + "\"message_id\":\"own-1\",\"from\":{\"kind\":\"email\",\"value\":\"s@x\"},"
                        + "\"to\":[{\"kind\":\"email\",\"value\":\"ann@x\"}],\"text\":\"Hi\",\"automatic\":false,"
                        + "\"created_at\":\"2026-03-02T12:00:00Z\"}')",
                "INSERT INTO deskwire_outbound (tenant_id, message_id, state) VALUES ('acme', 'm1', 'done')",
                "INSERT INTO deskwire_recipient (tenant_id, message_id, n, address_key, kind, value, status, at)"
                        + " VALUES ('acme', 'm1', 0, 'email:ann@x', 'email', 'ann@x', 'sent', " + time + ")",
                "INSERT INTO deskwire_wire_id (tenant_id, wire_id, message_id, kind)"
                        + " VALUES ('acme', 'own-1', 'm1', 0), ('acme', 'provider-1', 'm1', 2)");
    }

    @Test
    void leases_that_ended_are_swept_and_others_are_not() throws SQLException {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.database())) {
            Database database = databases.open(settings);
            Instant future = Instant.parse("2199-01-01T00:00:00Z");
            database.stores().leases().acquire("acme", "ended", "n", NOW, NOW.plusSeconds(60));
            database.stores().leases().acquire("acme", "lasting", "n", NOW, future);

            database.stores().upkeep().get(0).work().run(NOW.plus(Duration.ofDays(2)), () -> true);

            assertThat(PlainSql.texts(settings, "SELECT name FROM deskwire_lease WHERE tenant_id = 'acme'"))
                    .containsExactly("lasting");
        }
    }

    @Test
    void fetched_bytes_are_not_swept() throws IOException {
        byte[] bytes = new byte[1_300_000];
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.database())) {
            Database database = databases.open(settings);
            Stores stores = database.stores();
            InboundMessage message = file(stores, "c1", true);
            Claimed<MediaQueue.Job> claimed = stores.media()
                    .claim("acme", "n", 9, 9, NOW, NOW.plusSeconds(60))
                    .get(0);
            Content kept = stores.media().keep("acme", new ByteArrayInputStream(bytes));
            stores.media().settle(claimed.claim(), new MediaQueue.Outcome.Available(kept, null), NOW);

            assertThat(database.sweepOrphans(Duration.ofMinutes(-1))).isZero();

            assertThat(stores.media().content("acme", message.id(), 0))
                    .hasValueSatisfying(content -> assertThat(content).satisfies(c -> {
                        try (var in = c.open()) {
                            assertThat(in.readAllBytes()).isEqualTo(bytes);
                        }
                    }));
            assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_upload"))
                    .containsExactly("0");
        }
    }

    @Test
    void fetched_bytes_that_no_settled_file_names_are_swept() throws IOException {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.database())) {
            Database database = databases.open(settings);
            Stores stores = database.stores();
            file(stores, "c1", true);
            Claimed<MediaQueue.Job> claimed = stores.media()
                    .claim("acme", "n", 9, 9, NOW, NOW.plusSeconds(60))
                    .get(0);
            Content small = stores.media().keep("acme", new ByteArrayInputStream(new byte[9]));
            Content large = stores.media().keep("acme", new ByteArrayInputStream(new byte[700_000]));
            assertThat(stores.outbox().stored("acme", small.sha256())).isEmpty();

            assertThat(database.sweepOrphans(Duration.ofMinutes(-1))).isEqualTo(2);

            assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_chunk"))
                    .containsExactly("0");
            for (Content gone : List.of(small, large)) {
                assertThatThrownBy(() -> stores.media()
                                .settle(claimed.claim(), new MediaQueue.Outcome.Available(gone, null), NOW))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(stores.media().backlog("acme")).as("nothing was changed").isEqualTo(1);
            Content again = stores.media().keep("acme", new ByteArrayInputStream(new byte[9]));
            stores.media().settle(claimed.claim(), new MediaQueue.Outcome.Available(again, null), NOW);
            assertThat(stores.outbox().stored("acme", small.sha256())).isPresent();
        }
    }

    @Test
    void bytes_that_are_there_already_stand_once() throws IOException {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.database())) {
            Stores stores = databases.open(settings).stores();
            for (int i = 0; i < 2; i++) {
                InboundMessage message = file(stores, "c1", true);
                Claimed<MediaQueue.Job> claimed = stores.media()
                        .claim("acme", "n", 9, 9, NOW, NOW.plusSeconds(60))
                        .get(0);
                Content kept = stores.media().keep("acme", new ByteArrayInputStream(new byte[700_000]));
                stores.media().settle(claimed.claim(), new MediaQueue.Outcome.Available(kept, null), NOW);
                assertThat(stores.media().content("acme", message.id(), 0).map(Content::length))
                        .contains(700_000L);
            }
            assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_chunk"))
                    .containsExactly("2");
            assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_upload"))
                    .containsExactly("0");
        }
    }

    @Test
    void a_conversation_costs_the_same_questions_however_long_it_is() {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.database())) {
            Stores stores = databases.open(settings).stores();
            List<String> questions = new ArrayList<>();
            MessageRows rows = countedRows(settings, questions);
            for (int i = 0; i < 12; i++) {
                file(stores, "plain", false);
            }
            assertThat(read(rows, "plain")).hasSize(12);
            assertThat(questions).as("a tenant without annotations and media").hasSize(1);

            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(file(stores, "busy", true).id());
            }
            for (String id : ids) {
                file(
                        stores,
                        "notes",
                        false,
                        new Settlement.Effect.Annotate(id, new Annotation(Annotation.Kind.REACTION, null, "x", NOW)));
            }
            stores.media()
                    .claim("acme", "n", 99, 9, NOW, NOW.plusSeconds(60))
                    .forEach(c -> stores.media().settle(c.claim(), new MediaQueue.Outcome.Expired("gone"), NOW));
            questions.clear();

            assertThat(read(rows, "busy")).hasSize(12).allSatisfy(m -> {
                assertThat(m.annotations()).hasSize(1);
                assertThat(((StoredMessage.Inbound) m).message().parsed().issues())
                        .hasSize(1);
            });
            assertThat(questions).as("messages, annotations, media").hasSize(3);
        }
    }

    private static List<StoredMessage> read(MessageRows rows, String conversation) {
        return rows.messages("acme", rows.ofConversation("acme", conversation));
    }

    private static MessageRows countedRows(DatabaseSettings settings, List<String> questions) {
        Connections connections = new Connections(settings);
        Jdbi jdbi = connections.configure(Jdbi.create(connections::single));
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                questions.add(context.getRenderedSql());
            }
        });
        Reader reader = new Reader(jdbi, connections.dialect());
        return new MessageRows(reader, new Bodies(reader, new Writer(new WriteQueue(1, 1), () -> {
            throw new SQLException("nothing is written here");
        })));
    }

    private static InboundMessage file(
            Stores stores, String conversation, boolean withFile, Settlement.Effect... effects) {
        var item = MessageSamples.item(Ids.next(NOW));
        stores.inbox()
                .record(new IntakeBatch("acme", "support", List.of(item), null, null, NOW))
                .toCompletableFuture()
                .join();
        Claimed<RawInbound> claimed = stores.inbox()
                .claim("acme", "n", 9, 9, NOW, NOW.plusSeconds(60))
                .get(0);
        var sample = MessageSamples.inbound().of(claimed.job());
        InboundMessage message = (withFile ? sample.pendingAttachment("a.jpg", "image/jpeg") : sample).build();
        boolean opens = stores.conversations().find("acme", conversation).isEmpty();
        stores.inbox()
                .settle(
                        claimed.claim(),
                        new Settlement.Filed(
                                message,
                                opens ? MessageSamples.opens(conversation) : MessageSamples.joins(conversation),
                                Set.of("email:ann@x"),
                                List.of(effects)),
                        NOW);
        return message;
    }
}
