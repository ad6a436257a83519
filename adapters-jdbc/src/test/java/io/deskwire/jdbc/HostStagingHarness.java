package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Deskwire;
import io.deskwire.config.Secret;
import io.deskwire.delivery.Replies;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.FakeOutgoing;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are part of a transaction of the helpdesk's own. */
abstract class HostStagingHarness {

    private static final String TENANT = "acme";
    private static final TicketRef TICKET = new TicketRef("T-1");

    private final OpenDatabases databases = new OpenDatabases();
    private final FakeChannelType type = new FakeChannelType();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final SettableClock clock = SettableClock.at(MessageSamples.NOON);
    private final List<Deskwire> nodes = new ArrayList<>();
    private DatabaseSettings settings = DatabaseSettings.of("jdbc:sqlite:unset", null, null);

    abstract DatabaseSettings empty();

    @BeforeEach
    void a_ticket_is_there() {
        settings = empty();
        config.put(FakeChannelType.config(TENANT, "support"));
        type.provider(TENANT, "support").mailbox().arrive("Printer", "It burns.");
        Deskwire deskwire = node(databases.open(settings));
        runAll(deskwire);
        PlainSql.execute(settings, "CREATE TABLE comment (text VARCHAR(100))");
    }

    @AfterEach
    void close() {
        nodes.forEach(Deskwire::close);
        databases.close();
    }

