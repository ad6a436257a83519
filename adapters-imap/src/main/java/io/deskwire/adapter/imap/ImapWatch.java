package io.deskwire.adapter.imap;

import io.deskwire.channel.ChannelWatch;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * IDLE (RFC 2177) on a connection of its own.
 *
 * <p>It is renewed at the latest every five minutes, because connections die in silence behind NAT and firewalls: one
 * round is at most ten reads of at most thirty seconds each, which needs no clock, and then the server must answer DONE.
 */
final class ImapWatch implements ChannelWatch {

    private static final int READS_PER_ROUND = 10;
    private static final int READ_MILLIS = 30_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final long BYTES_PER_ROUND = 1L << 20;
    private static final byte[] DONE = "DONE\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ImapAccess access;
    private final String folder;
    private final int readMillis;
    private final Set<MailSocket> open = ConcurrentHashMap.newKeySet();

    ImapWatch(ImapAccess access, String folder) {
        this(access, folder, READ_MILLIS);
    }

    /** With shorter reads, for tests. */
    ImapWatch(ImapAccess access, String folder, int readMillis) {
        this.access = access;
        this.folder = folder;
        this.readMillis = readMillis;
    }

    @Override
    public void run(Listener listener) throws ChannelException {
        ImapConnection connection = access.signIn();
        open.add(connection.socket());
        try {
            if (!connection.hasCapability("IDLE")) {
                throw ChannelException.of(
                                FailureKind.UNSUPPORTED,
                                access.endpoint().text() + " has no IDLE: new mail is found by polling only")
                        .withHint("Lower poll_interval_seconds, or set idle to false to end this notice.");
            }
            access.open(connection, folder, true);
            boolean first = true;
            while (!Thread.currentThread().isInterrupted()) {
                round(connection, listener, first);
                first = false;
            }
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw Failures.connection(access.endpoint(), e, connection.socket());
            }
        } finally {
            open.remove(connection.socket());
            connection.abort();
        }
    }

    /** Cuts connections in use. */
    void close() {
        open.forEach(socket -> socket.abort("the channel was closed"));
    }

    private void round(ImapConnection connection, Listener listener, boolean first)
            throws IOException, ChannelException {
        connection.allow(BYTES_PER_ROUND, 64 * 1024);
        connection.socket().setSoTimeout(ANSWER_MILLIS);
        String tag = connection.send("IDLE");
        awaitContinuation(connection, tag);
        if (first) {
            listener.connected();
        } else {
            // What came while no IDLE was in place is announced nowhere else.
            listener.changed();
        }
        connection.socket().setSoTimeout(readMillis);
        for (int reads = 0; reads < READS_PER_ROUND; reads++) {
            try {
                if (isNews(connection.next())) {
                    listener.changed();
                }
            } catch (SocketTimeoutException e) {
                if (!connection.socket().guard().atLineStart()) {
                    throw new IOException("the server stopped in the middle of a line", e);
                }
            }
        }
        end(connection, listener, tag);
    }

    private static void awaitContinuation(ImapConnection connection, String tag) throws IOException, ChannelException {
        while (true) {
            IMAPResponse answer = connection.next();
            if (answer.isContinuation()) {
                return;
            }
            if (answer.isTagged() && tag.equals(answer.getTag())) {
                throw ChannelException.of(
                        FailureKind.UNSUPPORTED, "the server refuses IDLE: " + Failures.shown(answer.getRest()));
            }
        }
    }

    private static void end(ImapConnection connection, Listener listener, String tag) throws IOException {
        connection.socket().setSoTimeout(ANSWER_MILLIS);
        connection.write(DONE);
        boolean news = false;
        while (true) {
            IMAPResponse answer = connection.next();
            if (answer.isTagged() && tag.equals(answer.getTag())) {
                break;
            }
            news |= isNews(answer);
        }
        if (news) {
            listener.changed();
        }
    }

    private static boolean isNews(IMAPResponse answer) {
        return answer.isUnTagged() && (answer.keyEquals("EXISTS") || answer.keyEquals("RECENT"));
    }
}
