package io.deskwire.adapter.gmail;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import io.deskwire.channel.RawBody;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches messages one by one: small ones whole, large ones as a stream from the connection. */
final class MailFetch {

    /** Above this a message is streamed. */
    static final int LARGE = 1 << 20;

    private static final String FIELDS = "id,threadId,labelIds,historyId,internalDate,sizeEstimate,raw";

    private final GmailClient client;

    MailFetch(GmailClient client) {
        this.client = client;
    }

    /** A message cannot be had for a reason that may be its own: the rest of the mailbox may well be read. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ChannelException failure;
        private final boolean certain;
        private final String why;

        UnreadableException(ChannelException failure, boolean certain, String why) {
            super(failure);
            this.failure = failure;
            this.certain = certain;
            this.why = why;
        }

        ChannelException failure() {
            return failure;
        }

        /** Whether it is the message's own reason for certain, and not perhaps the service's. */
        boolean isCertain() {
            return certain;
        }

        /** A few words for the people at the helpdesk. */
        String why() {
            return why;
        }
    }

    /**
     * Fetches a message; the caller closes it.
     *
     * @return null when there is no such message any more
     * @throws ChannelException when nothing can be fetched now
     */
    @Nullable Mail open(String id) throws ChannelException, UnreadableException {
        client.budget().take(QuotaBudget.GET);
        RawAnswer answer = null;
        try {
            Gmail.Users.Messages.Get get = client.transfers().users().messages().get(GmailClient.ME, id);
            get.setFormat("raw").setFields(FIELDS);
            answer = new RawAnswer(get.executeAsInputStream());
            Mail mail = read(id, answer);
            if (mail == null) {
                return null;
            }
            if (mail.connection() != null) {
                answer = null;
            }
            return mail;
        } catch (IOException e) {
            if (e instanceof HttpResponseException refused && refused.getStatusCode() == 404) {
                return null;
            }
            throw failed(e);
        } finally {
            close(answer);
        }
    }

    private @Nullable Mail read(String id, RawAnswer answer) throws IOException, ChannelException, UnreadableException {
        if (!answer.findRaw()) {
            throw new MalformedAnswerException("Gmail gave no content for a message");
        }
        InputStream raw = answer.raw();
        byte[] beginning = raw.readNBytes(LARGE + 1);
        if (beginning.length <= LARGE) {
            while (answer.findRaw()) {
                answer.raw().skip(Long.MAX_VALUE);
            }
            return mail(id, answer.members(), RawBody.of(beginning), null);
        }
        Map<String, Object> members = answer.members();
        RawBody body = new Streamed(beginning, raw, number(members.get("sizeEstimate")));
        if (members.containsKey("internalDate") && members.containsKey("labelIds")) {
            return mail(id, members, body, answer);
        }
        // What is told behind the message would come too late: it has to stand beside it.
        Message told = beside(id, "minimal");
        if (told == null) {
            return null;
        }
        Head head = Head.of(told);
        return new Mail(id, told.getThreadId(), head.labels(), head.receivedAt(), head.history(), body, answer);
    }

    /**
     * What Gmail says about a message.
     *
     * @return null when there is no such message any more
     */
    @Nullable Head head(String id) throws ChannelException, UnreadableException {
        Message message = beside(id, "metadata");
        return message == null ? null : Head.of(message);
    }

    private @Nullable Message beside(String id, String format) throws ChannelException, UnreadableException {
        try {
            return client.read(QuotaBudget.GET, gmail -> {
                Gmail.Users.Messages.Get get = gmail.users().messages().get(GmailClient.ME, id);
                return get.setFormat(format)
                        .setMetadataHeaders(format.equals("metadata") ? Head.FIELDS : null)
                        .execute();
            });
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return null;
            }
            throw unreadable(e);
        }
    }

    private static Mail mail(String id, Map<String, Object> members, RawBody body, @Nullable RawAnswer connection) {
        long at = number(members.get("internalDate"));
        long history = number(members.get("historyId"));
        return new Mail(
                id,
                members.get("threadId") instanceof String thread ? thread : null,
                Mail.labels(members.get("labelIds")),
                at < 0 ? null : Instant.ofEpochMilli(at),
                history < 0 ? null : BigInteger.valueOf(history),
                body,
                connection);
    }

    /** Texts and numbers both stand for 64-bit numbers; -1 for anything else. */
    private static long number(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /**
     * What an exception while a message was fetched or read means: whatever is not Gmail's clear word about all of them may be
     * this message's own fault.
     */
    ChannelException failed(IOException e) throws UnreadableException {
        if (e instanceof TooLongException) {
            throw new UnreadableException(
                    ChannelException.of(FailureKind.TRANSIENT, "a message is too large to be fetched", e),
                    true,
                    "it is too large, more than " + (GmailClient.MOST_OF_A_TRANSFER >> 20) + " MB in Gmail's answer");
        }
        if (e instanceof MalformedAnswerException) {
            throw new UnreadableException(
                    ChannelException.of(FailureKind.TRANSIENT, "a message cannot be read: " + e.getMessage(), e),
                    true,
                    "Gmail gives no content for it that can be read");
        }
        if (e instanceof Credentials.NoTokenException none) {
            return none.failure();
        }
        return unreadable(client.failure(e));
    }

    private static ChannelException unreadable(ChannelException failure) throws UnreadableException {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (failure.kind() == FailureKind.PERMANENT) {
            ChannelException again = ChannelException.of(
                    FailureKind.TRANSIENT, "a message cannot be read: " + failure.getMessage(), failure);
            throw new UnreadableException(again, true, "Gmail refuses it");
        }
        if (failure.kind() == FailureKind.TRANSIENT && !interrupted) {
            throw new UnreadableException(failure, false, "every attempt ended with an error");
        }
        return failure;
    }

    private static void close(@Nullable RawAnswer answer) {
        try {
            if (answer != null) {
                answer.close();
            }
        } catch (IOException e) {
            // Nothing more is wanted from it.
        }
    }

    /** What was read already and the rest, once. */
    static final class Streamed implements RawBody {

        private final byte[] beginning;
        private final InputStream rest;
        private final long expected;
        private boolean opened;
        private @Nullable IOException failure;

        Streamed(byte[] beginning, InputStream rest, long expected) {
            this.beginning = beginning;
            this.rest = rest;
            this.expected = expected;
        }

        /** What ended the reading, or null. */
        @Nullable IOException failure() {
            return failure;
        }

        @Override
        public long expectedLength() {
            return expected;
        }

        @Override
        public InputStream open() throws IOException {
            if (opened) {
                throw new IOException("the bytes of this message were read already");
            }
            opened = true;
            return new SequenceInputStream(new ByteArrayInputStream(beginning), new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    try {
                        return rest.read(into, offset, length);
                    } catch (IOException e) {
                        failure = e;
                        throw e;
                    }
                }
            });
        }
    }
}
