package io.deskwire.testkit.graph;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the simulator knows of: apps, mailboxes, what was granted to whom. Everything in it is guarded by {@link #lock}. */
final class World {

    /** What an access token opens. */
    record Grant(GraphApp app, String tenant, @Nullable GraphMailbox signedIn, Instant expires) {}

    private final Object lock = new Object();
    private final Clock clock;
    private final List<GraphApp> apps = new ArrayList<>();
    private final List<GraphMailbox> mailboxes = new ArrayList<>();
    private final Map<String, Grant> grants = new HashMap<>();

    World(Clock clock) {
        this.clock = clock;
    }

    Object lock() {
        return lock;
    }

    Instant now() {
        return clock.instant();
    }

    void add(GraphApp app) {
        synchronized (lock) {
            apps.add(app);
        }
    }

    void add(GraphMailbox mailbox) {
        synchronized (lock) {
            mailboxes.add(mailbox);
        }
    }

    List<GraphMailbox> mailboxes() {
        synchronized (lock) {
            return List.copyOf(mailboxes);
        }
    }

    List<GraphMailbox> mailboxes(String tenant) {
        synchronized (lock) {
            return mailboxes.stream().filter(m -> m.tenant().equals(tenant)).toList();
        }
    }

    /** Whether anybody lives in a tenant. */
    boolean knows(String tenant) {
        synchronized (lock) {
            return apps.stream().anyMatch(app -> app.isOf(tenant))
                    || mailboxes.stream().anyMatch(mailbox -> mailbox.tenant().equalsIgnoreCase(tenant));
        }
    }

    /** The app as a tenant knows it; {@code common} and {@code organizations} know all. */
    Optional<GraphApp> app(String tenant, String clientId) {
        synchronized (lock) {
            return apps.stream()
                    .filter(app -> app.clientId().equalsIgnoreCase(clientId))
                    .filter(app -> isShared(tenant) || app.isOf(tenant))
                    .findFirst();
        }
    }

    static boolean isShared(String tenant) {
        return List.of("common", "organizations", "consumers").contains(tenant.toLowerCase(Locale.ROOT));
    }

    /** A mailbox of a tenant by its id or its name. */
    Optional<GraphMailbox> mailbox(String tenant, String idOrName) {
        synchronized (lock) {
            return mailboxes.stream()
                    .filter(mailbox -> mailbox.tenant().equals(tenant))
                    .filter(mailbox -> mailbox.id().equalsIgnoreCase(idOrName)
                            || mailbox.userPrincipalName().equalsIgnoreCase(idOrName))
                    .findFirst();
        }
    }

    void grant(String token, Grant grant) {
        synchronized (lock) {
            grants.put(token, grant);
        }
    }

    /** What a token opens now; empty when it is unknown or has expired. */
    Optional<Grant> granted(String token) {
        synchronized (lock) {
            return Optional.ofNullable(grants.get(token))
                    .filter(grant -> grant.expires().isAfter(now()));
        }
    }

    void revokeAccess(GraphApp app) {
        synchronized (lock) {
            grants.values().removeIf(grant -> grant.app() == app);
        }
    }
}
