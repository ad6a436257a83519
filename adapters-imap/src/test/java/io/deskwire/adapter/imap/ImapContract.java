package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.NOW;
import static io.deskwire.adapter.imap.Mails.PASSWORD;
import static io.deskwire.adapter.imap.Mails.USER;
import static io.deskwire.adapter.imap.Mails.imap;
import static io.deskwire.adapter.imap.Mails.imaps;
import static io.deskwire.adapter.imap.Mails.inbound;
import static io.deskwire.adapter.imap.Mails.mail;
import static io.deskwire.adapter.imap.Mails.mails;
import static io.deskwire.adapter.imap.Mails.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.mail.MailServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every IMAP server must give; each test has a mailbox of its own. */
abstract class ImapContract {

    /** The server with a fresh mailbox of {@link Mails#USER}. */
    abstract MailServer server();

    private final RecordingIntake intake = new RecordingIntake();

    private FetchResult fetch(Map<String, Object> document) throws ChannelException {
        return inbound(document).fetch(intake.cursor, intake, NOW);
    }

    @Test
    void everything_is_read_once_and_then_only_what_is_new() throws ChannelException {
        server().deliverAll(USER, mails("old", 7));
        FetchResult first = fetch(imap(server()));
        assertThat(first).isEqualTo(new FetchResult(7, 7, false, null));
        assertThat(intake.subjects()).containsExactly("old 1", "old 2", "old 3", "old 4", "old 5", "old 6", "old 7");

        assertThat(fetch(imap(server()))).isEqualTo(new FetchResult(0, 0, false, null));
        server().deliver(USER, mail("new"));
        assertThat(fetch(imap(server()))).isEqualTo(new FetchResult(1, 1, false, null));
        assertThat(intake.subjects()).endsWith("new").hasSize(8);
    }

    @Test
    void bytes_are_handed_over_as_the_server_has_them() throws ChannelException {
        server().deliver(USER, mail("exact", 5_000));
        fetch(imap(server()));
        byte[] stored = intake.stored.values().iterator().next();
        assertThat(stored).endsWith(mail("exact", 5_000));
        assertThat(intake.items.get(0).format()).isEqualTo("rfc822");
        assertThat(intake.items.get(0).receivedAt()).isNotNull();
    }

    @Test
    void an_empty_mailbox_gives_nothing() throws ChannelException {
        assertThat(fetch(imap(server()))).isEqualTo(new FetchResult(0, 0, false, null));
    }

    @Test
    void reading_marks_nothing_as_seen() throws ChannelException {
        server().deliver(USER, mail("unseen"));
        fetch(imap(server()));
        assertThat(flagsOf(1)).doesNotContain("\\Seen");
    }

    @Test
    void tls_from_the_start_works_with_the_tenants_own_authority() throws ChannelException {
        server().deliverAll(USER, mails("tls", 3));
        assertThat(fetch(imaps(server())).stored()).isEqualTo(3);
    }

