package io.deskwire.testkit.graph;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One mail that a mailbox sent, as its recipients see it. Immutable. */
public final class GraphSent {

    /** How it was sent. */
    public enum Way {
        SEND_MAIL_JSON,
        SEND_MAIL_MIME,
        REPLY,
        DRAFT
    }

    private final Way way;
    private final MailContent content;
    private final Instant at;
    private final List<String> recipients;
    private final String itemId;

    GraphSent(Way way, MailContent content, Instant at, List<String> recipients, String itemId) {
        this.way = way;
        this.content = content;
        this.at = at;
        this.recipients = List.copyOf(recipients);
        this.itemId = itemId;
    }

    public Way way() {
        return way;
    }

    /** When Exchange took it, by the simulator's clock. */
    public Instant at() {
        return at;
    }

    /** The mail without Bcc, read or put together anew at each call. */
    public byte[] mime() {
        Mime mime = content.mime();
        return mime == null ? MimeParts.write(content, at, false) : mime.raw().clone();
    }

    /** {@link #mime} as text. */
    public String text() {
        return new String(mime(), StandardCharsets.UTF_8);
    }

    /** The Message-ID that recipients see, with its angle brackets. */
    public String internetMessageId() {
        return String.valueOf(content.messageId());
    }

    public String subject() {
        return content.subject();
    }

    /** The addresses it goes to, those of Bcc last. */
    public List<String> recipients() {
        return recipients;
    }

    /** The first value of a header field, unfolded, by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(Mime.sent(mime()).first(name));
    }

    /** The files at it: name and size of each. */
    public List<String> attachments() {
        List<String> names = new ArrayList<>();
        Mime mime = content.mime();
        for (Attached each :
                mime == null ? content.attachments() : MimeParts.of(mime.raw()).attachments()) {
            names.add(each.name() + " " + each.bytes().length);
        }
        return names;
    }

    /** The immutable id of the copy in Sent Items; empty when none was kept. */
    public Optional<String> itemId() {
        return itemId.isEmpty() ? Optional.empty() : Optional.of(itemId);
    }
}
