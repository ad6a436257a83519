package io.deskwire.testkit.graph;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who may do what to one mailbox, and how much. Thread-safe. */
final class MailboxRules {

    private final World world;
    private final Set<String> sendAs = new HashSet<>();
    private final Set<GraphMailbox> delegates = new HashSet<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private GraphMailbox.Health health = GraphMailbox.Health.ENABLED;
    private long largestMessage = 35L << 20;
    private int concurrency = 4;
    private Duration longestSubscription = Duration.ofDays(7);

    MailboxRules(World world) {
        this.world = world;
    }

    void allowSendAs(String address) {
        synchronized (world.lock()) {
            sendAs.add(MailStore.folded(address));
        }
    }

    boolean maySendAs(String address) {
        synchronized (world.lock()) {
            return sendAs.contains(MailStore.folded(address));
        }
    }

    void openTo(GraphMailbox other) {
        synchronized (world.lock()) {
            delegates.add(other);
        }
    }

    boolean opensTo(GraphMailbox other) {
        synchronized (world.lock()) {
            return delegates.contains(other);
        }
    }

    void become(GraphMailbox.Health now) {
        synchronized (world.lock()) {
            health = now;
        }
    }

    GraphMailbox.Health health() {
        synchronized (world.lock()) {
            return health;
        }
    }

    void allowMessagesOf(long bytes) {
        synchronized (world.lock()) {
            largestMessage = bytes;
        }
    }

    /** In bytes of MIME. */
    long largestMessage() {
        synchronized (world.lock()) {
            return largestMessage;
        }
    }

    void allowSubscriptionsOf(Duration longest) {
        synchronized (world.lock()) {
            longestSubscription = longest;
        }
    }

    Duration longestSubscription() {
        synchronized (world.lock()) {
            return longestSubscription;
        }
    }

    void allowConcurrent(int requests) {
        synchronized (world.lock()) {
            concurrency = requests;
        }
    }

    /** Lets a request of an app in; false when too many are under way. */
    boolean enter(String clientId) {
        synchronized (world.lock()) {
            int now = inFlight.getOrDefault(clientId, 0);
            if (now >= concurrency) {
                return false;
            }
            inFlight.put(clientId, now + 1);
            return true;
        }
    }

    void leave(String clientId) {
        synchronized (world.lock()) {
            inFlight.merge(clientId, -1, Integer::sum);
        }
    }
}
