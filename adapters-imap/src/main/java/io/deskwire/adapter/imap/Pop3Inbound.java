package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a POP3 mailbox by its UIDL ledger, which the inbox keeps: what is known by its unique id is not read again. */
final class Pop3Inbound implements InboundChannel {

    private static final int REMEMBERED_DATES = 10_000;

    private final Pop3Access access;
    private final MailboxSettings settings;
    private final Set<MailSocket> open = ConcurrentHashMap.newKeySet();

    /** When messages on the server arrived, by source key; read from their headers once. */
    private final Map<String, Instant> arrivals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED_DATES;
        }
    };

    Pop3Inbound(Pop3Access access, MailboxSettings settings) {
        this.access = access;
        this.settings = settings;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        Pop3Connection connection = access.signIn();
        open.add(connection.socket());
        boolean clean = false;
        try {
            Batches batches = new Batches(intake);
            MaildropReading reading = new MaildropReading(connection, access, settings, intake, batches, arrivals, now);
            String note = reading.run();
            clean = true;
            return new FetchResult(batches.offered(), batches.stored(), false, note);
        } catch (Pop3Connection.Refusal e) {
            throw ChannelException.of(FailureKind.TRANSIENT, access.endpoint().text() + " refused: " + e.text(), e)
                    .withCode(e.codeOrNull());
        } catch (IOException e) {
            throw Failures.connection(access.endpoint(), e, connection.socket());
        } finally {
            open.remove(connection.socket());
            end(connection, clean);
        }
    }

    void close() {
        open.forEach(socket -> socket.abort("the channel was closed"));
    }

    /** Without QUIT the server forgets deletions; they are asked for again next time. */
    private static void end(Pop3Connection connection, boolean clean) {
        try {
            if (clean) {
                connection.quit();
            }
        } catch (IOException | Pop3Connection.Refusal e) {
            // Everything fetched is durable; deletions are repeated.
        } finally {
            connection.abort();
        }
    }
}
