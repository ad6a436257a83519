package io.deskwire.testkit.gmail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message in a mailbox, as it stood when it was asked for. Immutable. */
public final class GmailMessage {

    private final String id;
    private final String threadId;
    private final Set<String> labels;
    private final long historyId;
    private final Instant at;
    private final long number;
    private final byte[] raw;
    private final MailHead head;

    GmailMessage(String id, String threadId, Set<String> labels, long historyId, Instant at, long number, byte[] raw) {
        this.id = id;
        this.threadId = threadId;
        this.labels = Set.copyOf(labels);
        this.historyId = historyId;
        this.at = at;
        this.number = number;
        this.raw = raw;
        this.head = MailHead.of(raw);
    }

    private GmailMessage(GmailMessage other, Set<String> labels, long historyId) {
        this.id = other.id;
        this.threadId = other.threadId;
        this.labels = Set.copyOf(labels);
        this.historyId = historyId;
        this.at = other.at;
        this.number = other.number;
        this.raw = other.raw;
        this.head = other.head;
    }

    GmailMessage with(Set<String> otherLabels, long newHistoryId) {
        return new GmailMessage(this, otherLabels, newHistoryId);
    }

    public String id() {
        return id;
    }

    public String threadId() {
        return threadId;
    }

    /** Label ids, such as {@code INBOX} or {@code Label_7}. */
    public Set<String> labels() {
        return labels;
    }

    /** The id of the last change of this message. */
    public long historyId() {
        return historyId;
    }

    /** When Gmail accepted it. */
    public Instant at() {
        return at;
    }

    /** The mail; a copy. */
    public byte[] raw() {
        return raw.clone();
    }

    byte[] sharedRaw() {
        return raw;
    }

    MailHead head() {
        return head;
    }

    /** Its place in the order in which messages came. */
    long number() {
        return number;
    }

    /** The text that a search without operator looks through, lower case. */
    String text() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    List<String> sortedLabels() {
        return labels.stream().sorted().toList();
    }

    /** Id, thread and, when asked for, labels: what lists hold. */
    Map<String, Object> listed(boolean withLabels) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("threadId", threadId);
        if (withLabels && !labels.isEmpty()) {
            tree.put("labelIds", sortedLabels());
        }
        return tree;
    }
}
