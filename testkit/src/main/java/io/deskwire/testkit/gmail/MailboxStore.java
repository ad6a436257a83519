package io.deskwire.testkit.gmail;

import io.deskwire.testkit.gmail.GmailHistory.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The messages, labels and history of a mailbox. Thread-safe. */
final class MailboxStore {

    private static final Comparator<GmailMessage> BY_ARRIVAL = Comparator.comparingLong(GmailMessage::number);
    private static final Comparator<GmailMessage> BY_TIME =
            Comparator.comparing(GmailMessage::at).thenComparing(BY_ARRIVAL);

    private final Clock clock;
    private final AtomicLong ids;
    private final BiConsumer<GmailMessage, Set<String>> changed;
    private final Map<String, GmailMessage> messages = new LinkedHashMap<>();
    private final GmailLabels labels = new GmailLabels();
    private final GmailHistory history;
    private int largestPage = 500;
    private Duration searchLag = Duration.ZERO;
    private boolean listsByArrival;
    private Duration sentLag = Duration.ZERO;

    /**
     * An empty store.
     *
     * @param ids what message ids are made of, the same for all mailboxes so that none is in two
     * @param changed is told of each change with the message afterwards and the labels concerned; must not wait
     */
    MailboxStore(Clock clock, AtomicLong ids, BiConsumer<GmailMessage, Set<String>> changed) {
        this.clock = clock;
        this.ids = ids;
        this.changed = changed;
        this.history = new GmailHistory(7_841_205);
    }

    /**
     * Files a mail.
     *
     * @param raw is kept without a copy
     */
    synchronized GmailMessage add(byte[] raw, Set<String> labelIds, Optional<String> threadId, Instant at) {
        for (String label : labelIds) {
            if (!labels.knows(label)) {
                throw new IllegalArgumentException("there is no label " + label);
            }
        }
        long number = ids.addAndGet(0x11);
        String id = String.format(Locale.ROOT, "%016x", number);
        GmailMessage message = new GmailMessage(id, threadId.orElse(id), labelIds, history.next(), at, number, raw);
        messages.put(id, message);
        history.note(Kind.MESSAGE_ADDED, message, Set.of());
        changed.accept(message, labelIds);
        return message;
    }

    /** The thread of a mail that this one answers under the same subject. */
    synchronized Optional<String> threadFor(MailHead head) {
        Set<String> answered = head.answered();
        return messages.values().stream()
                .filter(message -> fits(message, head, answered))
                .map(GmailMessage::threadId)
                .findFirst();
    }

    /** Whether a mail belongs into a thread: it answers one of its messages under the same subject. */
    synchronized boolean joins(MailHead head, String threadId) {
        Set<String> answered = head.answered();
        return messages.values().stream()
                .anyMatch(message -> message.threadId().equals(threadId) && fits(message, head, answered));
    }

    private static boolean fits(GmailMessage message, MailHead head, Set<String> answered) {
        return message.head().messageId().map(answered::contains).orElse(false)
                && message.head().plainSubject().equals(head.plainSubject());
    }

    synchronized boolean hasThread(String threadId) {
        return messages.values().stream().anyMatch(m -> m.threadId().equals(threadId));
    }