    @Test
    void what_is_committed_with_the_comment_leaves_once() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);

        String id;
        try (Connection connection = begin()) {
            comment(connection, "Water?");
            id = in(connection, database, deskwire).reply(TENANT, TICKET, ReplyDraft.text("Water?"), "comment-1");
            assertThat(database.stores().outbox().tenantsDue(clock.instant()))
                    .as("before the commit")
                    .isEmpty();
            connection.commit();
        }
        runAll(deskwire);
        runAll(deskwire);

        assertThat(copies()).extracting(copy -> copy.message().text()).containsExactly("Water?");
        assertThat(copies().get(0).message().id()).isEqualTo(id);
        assertThat(PlainSql.texts(settings, "SELECT text FROM comment")).containsExactly("Water?");
        assertThat(PlainSql.texts(settings, "SELECT id FROM deskwire_staged")).isEmpty();
        assertThat(database.stores().conversations().message(TENANT, id))
                .containsInstanceOf(StoredMessage.Outbound.class);
    }

    @Test
    void what_is_rolled_back_never_leaves() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);

        try (Connection connection = begin()) {
            comment(connection, "Water?");
            in(connection, database, deskwire).reply(TENANT, TICKET, ReplyDraft.text("Water?"), "comment-1");
            connection.rollback();
        }
        runAll(deskwire);

        assertThat(copies()).isEmpty();
        assertThat(PlainSql.texts(settings, "SELECT text FROM comment")).isEmpty();
        assertThat(PlainSql.texts(settings, "SELECT id FROM deskwire_staged")).isEmpty();
        assertThat(database.stores().outbox().staged(TENANT, "comment-1")).isEmpty();
    }

    @Test
    void a_key_sends_once_in_whatever_way_it_is_used_again() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);
        ReplyDraft draft = ReplyDraft.text("Water?");

        String first;
        try (Connection connection = begin()) {
            Replies replies = in(connection, database, deskwire);
            first = replies.reply(TENANT, TICKET, draft, "comment-1");
            assertThat(replies.reply(TENANT, TICKET, draft, "comment-1")).isEqualTo(first);
            connection.commit();
        }
        // Committed, but no node has looked yet.
        assertThat(deskwire.replies().reply(TENANT, TICKET, draft, "comment-1")).isEqualTo(first);
        runAll(deskwire);
        try (Connection connection = begin()) {
            assertThat(in(connection, database, deskwire).reply(TENANT, TICKET, draft, "comment-1"))
                    .isEqualTo(first);
            connection.commit();
        }
        runAll(deskwire);

        assertThat(copies()).hasSize(1);
    }

    @Test
    void a_new_conversation_begins_with_the_commit() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);

        String id;
        try (Connection connection = begin()) {
            id = in(connection, database, deskwire)
                    .start(
                            TENANT,
                            "support",
                            List.of(Address.email("bo@customer.example")),
                            "News",
                            ReplyDraft.text("Hello"),
                            null);
            connection.commit();
        }
        runAll(deskwire);

        assertThat(copies()).extracting(copy -> copy.message().subject()).containsExactly("News");
        String conversation = copies().get(0).message().conversationId();
        assertThat(database.stores().conversations().messages(TENANT, conversation))
                .extracting(StoredMessage::id)
                .containsExactly(id);
    }

    @Test
    void files_are_stored_before_the_transaction_begins() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);
        OutboundAttachment unknown = MessageSamples.textFile("plan.txt", "call 112");
        OutboundAttachment stored = new OutboundAttachment(
                "plan.txt",
                "text/plain",
                null,
                deskwire.outbox().store(TENANT, new ByteArrayInputStream("call 112".getBytes(StandardCharsets.UTF_8))));

        try (Connection connection = begin()) {
            Replies replies = in(connection, database, deskwire);
            assertThatThrownBy(() -> replies.reply(TENANT, TICKET, carrying(unknown), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Outbox.store");
            replies.reply(TENANT, TICKET, carrying(stored), null);
            connection.commit();
        }
        runAll(deskwire);

        assertThat(copies())
                .singleElement()
                .satisfies(copy -> assertThat(copy.message().attachments())
                        .singleElement()
                        .satisfies(file -> assertThat(file.content().open()).hasContent("call 112")));
    }

    @Test
    void what_cannot_be_taken_up_stays_where_it_is_seen_and_holds_up_no_other() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);
        assertThat(database.lookout().oldestStaged()).isEmpty();
        String broken;
        try (Connection connection = begin()) {
            Replies replies = in(connection, database, deskwire);
            broken = replies.reply(TENANT, TICKET, ReplyDraft.text("Water?"), null);
            replies.reply(TENANT, TICKET, ReplyDraft.text("Sand?"), null);
            connection.commit();
        }
        PlainSql.execute(settings, "UPDATE deskwire_staged SET documents = '[1]' WHERE id = '" + broken + "'");
        runAll(deskwire);

        assertThat(copies()).extracting(copy -> copy.message().text()).containsExactly("Sand?");
        assertThat(PlainSql.texts(settings, "SELECT id FROM deskwire_staged")).containsExactly(broken);
        assertThat(database.lookout().oldestStaged()).contains(clock.instant());
    }

    @Test
    void a_connection_that_commits_by_itself_is_refused() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);

        try (Connection connection = PlainSql.connect(settings)) {
            Replies replies = in(connection, database, deskwire);
            assertThatThrownBy(() -> replies.reply(TENANT, TICKET, ReplyDraft.text("Water?"), null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("commits by itself");
        }
        runAll(deskwire);

        assertThat(copies()).isEmpty();
    }

    @Test
    void several_who_look_at_once_take_each_up_once() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);
        try (Connection connection = begin()) {
            for (int i = 0; i < 150; i++) {
                in(connection, database, deskwire).reply(TENANT, TICKET, ReplyDraft.text("Number " + i), null);
            }
            connection.commit();
        }

        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<List<String>> look = () -> database.stores().outbox().tenantsDue(clock.instant());
            for (Future<List<String>> looked : pool.invokeAll(List.of(look, look, look, look))) {
                assertThat(looked.get()).containsExactly(TENANT);
            }
        } finally {
            pool.shutdownNow();
        }
        runAll(deskwire);

        assertThat(copies())
                .extracting(copy -> copy.message().text())
                .hasSize(150)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_cannot_be_read_holds_up_no_other() throws Exception {
        Database database = databases.open(settings);
        Deskwire deskwire = node(database);
        try (Connection connection = begin()) {
            in(connection, database, deskwire).reply(TENANT, TICKET, ReplyDraft.text("One"), "one");
            connection.commit();
        }
        PlainSql.execute(settings, "UPDATE deskwire_staged SET documents = '[7]'");
        try (Connection connection = begin()) {
            in(connection, database, deskwire).reply(TENANT, TICKET, ReplyDraft.text("Two"), "two");
            connection.commit();
        }
        runAll(deskwire);

        assertThat(copies()).extracting(copy -> copy.message().text()).containsExactly("Two");
        assertThat(PlainSql.texts(settings, "SELECT idempotency_key FROM deskwire_staged"))
                .containsExactly("one");
    }

    private static ReplyDraft carrying(OutboundAttachment file) {
        return new ReplyDraft("See below", null, List.of(file), null, null, false);
    }

    private static Replies in(Connection connection, Database database, Deskwire deskwire) {
        return deskwire.replies().through(database.staging(connection));
    }

    private Connection begin() throws SQLException {
        Connection connection = PlainSql.connect(settings);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void comment(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO comment (text) VALUES ('" + text + "')");
        }
    }

    private List<FakeOutgoing.Copy> copies() {
        return type.provider(TENANT, "support").outgoing().copies();
    }

    private Deskwire node(Database database) {
        Deskwire node = Deskwire.builder(
                        database.stores(),
                        config,
                        new RecordingTicketSink(),
                        Secret.of("a key for tests that is long enough"))
                .channelType(type)
                .clock(clock)
                .build();
        nodes.add(node);
        return node;
    }

    private static void runAll(Deskwire deskwire) {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }
}
