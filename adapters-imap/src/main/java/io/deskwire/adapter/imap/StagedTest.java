package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Credentials.Credential;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.failure.ChannelException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;

/**
 * Tests both servers of a channel stage by stage: dns, connect, tls, login, and for the mailbox folder and list. What it
 * reports is coarse on purpose, so that it is of no use as a port scanner.
 */
final class StagedTest implements ConnectionTest {

    private final Mailbox mailbox;
    private final SmtpAccess smtp;

    StagedTest(ImapAccess imap, String folder, SmtpAccess smtp) {
        this((stages, socket) -> testImap(stages, imap, folder, socket), imap.endpoint(), imap.dialer(), smtp);
    }

    StagedTest(Pop3Access pop3, SmtpAccess smtp) {
        this((stages, socket) -> testPop3(stages, pop3, socket), pop3.endpoint(), pop3.dialer(), smtp);
    }

    private final Endpoint endpoint;
    private final Dialer dialer;

    private StagedTest(Mailbox mailbox, Endpoint endpoint, Dialer dialer, SmtpAccess smtp) {
        this.mailbox = mailbox;
        this.endpoint = endpoint;
        this.dialer = dialer;
        this.smtp = smtp;
    }

    /** What comes after the first bytes on the wire. */
    private interface Mailbox {
        void test(Stages stages, MailSocket socket) throws StageFailed;
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        List<Stage> all = new ArrayList<>();
        Consumer<Stage> both = stage -> {
            all.add(stage);
            progress.accept(stage);
        };
        Stages first = new Stages(endpoint.protocol(), both);
        try {
            mailbox.test(first, dial(first, dialer, endpoint));
        } catch (StageFailed e) {
            // Reported; sending is tested all the same, it is another server.
        }
        Stages second = new Stages("smtp", both);
        try {
            testSmtp(second, dial(second, smtp.dialer(), smtp.endpoint()));
        } catch (StageFailed e) {
            // Reported.
        }
        return List.copyOf(all);
    }

    private static MailSocket dial(Stages stages, Dialer dialer, Endpoint endpoint) throws StageFailed {
        List<InetAddress> addresses = stages.step("dns", () -> dialer.resolve(endpoint), found -> "resolved");
        boolean literals = endpoint.protocol().equals("imap");
        MailSocket socket = stages.step(
                "connect",
                () -> dialer.connect(endpoint, addresses, literals),
                connected -> "connected to port " + endpoint.port());
        if (endpoint.security() != Security.TLS) {
            return socket;
        }
        return stages.step("tls", () -> dialer.secure(endpoint, socket), StagedTest::tlsText);
    }

    private static String tlsText(MailSocket socket) {
        String text = socket.tlsText();
        return text == null ? "no encryption" : text;
    }

    private static void testImap(Stages stages, ImapAccess access, String folder, MailSocket socket)
            throws StageFailed {
        try {
            ImapConnection connection;
            if (access.endpoint().security() == Security.STARTTLS) {
                connection = stages.step("tls", () -> access.secured(socket), c -> tlsText(c.socket()));
            } else {
                connection = stages.step("greeting", () -> access.greet(socket), c -> "the server speaks IMAP");
            }
            ImapConnection in = stages.login(
                    access.credentials(),
                    connection,
                    credential -> access.authenticate(connection, credential),
                    () -> access.secured(access.dialer().dial(access.endpoint(), true)),
                    access::authenticate);
            MailboxInfo box = stages.step("folder", () -> access.open(in, folder, true), opened -> "opened");
            stages.step(
                    "list",
                    () -> {
                        if (box.total > 0) {
                            list(access, in);
                        }
                        return box.total;
                    },
                    count -> count + " messages; " + (in.hasCapability("IDLE") ? "pushes (IDLE)" : "polling only"));
            in.end();
        } finally {
            socket.abort("the test is over");
        }
    }