    synchronized Optional<GmailMessage> find(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    GmailMessage get(String id) {
        if (!id.matches("[0-9a-f]{1,16}")) {
            throw GmailRefusal.invalid("Invalid id value");
        }
        return find(id).orElseThrow(GmailRefusal::notFound);
    }

    synchronized List<GmailMessage> all() {
        return List.copyOf(messages.values());
    }

    /** Changes labels; what is already so leaves no history. */
    synchronized GmailMessage relabel(String id, Set<String> add, Set<String> remove) {
        GmailMessage message = get(id);
        Set<String> added = new TreeSet<>(add);
        added.removeAll(message.labels());
        message = relabelled(message, added, Kind.LABEL_ADDED);
        Set<String> removed = new TreeSet<>(remove);
        removed.retainAll(message.labels());
        return relabelled(message, removed, Kind.LABEL_REMOVED);
    }

    private GmailMessage relabelled(GmailMessage message, Set<String> some, Kind kind) {
        if (some.isEmpty()) {
            return message;
        }
        Set<String> after = new TreeSet<>(message.labels());
        if (kind == Kind.LABEL_ADDED) {
            after.addAll(some);
        } else {
            after.removeAll(some);
        }
        GmailMessage result = message.with(after, history.next());
        messages.put(result.id(), result);
        history.note(kind, result, some);
        changed.accept(result, some);
        return result;
    }

    synchronized void delete(String id) {
        GmailMessage gone = get(id);
        messages.remove(id);
        GmailMessage last = gone.with(gone.labels(), history.next());
        history.note(Kind.MESSAGE_DELETED, last, Set.of());
        changed.accept(last, gone.labels());
    }

    /** Answers {@code messages.list}: newest first, by the time that Gmail gives a message. */
    synchronized Map<String, Object> list(GmailRequest request) {
        String q = request.parameter("q").orElse("");
        Instant now = clock.instant();
        GmailSearch search = new GmailSearch(q, now, labels::idFor);
        List<String> labelIds = request.parameters("labelIds");
        boolean everywhere = search.everywhere()
                || request.parameter("includeSpamTrash").orElse("false").equals("true")
                || labelIds.contains("SPAM")
                || labelIds.contains("TRASH");
        String token = request.parameter("pageToken").orElse("");
        if (!token.isEmpty() && !token.matches("m[0-9]{1,9}")) {
            throw GmailRefusal.invalid("Invalid pageToken");
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(1));
        int size =
                Math.min(largestPage, Math.min(500, request.number("maxResults").orElse(100)));
        List<GmailMessage> found = messages.values().stream()
                .filter(m -> m.labels().containsAll(labelIds))
                .filter(m -> everywhere
                        || !(m.labels().contains("SPAM") || m.labels().contains("TRASH")))
                .filter(m -> q.isBlank() || !m.at().plus(searchLag).isAfter(now))
                .filter(m ->
                        !m.labels().contains("SENT") || !m.at().plus(sentLag).isAfter(now))
                .filter(search::finds)
                .sorted((listsByArrival ? BY_ARRIVAL : BY_TIME).reversed())
                .skip(from)
                .toList();
        List<Object> page = new ArrayList<>();
        found.stream().limit(size).forEach(m -> page.add(m.listed(false)));
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!page.isEmpty()) {
            answer.put("messages", page);
        }
        if (found.size() > size) {
            answer.put("nextPageToken", "m" + (from + size));
        }
        // The real one's estimate is of little worth, too.
        answer.put("resultSizeEstimate", Math.min(found.size(), 201));
        return answer;
    }

    synchronized Map<String, Object> history(GmailRequest request) {
        return history.list(request, largestPage);
    }

    synchronized long historyId() {
        return history.last();
    }

    synchronized void forgetHistory() {
        history.forget();
    }

    synchronized void repeatHistory(boolean on) {
        history.repeats(on);
    }

    synchronized void takesFutureHistory(boolean on) {
        history.takesFuture(on);
    }

    synchronized void listsByArrival(boolean on) {
        listsByArrival = on;
    }

    synchronized void pageSize(int largest) {
        largestPage = largest;
    }

    synchronized void searchLag(Duration lag) {
        searchLag = lag;
    }

    synchronized void sentLag(Duration lag) {
        sentLag = lag;
    }

    synchronized String addLabel(String name) {
        return labels.add(name);
    }

    synchronized void checkSettable(Iterable<String> labelIds) {
        labels.checkSettable(labelIds);
    }

    synchronized Object labels() {
        return labels.trees();
    }

    synchronized Map<String, Object> label(String id) {
        return labels.tree(id);
    }
}
