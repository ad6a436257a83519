package io.deskwire.testkit.gmail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A mailbox's history: ascending ids with gaps, and how far back it goes. Guarded by the mailbox. */
final class GmailHistory {

    /** What happened, by Gmail's names. */
    enum Kind {
        MESSAGE_ADDED("messageAdded", "messagesAdded"),
        MESSAGE_DELETED("messageDeleted", "messagesDeleted"),
        LABEL_ADDED("labelAdded", "labelsAdded"),
        LABEL_REMOVED("labelRemoved", "labelsRemoved");

        private final String type;
        private final String key;

        Kind(String type, String key) {
            this.type = type;
            this.key = key;
        }
    }

    /** One change of one message, with the message as it was afterwards. */
    private record Change(long id, Kind kind, GmailMessage message, Set<String> labels) {

        boolean concerns(String label) {
            return message.labels().contains(label) || labels.contains(label);
        }

        Map<String, Object> tree() {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("message", message.listed(true));
            if (!labels.isEmpty()) {
                of.put("labelIds", labels.stream().sorted().toList());
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("id", Long.toString(id));
            tree.put("messages", List.of(message.listed(false)));
            tree.put(kind.key, List.of(of));
            return tree;
        }
    }

    private final List<Change> changes = new ArrayList<>();
    private long last;
    private long oldestStart;
    private boolean repeats;
    private boolean takesFuture;

    GmailHistory(long start) {
        this.last = start;
        this.oldestStart = start;
    }

    long last() {
        return last;
    }

    void repeats(boolean on) {
        repeats = on;
    }

    void takesFuture(boolean on) {
        takesFuture = on;
    }

    /** The next id; ids leave gaps. */
    long next() {
        last += 1 + last % 7 * 3;
        return last;
    }

    /** Notes what became of a message whose history id is the last one. */
    void note(Kind kind, GmailMessage message, Set<String> labels) {
        changes.add(new Change(message.historyId(), kind, message, labels));
        if (repeats) {
            changes.add(new Change(next(), kind, message, labels));
        }
    }

    /** From now on every start before this moment is too old. */
    void forget() {
        changes.clear();
        oldestStart = next();
    }

    /** Answers {@code history.list}. */
    Map<String, Object> list(GmailRequest request, int largestPage) {
        long start = start(request.parameter("startHistoryId").orElse(""));
        List<String> types = request.parameters("historyTypes");
        for (String type : types) {
            if (List.of(Kind.values()).stream().noneMatch(kind -> kind.type.equals(type))) {
                throw GmailRefusal.invalid("Invalid value at 'history_types' (TYPE_ENUM), \"" + type + "\"");
            }
        }
        int size =
                Math.min(largestPage, Math.min(500, request.number("maxResults").orElse(100)));
        String token = request.parameter("pageToken").orElse("");
        if (!token.isEmpty() && !token.matches("h[0-9]{1,18}")) {
            throw GmailRefusal.invalid("Invalid pageToken");
        }
        long after = token.isEmpty() ? start : Long.parseLong(token.substring(1));
        List<Object> page = new ArrayList<>();
        long lastShown = after;
        boolean more = false;
        for (Change change : changes) {
            boolean wanted = change.id > after
                    && (types.isEmpty() || types.contains(change.kind.type))
                    && request.parameter("labelId").map(change::concerns).orElse(true);
            if (wanted && page.size() == size) {
                more = true;
                break;
            }
            if (wanted) {
                page.add(change.tree());
                lastShown = change.id;
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!page.isEmpty()) {
            answer.put("history", page);
        }
        if (more) {
            answer.put("nextPageToken", "h" + lastShown);
        }
        answer.put("historyId", Long.toString(last));
        return answer;
    }

    private long start(String text) {
        if (text.isEmpty()) {
            throw GmailRefusal.invalid("Missing/invalid startHistoryId");
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw GmailRefusal.invalid("Invalid value at 'start_history_id' (TYPE_UINT64), \"" + text + "\"");
        }
        long start = Long.parseLong(text);
        if (start < oldestStart || (start > last && !takesFuture)) {
            throw GmailRefusal.notFound();
        }
        return start;
    }
}
