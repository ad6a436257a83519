package io.deskwire.testkit.gmail;

import java.time.Instant;
import java.util.Set;

/** A mail that a mailbox sent. Immutable. */
public final class GmailSent {

    private final String id;
    private final String threadId;
    private final byte[] submitted;
    private final MailHead delivered;
    private final Set<String> recipients;
    private final String way;
    private final Instant at;

    GmailSent(
            GmailMessage message,
            byte[] submitted,
            MailHead delivered,
            Set<String> recipients,
            String way,
            Instant at) {
        this.id = message.id();
        this.threadId = message.threadId();
        this.submitted = submitted;
        this.delivered = delivered;
        this.recipients = Set.copyOf(recipients);
        this.way = way;
        this.at = at;
    }

    /** Gmail's id of the copy in the mailbox. */
    public String id() {
        return id;
    }

    public String threadId() {
        return threadId;
    }

    /** What the program under test handed in; a copy. */
    public byte[] submitted() {
        return submitted.clone();
    }

    /** What recipients get, without Bcc and with what Gmail changed; a copy. */
    public byte[] raw() {
        return delivered.bytes();
    }

    /** The Message-ID that recipients see, with its angle brackets. */
    public String messageId() {
        return delivered.messageId().orElse("");
    }

    /** A header field as recipients see it, unfolded; empty when it is not there. */
    public String header(String name) {
        return delivered.value(name).orElse("");
    }

    /** Everyone it went to, lower case. */
    public Set<String> recipients() {
        return recipients;
    }

    /** {@code json}, {@code multipart}, {@code media} or {@code resumable}. */
    public String way() {
        return way;
    }

    public Instant at() {
        return at;
    }
}
