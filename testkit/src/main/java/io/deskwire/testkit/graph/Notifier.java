package io.deskwire.testkit.graph;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The subscriptions that are alive, and what goes to whom of them. Thread-safe; posts hold no lock. */
final class Notifier {

    /** How long Graph goes on trying. */
    private static final Duration PATIENCE = Duration.ofHours(4);

    private record Due(String url, Map<String, Object> entry) {}

    private final World world;
    private final Poster poster;
    private final List<GraphSubscription> subscriptions = new ArrayList<>();
    private final List<Due> due = new ArrayList<>();
    private final List<GraphPush> pushes = new ArrayList<>();
    private final List<GraphPush> undelivered = new ArrayList<>();
    private boolean held;
    private int turn;

    Notifier(World world, Poster poster) {
        this.world = world;
        this.poster = poster;
    }

    List<GraphSubscription> alive() {
        synchronized (world.lock()) {
            subscriptions.removeIf(each -> !each.expires().isAfter(world.now()));
            return List.copyOf(subscriptions);
        }
    }

    /** Adds one unless its like is there, which is returned then. */
    Optional<GraphSubscription> add(GraphSubscription added) {
        synchronized (world.lock()) {
            Optional<GraphSubscription> like =
                    alive().stream().filter(added::isSameAs).findFirst();
            if (like.isEmpty()) {
                subscriptions.add(added);
            }
            return like;
        }
    }

    void remove(GraphSubscription one) {
        synchronized (world.lock()) {
            subscriptions.remove(one);
        }
    }

    /** Takes note of a change; {@link #flush} tells. */
    void happened(GraphMailbox mailbox, Change change) {
        synchronized (world.lock()) {
            if (mailbox.has(GraphQuirk.SILENT)) {
                return;
            }
            for (GraphSubscription each : alive()) {
                if (each.covers(mailbox, change) && !each.waitsForReauthorisation()) {
                    Due one = new Due(each.notificationUrl(), Notifications.change(each, change, turn++));
                    due.add(one);
                    if (mailbox.has(GraphQuirk.DUPLICATE_NOTIFICATIONS)) {
                        due.add(one);
                    }
                }
            }
        }
    }

    /** Delivers what has happened, each notification in a request of its own. */
    void flush() {
        for (Due each : taken(false)) {
            post(URI.create(each.url()), List.of(each.entry()));
        }
    }

    /** Keeps what happens until {@link #release}. */
    void hold() {
        synchronized (world.lock()) {
            held = true;
        }
    }

    /** Delivers what was kept, one request per address. */
    void release() {
        Map<String, List<Map<String, Object>>> byUrl = new LinkedHashMap<>();
        for (Due each : taken(true)) {
            byUrl.computeIfAbsent(each.url(), url -> new ArrayList<>()).add(each.entry());
        }
        byUrl.forEach((url, entries) -> post(URI.create(url), entries));
    }

    /** Delivers what was kept to one address, whichever subscriptions it is of. */
    void releaseTo(URI url) {
        List<Map<String, Object>> entries = taken(true).stream().map(Due::entry).toList();
        if (!entries.isEmpty()) {
            post(url, entries);
        }
    }

    private List<Due> taken(boolean release) {
        synchronized (world.lock()) {
            if (release) {
                held = false;
            }
            if (held) {
                return List.of();
            }
            List<Due> taken = List.copyOf(due);
            due.clear();
            return taken;
        }
    }

    /** Sends word of a subscription itself, to its lifecycle address; to nobody when it has none. */
    void lifecycle(GraphSubscription subscription, String event) {
        Map<String, Object> entry = Notifications.lifecycle(subscription, event);
        subscription.lifecycleNotificationUrl().ifPresent(url -> post(URI.create(url), List.of(entry)));
    }

    void removeAll(GraphMailbox mailbox) {
        for (GraphSubscription each : alive()) {
            if (each.mailbox() == mailbox) {
                remove(each);
                lifecycle(each, "subscriptionRemoved");
            }
        }
    }

    private void post(URI url, List<Map<String, Object>> entries) {
        keep(poster.deliver(url, entries, world.now()));
    }

    private void keep(GraphPush push) {
        synchronized (world.lock()) {
            pushes.add(push);
            if (!push.delivered()) {
                undelivered.add(push);
            }
        }
    }

    /** Tries again what was not taken and is younger than four hours; the rest is lost. */
    void retryAll() {
        List<GraphPush> again;
        synchronized (world.lock()) {
            again = List.copyOf(undelivered);
            undelivered.clear();
        }
        for (GraphPush each : again) {
            if (each.at().plus(PATIENCE).isAfter(world.now())) {
                keep(poster.deliver(each.url(), each.entries(), each.at()));
            }
        }
    }

    List<GraphPush> pushes() {
        synchronized (world.lock()) {
            return List.copyOf(pushes);
        }
    }

    List<GraphPush> undelivered() {
        synchronized (world.lock()) {
            return List.copyOf(undelivered);
        }
    }
}
