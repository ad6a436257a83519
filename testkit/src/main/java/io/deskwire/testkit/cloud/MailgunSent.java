package io.deskwire.testkit.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A message that Mailgun took. Immutable. */
public final class MailgunSent {

    private final String messageId;
    private final List<String> recipients;
    private final byte[] mail;
    private final Map<String, String> variables;
    private final Instant at;

    MailgunSent(String messageId, List<String> recipients, byte[] mail, Map<String, String> variables, Instant at) {
        this.messageId = messageId;
        this.recipients = List.copyOf(recipients);
        this.mail = mail;
        this.variables = Map.copyOf(variables);
        this.at = at;
    }

    /** Its Message-ID without angle brackets. */
    public String messageId() {
        return messageId;
    }

    /** Whom it goes to. */
    public List<String> recipients() {
        return recipients;
    }

    /** The whole mail; a copy. Empty when it came in fields. */
    public byte[] mail() {
        return mail.clone();
    }

    /** What comes back with its events. */
    public Map<String, String> variables() {
        return variables;
    }

    /** When it was taken. */
    public Instant at() {
        return at;
    }
}
