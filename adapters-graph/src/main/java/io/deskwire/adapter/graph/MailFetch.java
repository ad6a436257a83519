package io.deskwire.adapter.graph;

import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches messages one by one, and goes on without those that Graph lists and does not give. */
final class MailFetch {

    /** Larger messages are not held in memory. */
    private static final int SMALL = 256 * 1024;

    private final Mailbox mailbox;
    private final Intake intake;
    private final Handover handover;
    private final Troubles troubles;
    private final Remembered remembered;
    private final Instant now;

    private int given;
    private int failures;
    private @Nullable ChannelException failure;
    private @Nullable String note;

    MailFetch(Mailbox mailbox, Intake intake, Handover handover, Remembered remembered, Instant now) {
        this.mailbox = mailbox;
        this.intake = intake;
        this.handover = handover;
        this.troubles = handover.troubles();
        this.remembered = remembered;
        this.now = now;
    }

    /** A sentence about notes that were written, or null. */
    @Nullable String note() {
        return note;
    }

    /**
     * Takes a message. One that is not given is kept in the position and the next ones go on without it; what seems wrong with
     * everything ends the fetch.
     */
    void take(Listed message) throws ChannelException {
        ChannelException e = attempt(message);
        if (e == null) {
            return;
        }
        if (endsAll(e) || troubles.isFull()) {
            throw e;
        }
        troubles.failed(message.id(), now);
        failed(e);
        boolean everybodys = given == 0 && failures >= Troubles.SUSPICIOUS;
        if (everybodys || e.kind() == FailureKind.THROTTLED) {
            // The next fetch begins with another message.
            handover.flush();
            throw e;
        }
    }

    private void failed(ChannelException e) {
        failures++;
        failure = failure == null ? e : failure;
    }

    /** Tries again what was not given, as far as it is due. */
    void retry() throws ChannelException {
        int inVain = 0;
        for (String id : troubles.due(now, remembered.lastRead() == null)) {
            if (!intake.known(Set.of(id)).isEmpty()) {
                troubles.settled(id);
            } else if (!retried(id) && ++inVain >= Troubles.SUSPICIOUS && given == 0) {
                break;
            }
        }
        handover.flush();
    }

    private boolean retried(String id) throws ChannelException {
        Listed there = null;
        ChannelException e;
        try {
            there = mailbox.look(id);
            if (there == null) {
                troubles.settled(id);
                return true;
            }
            e = null;
        } catch (ChannelException refused) {
            e = refused;
        }
        if (there != null) {
            e = attempt(there);
        }
        if (e == null) {
            return true;
        }
        if (endsAll(e)) {
            throw e;
        }
        boolean hopeless = troubles.isHopeless(id, e.kind() == FailureKind.AUTH, remembered.lastRead(), now);
        troubles.failed(id, now);
        failed(e);
        if (e.kind() == FailureKind.THROTTLED && given == 0) {
            handover.flush();
            throw e;
        }
        if (hopeless) {
            Instant received = there == null ? null : there.receivedAt();
            handover.addNote(Unreadable.note(id, mailbox.settings().mailbox(), received, e));
            note = "Microsoft 365 does not give one message; a note took its place.";
        }
        return false;
    }

    /** Fails when nothing was given and nothing tells that it could have been. */
    void requireOne() throws ChannelException {
        ChannelException e = failure;
        if (e != null && given == 0 && remembered.lastRead() == null) {
            throw e;
        }
    }

    /** What is no message's fault for certain: no token, or an end from our side. */
    private static boolean endsAll(ChannelException e) {
        boolean refused = String.valueOf(e.getMessage()).startsWith("Microsoft Graph answered 403");
        return (e.kind() == FailureKind.AUTH && !refused)
                || Thread.currentThread().isInterrupted();
    }

    /** Why Graph did not give a message, or null when it was taken, passed over or is gone. */
    private @Nullable ChannelException attempt(Listed message) throws ChannelException {
        InputStream bytes;
        try {
            bytes = mailbox.content(message.id());
        } catch (ChannelException e) {
            return e;
        }
        if (bytes == null) {
            // Moved or deleted since it was listed.
            troubles.settled(message.id());
            return null;
        }
        try (bytes) {
            byte[] beginning = bytes.readNBytes(SMALL);
            if (beginning.length == 0) {
                return ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph gave nothing for a message");
            }
            if (message.fromHere() && !Transport.passed(beginning)) {
                // A copy of what was sent from here.
                troubles.settled(message.id());
                given();
                return null;
            }
            if (beginning.length < SMALL) {
                given();
                handover.add(item(message, RawBody.of(beginning)), beginning.length);
                return null;
            }
            handover.store();
            return streamed(message, new MessageBody(beginning, bytes));
        } catch (IOException e) {
            return broke(e);
        } finally {
            mailbox.calls().letGo();
        }
    }

    private void given() {
        given++;
        remembered.read(now);
    }

    private @Nullable ChannelException streamed(Listed message, MessageBody body) throws ChannelException {
        try {
            handover.stream(item(message, body));
            given();
            return null;
        } catch (ChannelException | RuntimeException e) {
            IOException broken = body.failure();
            if (broken == null) {
                throw e;
            }
            return broke(broken);
        }
    }

    private static ChannelException broke(IOException e) {
        return ChannelException.of(FailureKind.TRANSIENT, "the connection broke while a message was read", e);
    }

    private RawItem item(Listed message, RawBody body) {
        String thread = message.conversationId();
        return new RawItem(
                message.id(),
                MimeDecoder.FORMAT,
                new Envelope(null, List.of(mailbox.settings().mailbox())),
                message.receivedAt(),
                thread == null ? Map.of() : Map.of("provider_thread_id", thread),
                body);
    }
}