    private static void list(ImapAccess access, ImapConnection connection) throws ChannelException {
        try {
            FolderListing.read(connection, "*", 1, false);
        } catch (IOException e) {
            throw Failures.connection(access.endpoint(), e, connection.socket());
        } catch (ImapRefusal e) {
            throw access.folderRefused("", e);
        }
    }

    private static void testPop3(Stages stages, Pop3Access access, MailSocket socket) throws StageFailed {
        try {
            Pop3Connection connection =
                    stages.step("greeting", () -> access.greet(socket), c -> "the server speaks POP3");
            if (access.endpoint().security() == Security.STARTTLS) {
                stages.step(
                        "tls",
                        () -> {
                            access.startTls(connection);
                            return connection;
                        },
                        c -> tlsText(c.socket()));
            }
            Pop3Connection in = stages.login(
                    access.credentials(),
                    connection,
                    credential -> access.authenticate(connection, credential),
                    access::reconnect,
                    access::authenticate);
            stages.step(
                    "list",
                    () -> {
                        AtomicInteger count = new AtomicInteger();
                        access.listing(in, line -> count.incrementAndGet());
                        return count.get();
                    },
                    count -> count + " messages");
            in.abort();
        } finally {
            socket.abort("the test is over");
        }
    }

    private void testSmtp(Stages stages, MailSocket socket) throws StageFailed {
        try {
            SmtpConnection connection =
                    stages.step("greeting", () -> smtp.greet(socket), c -> "the server speaks SMTP");
            if (smtp.endpoint().security() == Security.STARTTLS) {
                stages.step(
                        "tls",
                        () -> {
                            smtp.startTls(connection);
                            return connection;
                        },
                        c -> tlsText(c.socket()));
            }
            if (smtp.isAnonymous()) {
                connection.end();
                return;
            }
            SmtpConnection in = stages.login(
                    smtp.credentials(),
                    connection,
                    credential -> smtp.authenticate(connection, credential),
                    () -> smtp.secured(smtp.dialer().dial(smtp.endpoint(), false)),
                    smtp::authenticate);
            in.end();
        } finally {
            socket.abort("the test is over");
        }
    }

    /** Reports stages of one server. */
    private static final class Stages {
        private final String server;
        private final Consumer<Stage> report;

        Stages(String server, Consumer<Stage> report) {
            this.server = server;
            this.report = report;
        }

        <T> T step(String name, Step<T> step, Detail<T> detail) throws StageFailed {
            T result;
            try {
                result = step.run();
            } catch (ChannelException e) {
                report.accept(
                        new Stage(server + "." + name, false, words(e), e.hint().orElse(null)));
                throw new StageFailed();
            }
            report.accept(new Stage(server + "." + name, true, detail.of(result), null));
            return result;
        }

        /** The first secret goes over the connection that is there, further ones over connections of their own. */
        <C> C login(Credentials credentials, C first, FirstLogin on, Step<C> reconnect, Login<C> login)
                throws StageFailed {
            AtomicInteger tries = new AtomicInteger();
            return step(
                    "login",
                    () -> credentials.open(credential -> {
                        if (tries.getAndIncrement() == 0) {
                            on.with(credential);
                            return first;
                        }
                        C next = reconnect.run();
                        login.with(next, credential);
                        return next;
                    }),
                    signedIn -> tries.get() == 1 ? "signed in" : "signed in at try " + tries.get());
        }

        private static String words(ChannelException e) {
            @Nullable String message = e.getMessage();
            return message == null ? e.kind().name() : message;
        }
    }

    private interface Step<T> {
        T run() throws ChannelException;
    }

    private interface Detail<T> {
        String of(T result);
    }

    private interface FirstLogin {
        void with(Credential credential) throws ChannelException;
    }

    private interface Login<C> {
        void with(C connection, Credential credential) throws ChannelException;
    }

    private static final class StageFailed extends Exception {
        private static final long serialVersionUID = 1L;

        StageFailed() {
            super("reported", null, false, false);
        }
    }
}
