package io.deskwire.testkit.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The folders and items of one mailbox and what happened to them. Guarded by the world's lock, which callers hold. */
final class MailStore {

    private static final String ROOT = Ids.opaque("AAMkROOT");

    private final List<Folder> folders = new ArrayList<>();
    private final List<GraphItem> items = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Consumer<Change> listener;

    MailStore(Consumer<Change> listener) {
        this.listener = listener;
        wellKnown("inbox", "Inbox");
        wellKnown("drafts", "Drafts");
        wellKnown("sentitems", "Sent Items");
        wellKnown("deleteditems", "Deleted Items");
        wellKnown("junkemail", "Junk Email");
        wellKnown("archive", "Archive");
        wellKnown("outbox", "Outbox");
    }

    private void wellKnown(String name, String displayName) {
        folders.add(new Folder(Ids.opaque("AAMkFLDR"), displayName, name, ROOT));
    }

    Folder addFolder(String displayName) {
        if (named(displayName).isPresent()) {
            throw new Refusal(409, "ErrorFolderExists", "A folder with the specified name already exists.");
        }
        Folder folder = new Folder(Ids.opaque("AAMkFLDR"), displayName, null, ROOT);
        folders.add(folder);
        return folder;
    }

    List<Folder> folders() {
        return List.copyOf(folders);
    }

    private Optional<Folder> named(String displayName) {
        return folders.stream()
                .filter(folder -> folder.displayName().equalsIgnoreCase(displayName))
                .findFirst();
    }

    /** A folder as Graph's paths name it: by its id or, if it has one, its well-known name. */
    Folder folder(String idOrWellKnown) {
        return folders.stream()
                .filter(folder -> folder.is(idOrWellKnown))
                .findFirst()
                .orElseThrow(() -> idOrWellKnown.startsWith("AAMk")
                        ? Refusal.itemNotFound()
                        : new Refusal(400, "ErrorInvalidIdMalformed", "Id is malformed."));
    }

    /** A folder as people name it: by its name too. */
    Folder anyFolder(String name) {
        return folders.stream()
                .filter(folder -> folder.is(name))
                .findFirst()
                .or(() -> named(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no folder " + name));
    }

    List<GraphItem> items(Folder folder) {
        return items.stream().filter(item -> item.in().equals(folder)).toList();
    }

    List<GraphItem> items() {
        return List.copyOf(items);
    }

    /** An item by either id. */
    GraphItem item(String id) {
        if (!id.startsWith("AA")) {
            throw new Refusal(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        }
        return items.stream().filter(item -> item.has(id)).findFirst().orElseThrow(Refusal::itemNotFound);
    }

    void add(GraphItem item) {
        items.add(item);
        log(Change.Kind.CREATED, item);
    }

    /** Announces an item again that was not to be seen before. */
    void show(GraphItem item) {
        item.hide(false);
        changes.add(change(Change.Kind.CREATED, item));
    }

    void move(GraphItem item, Folder target) {
        if (item.in().equals(target)) {
            return;
        }
        log(Change.Kind.DELETED, item);
        item.moveTo(target);
        log(Change.Kind.CREATED, item);
    }

    void touch(GraphItem item) {
        log(Change.Kind.UPDATED, item);
    }

    void remove(GraphItem item) {
        log(Change.Kind.DELETED, item);
        item.leave();
        items.remove(item);
    }

    /** Joins what belongs to an older mail's conversation to it. */
    void thread(GraphItem item) {
        String text = item.content().references() + " " + item.content().inReplyTo();
        items.stream()
                .filter(other -> other != item && other.content().messageId() != null)
                .filter(other -> text.contains(String.valueOf(other.content().messageId())))
                .findFirst()
                .ifPresent(other -> item.joins(other.conversationId()));
    }

    private void log(Change.Kind kind, GraphItem item) {
        Change change = change(kind, item);
        changes.add(change);
        listener.accept(change);
    }

    private Change change(Change.Kind kind, GraphItem item) {
        return new Change(lastChange() + 1, kind, item, item.in(), item.id(true), item.id(false));
    }

    long lastChange() {
        return changes.size();
    }

    /** What happened in a folder after a change. */
    List<Change> since(long number, Folder folder) {
        return changes.subList((int) number, changes.size()).stream()
                .filter(change -> change.folder().equals(folder))
                .toList();
    }

    /** Gives every item other ids, as a move to another server does. */
    void renumber() {
        items.forEach(GraphItem::renumber);
    }

    /** A name in the form in which two are compared. */
    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