    @Test
    void an_unknown_authority_is_refused() {
        Map<String, Object> document = with(imaps(server()), "trusted_ca_pem", "");
        assertThatThrownBy(() -> fetch(document))
                .isInstanceOfSatisfying(
                        ChannelException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("trusted_ca_pem")));
    }

    @Test
    void a_wrong_password_is_an_auth_failure_and_a_second_one_is_tried() throws ChannelException {
        assertThatThrownBy(() -> fetch(with(imap(server()), "password", "wrong")))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH));
        server().deliver(USER, mail("rotated"));
        assertThat(fetch(with(imap(server()), "password", List.of("wrong", PASSWORD)))
                        .stored())
                .isEqualTo(1);
    }

    @Test
    void a_missing_folder_is_said_to_be_missing() {
        assertThatThrownBy(() -> fetch(with(imap(server()), "folder", "Nowhere")))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void a_large_message_comes_in_slices_between_small_ones() throws ChannelException {
        server().deliver(USER, mail("before"));
        server().deliver(USER, mail("large", 3 << 20));
        server().deliver(USER, mail("after"));
        assertThat(fetch(imap(server())).stored()).isEqualTo(3);
        assertThat(intake.subjects()).containsExactly("before", "large", "after");
        assertThat(List.copyOf(intake.stored.values()).get(1)).endsWith(mail("large", 3 << 20));
    }

    @Test
    void a_failing_store_leaves_the_rest_for_the_next_time() throws ChannelException {
        server().deliverAll(USER, mails("kept", 450));
        intake.failAtBatch = 2;
        assertThatThrownBy(() -> fetch(imap(server())))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
        assertThat(intake.stored).hasSizeLessThan(450);
        intake.stored.clear();
        intake.items.clear();
        intake.cursor = null;
        fetch(imap(server()));
        assertThat(intake.stored).hasSize(450);
    }

    @Test
    void stored_messages_are_marked_seen() throws ChannelException {
        server().deliverAll(USER, mails("seen", 2));
        fetch(with(imap(server()), "after_intake", "mark_seen"));
        assertThat(flagsOf(1)).contains("\\Seen");
        assertThat(flagsOf(2)).contains("\\Seen");
        assertThat(intake.cursorText()).endsWith(":2:2");
    }

    @Test
    void stored_messages_are_moved() throws ChannelException {
        server().deliverAll(USER, mails("moved", 3));
        fetch(with(imap(server()), "after_intake", "move:Archive"));
        assertThat(server().messages(USER)).isEmpty();
        assertThat(server().messages(USER, "Archive")).hasSize(3);
        server().deliver(USER, mail("moved later"));
        fetch(with(imap(server()), "after_intake", "move:Archive"));
        assertThat(server().messages(USER, "Archive")).hasSize(4);
        assertThat(intake.stored).hasSize(4);
    }

    @Test
    void stored_messages_are_deleted_and_others_are_not() throws ChannelException {
        server().deliverAll(USER, mails("mine", 2));
        Map<String, Object> document = with(imap(server()), "after_intake", "delete");
        fetch(document);
        assertThat(server().messages(USER)).isEmpty();
        // A message that somebody else flagged, in a folder we pass over because of its date.
        server().deliver(USER, mail("flagged by somebody else"));
        flag(3, "\\Deleted");
        fetch(with(document, "start_from", "2100-01-01"));
        assertThat(server().messages(USER)).hasSize(1);
    }

    @Test
    void what_an_interruption_left_undone_is_done_next_time() throws ChannelException {
        server().deliverAll(USER, mails("late", 3));
        Map<String, Object> document = with(imap(server()), "after_intake", "delete");
        fetch(imap(server()));
        assertThat(server().messages(USER)).hasSize(3);
        // As if the process had died between the store's commit and the deletion of the last two.
        assertThat(intake.cursorText()).endsWith(":3:3");
        intake.cursor = new Cursor(intake.cursorText().replaceFirst(":3:3$", ":3:1"));
        FetchResult result = fetch(document);
        assertThat(result.offered()).isZero();
        assertThat(server().messages(USER)).hasSize(1);
        assertThat(intake.cursorText()).endsWith(":3:3");
    }

    @Test
    void a_missing_target_folder_does_not_keep_new_mail_out() {
        server().deliver(USER, mail("stored anyway"));
        Map<String, Object> document = with(imap(server()), "after_intake", "move:No such folder");
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> fetch(document))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
            assertThat(intake.stored).hasSize(i);
            server().deliver(USER, mail("another " + i));
        }
    }

    @Test
    void starting_from_now_leaves_the_past_alone() throws ChannelException {
        server().deliverAll(USER, mails("past", 3));
        Map<String, Object> document = with(imap(server()), "start_from", "now");
        assertThat(fetch(document).offered()).isZero();
        server().deliver(USER, mail("present"));
        assertThat(fetch(document).stored()).isEqualTo(1);
        assertThat(intake.subjects()).containsExactly("present");
    }

    @Test
    void starting_from_a_date_passes_over_what_is_older() throws ChannelException {
        server().deliverAll(USER, mails("any", 3));
        assertThat(fetch(with(imap(server()), "start_from", "2100-01-01")).offered())
                .isZero();
        assertThat(intake.cursorText()).contains(":3:");
        intake.cursor = null;
        assertThat(fetch(with(imap(server()), "start_from", "2020-01-01")).stored())
                .isEqualTo(3);
    }

    @Test
    void a_push_is_seen_and_a_lost_connection_is_noticed() throws Exception {
        try (Channel channel = Mails.open(imap(server()))) {
            Watching watching = Watching.start(channel);
            // GreenMail begins to listen a moment after it says that it does; what comes in between is lost to it.
            for (int i = 0; i < 5 && watching.changes.get() == 0; i++) {
                server().deliver(USER, mail("pushed " + i));
                watching.changed.await(4, TimeUnit.SECONDS);
            }
            assertThat(watching.changes).hasPositiveValue();
            server().restart();
            assertThat(watching.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(fetch(imap(server())).stored()).isPositive();
        }
    }

    @Test
    void an_interrupt_ends_a_watch() throws Exception {
        try (Channel channel = Mails.open(imap(server()))) {
            Watching watching = Watching.start(channel);
            watching.thread.interrupt();
            assertThat(watching.outcome.get(20, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void closing_the_channel_ends_a_watch() throws Exception {
        Channel channel = Mails.open(imap(server()));
        Watching watching = Watching.start(channel);
        channel.close();
        assertThat(watching.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void idle_is_renewed_and_each_renewal_is_a_hint() throws Exception {
        ImapAccess access = access(imap(server()));
        Watching watching = Watching.start(new ImapWatch(access, "INBOX", 20));
        // Ten reads of 20 ms make a round; nothing arrives.
        assertThat(watching.changed.await(20, TimeUnit.SECONDS)).isTrue();
        Mails.await("several rounds", () -> watching.changes.get() > 2);
        watching.thread.interrupt();
        assertThat(watching.outcome.get(20, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void an_unknown_cursor_reads_everything_again() throws ChannelException {
        server().deliverAll(USER, mails("again", 2));
        intake.cursor = new Cursor("v1:1:5:5");
        FetchResult result = fetch(imap(server()));
        assertThat(result.resynced()).isTrue();
        assertThat(result.stored()).isEqualTo(2);
    }

    @Test
    void the_connection_test_goes_through_its_stages() {
        List<ConnectionTest.Stage> stages =
                Mails.open(imaps(server())).test().orElseThrow().run(stage -> {});
        assertThat(stages)
                .filteredOn(stage -> stage.name().startsWith("imap."))
                .allSatisfy(stage -> assertThat(stage.ok()).as(stage.toString()).isTrue())
                .extracting(ConnectionTest.Stage::name)
                .containsExactly(
                        "imap.dns",
                        "imap.connect",
                        "imap.tls",
                        "imap.greeting",
                        "imap.login",
                        "imap.folder",
                        "imap.list");
        List<ConnectionTest.Stage> refused = Mails.open(with(imaps(server()), "password", "wrong"))
                .test()
                .orElseThrow()
                .run(stage -> {});
        assertThat(refused)
                .filteredOn(stage -> stage.name().startsWith("imap.") && !stage.ok())
                .singleElement()
                .satisfies(stage -> assertThat(stage.name()).isEqualTo("imap.login"));
    }

    RecordingIntake intake() {
        return intake;
    }

    static ImapAccess access(Map<String, Object> document) {
        MailboxSettings settings = SettingsParser.parse(Mails.config("imap", document), false);
        return new ImapAccess(
                settings.server(),
                new Dialer(io.deskwire.channel.EgressPolicy.privateAllowed(), TlsTrust.with(settings.trusted())),
                new Credentials(settings.account(), io.deskwire.channel.AccessTokens.none()));
    }

    private String flagsOf(int uid) {
        return command("UID FETCH " + uid + " (FLAGS)");
    }

    private void flag(int uid, String flag) {
        command("UID STORE " + uid + " +FLAGS (" + flag + ")");
    }

    private String command(String command) {
        try {
            ImapAccess access = access(imap(server()));
            ImapConnection connection = access.signIn();
            access.open(connection, "INBOX", false);
            StringBuilder text = new StringBuilder();
            for (var answer : connection.run(command, null)) {
                text.append(answer);
            }
            connection.end();
            return text.toString();
        } catch (Exception e) {
            throw new AssertionError(command, e);
        }
    }

    /** For watches that never get so far. */
    static final class NoListener implements ChannelWatch.Listener {
        @Override
        public void connected() {
            throw new AssertionError("connected");
        }

        @Override
        public void changed() {
            throw new AssertionError("changed");
        }
    }

    /** A watch on a thread of its own. */
    static final class Watching implements ChannelWatch.Listener {
        final CountDownLatch connected = new CountDownLatch(1);
        final CountDownLatch changed = new CountDownLatch(1);
        final AtomicInteger changes = new AtomicInteger();
        final CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
        final Thread thread;

        private Watching(ChannelWatch watch) {
            thread = new Thread(() -> {
                try {
                    watch.run(this);
                    outcome.complete(null);
                } catch (ChannelException | RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
        }

        static Watching start(Channel channel) throws Exception {
            return start(channel.watch().orElseThrow());
        }

        static Watching start(ChannelWatch watch) throws Exception {
            Watching watching = new Watching(watch);
            watching.thread.start();
            if (!watching.connected.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the watch did not come up: " + watching.outcome);
            }
            return watching;
        }

        ChannelException failure() throws Exception {
            try {
                outcome.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                return (ChannelException) java.util.Objects.requireNonNull(e.getCause());
            }
            throw new AssertionError("the watch did not fail");
        }

        @Override
        public void connected() {
            connected.countDown();
        }

        @Override
        public void changed() {
            changes.incrementAndGet();
            changed.countDown();
        }
    }
}
