package io.deskwire.testkit.gmail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The watches of one mailbox, one a project, and how often they report. Thread-safe. */
final class GmailWatches {

    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration PACE = Duration.ofSeconds(1);

    private final String email;
    private final Clock clock;
    private final PubSubTopics topics;
    private final Map<String, GmailWatch> watches = new LinkedHashMap<>();
    private @Nullable Instant lastPush;
    private boolean paced = true;
    private int dropped;

    GmailWatches(String email, Clock clock, PubSubTopics topics) {
        this.email = email;
        this.clock = clock;
        this.topics = topics;
    }

    /** Answers {@code users.watch}. */
    synchronized Map<String, Object> watch(Map<String, Object> body, String project, long historyId) {
        Object topicName = body.get("topicName");
        if (!(topicName instanceof String name) || !name.matches("projects/[^/]+/topics/[^/]+")) {
            throw GmailRefusal.invalid("Invalid topicName");
        }
        if (!name.startsWith("projects/" + project + "/topics/")) {
            throw GmailRefusal.invalid("Invalid topicName does not match projects/" + project + "/topics/*");
        }
        Optional<GmailWatch> alive = alive(project);
        if (alive.isPresent() && !alive.get().topic().equals(name)) {
            throw GmailRefusal.invalid(
                    "Only one user push notification client allowed per developer (call /stop then try again)");
        }
        PubSubTopic topic = topics.find(name)
                .orElseThrow(() -> GmailRefusal.notFound("Error sending test message to Cloud PubSub " + name
                        + " : Resource not found (resource=" + name.substring(name.lastIndexOf('/') + 1) + ")."));
        if (!topic.mayPublish()) {
            throw GmailRefusal.forbidden(
                    "forbidden",
                    "Error sending test message to Cloud PubSub " + name
                            + " : User not authorized to perform this action.");
        }
        List<String> labels = new ArrayList<>();
        if (body.get("labelIds") instanceof List<?> some) {
            some.forEach(label -> labels.add(String.valueOf(label)));
        }
        Object behaviour = body.getOrDefault("labelFilterBehavior", body.getOrDefault("labelFilterAction", "INCLUDE"));
        String filter = String.valueOf(behaviour).toUpperCase(java.util.Locale.ROOT);
        if (!filter.equals("INCLUDE") && !filter.equals("EXCLUDE")) {
            throw GmailRefusal.invalid("Invalid value at 'label_filter_behavior' (TYPE_ENUM), \"" + behaviour + "\"");
        }
        Instant expiration = clock.instant().plus(LIFETIME);
        watches.put(project, new GmailWatch(name, labels, filter.equals("EXCLUDE"), expiration));
        // A watch reports once at once, whatever was reported a moment before.
        lastPush = clock.instant();
        topic.publish(email, historyId);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("historyId", Long.toString(historyId));
        answer.put("expiration", Long.toString(expiration.toEpochMilli()));
        return answer;
    }

    synchronized void stop(String project) {
        watches.remove(project);
    }

    synchronized Optional<GmailWatch> alive(String project) {
        return Optional.ofNullable(watches.get(project))
                .filter(watch -> clock.instant().isBefore(watch.expiration()));
    }

    /** Any live watch, whichever project has it. */
    synchronized Optional<GmailWatch> any() {
        return watches.keySet().stream()
                .map(this::alive)
                .flatMap(Optional::stream)
                .findFirst();
    }

    synchronized void changed(GmailMessage message, Set<String> changed) {
        Set<String> concerned = new TreeSet<>(message.labels());
        concerned.addAll(changed);
        List<GmailWatch> told = watches.keySet().stream()
                .map(this::alive)
                .flatMap(Optional::stream)
                .filter(watch -> watch.reports(concerned))
                .toList();
        Instant now = clock.instant();
        if (told.isEmpty()) {
            return;
        }
        Instant last = lastPush;
        if (paced && last != null && now.isBefore(last.plus(PACE))) {
            dropped++;
            return;
        }
        lastPush = now;
        told.forEach(watch -> topics.find(watch.topic()).ifPresent(topic -> topic.publish(email, message.historyId())));
    }

    synchronized void paced(boolean on) {
        paced = on;
    }

    synchronized int dropped() {
        return dropped;
    }
}
