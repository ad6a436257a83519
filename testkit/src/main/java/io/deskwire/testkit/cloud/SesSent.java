package io.deskwire.testkit.cloud;

import java.util.List;
import java.util.Map;

/** One mail that the simulated SES took. Immutable. */
public final class SesSent {

    private final String messageId;
    private final String region;
    private final String from;
    private final List<String> recipients;
    private final Map<String, List<String>> tags;
    private final byte[] mail;

    SesSent(
            String messageId,
            String region,
            String from,
            List<String> recipients,
            Map<String, List<String>> tags,
            byte[] mail) {
        this.messageId = messageId;
        this.region = region;
        this.from = from;
        this.recipients = List.copyOf(recipients);
        this.tags = Map.copyOf(tags);
        this.mail = mail;
    }

    /** What SES answered. */
    public String messageId() {
        return messageId;
    }

    /** The Message-ID that recipients see, without angle brackets. */
    public String wireMessageId() {
        return messageId + "@" + (region.equals("us-east-1") ? "email" : region) + ".amazonses.com";
    }

    /** The envelope sender. */
    public String from() {
        return from;
    }

    /** Everybody of the envelope. */
    public List<String> recipients() {
        return recipients;
    }

    /** The tags that it was sent with. */
    public Map<String, List<String>> tags() {
        return tags;
    }

    /** The mail as recipients get it, with the Message-ID and Date that SES puts there; a copy. */
    public byte[] mail() {
        return mail.clone();
    }
}
