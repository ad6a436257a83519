package io.deskwire.testkit.graph;

import java.time.Instant;
import java.util.Optional;

/** A message in a mailbox. What it says is of now: it moves and is read. Thread-safe. */
public final class GraphItem {

    private final Object lock;
    private final Instant received;
    private MailContent content;
    private String immutableId = Ids.opaque(Ids.IMMUTABLE);
    private String ordinaryId = Ids.opaque(Ids.ORDINARY);
    private String conversationId = Ids.opaque("AAQkAGI2");
    private Folder folder;
    private boolean read;
    private boolean draft;
    private boolean hidden;
    private boolean gone;
    private int change = 1;

    GraphItem(Object lock, MailContent content, Folder folder, Instant received) {
        this.lock = lock;
        this.content = content;
        this.folder = folder;
        this.received = received;
    }

    /** The id that outlives a move within the mailbox. */
    public String id() {
        synchronized (lock) {
            return immutableId;
        }
    }

    /** The id that a move changes. */
    public String ordinaryId() {
        synchronized (lock) {
            return ordinaryId;
        }
    }

    /** The name of the folder it is in; empty when it is gone. */
    public String folder() {
        synchronized (lock) {
            return gone ? "" : folder.displayName();
        }
    }

    public boolean isRead() {
        synchronized (lock) {
            return read;
        }
    }

    public boolean isDraft() {
        synchronized (lock) {
            return draft;
        }
    }

    /** The Message-ID with its angle brackets. */
    public Optional<String> internetMessageId() {
        synchronized (lock) {
            return Optional.ofNullable(content.messageId());
        }
    }

    public String subject() {
        synchronized (lock) {
            return content.subject();
        }
    }

    /** The whole mail as {@code $value} gives it; not copied, so do not change it. */
    public byte[] mime() {
        synchronized (lock) {
            Mime mime = content.mime();
            return mime == null ? MimeParts.write(content, received, true) : mime.raw();
        }
    }

    MailContent content() {
        return content;
    }

    /** Exchange rewrote the mail when it sent it. */
    void replace(MailContent rewritten) {
        content = rewritten;
    }

    Instant received() {
        return received;
    }

    Folder in() {
        return folder;
    }

    String id(boolean immutable) {
        return immutable ? immutableId : ordinaryId;
    }

    boolean has(String id) {
        return immutableId.equals(id) || ordinaryId.equals(id);
    }

    String conversationId() {
        return conversationId;
    }

    void joins(String conversation) {
        conversationId = conversation;
    }

    String etag() {
        return "W/\"CQAAABYAAAD" + change + "\"";
    }

    void moveTo(Folder target) {
        folder = target;
        ordinaryId = Ids.opaque(Ids.ORDINARY);
        change++;
    }

    void renumber() {
        immutableId = Ids.opaque(Ids.IMMUTABLE);
        ordinaryId = Ids.opaque(Ids.ORDINARY);
    }

    void markRead(boolean on) {
        read = on;
        change++;
    }

    void markDraft(boolean on) {
        draft = on;
        change++;
    }

    /** Whether delta and lists do not know of it yet. */
    boolean isHidden() {
        return hidden;
    }

    void hide(boolean on) {
        hidden = on;
    }

    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }
}
