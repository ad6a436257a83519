package io.deskwire.app.events;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.SignedPost;
import io.deskwire.intake.Messages;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.EventDelivery;
import io.deskwire.jdbc.EventOutbox;
import io.deskwire.jdbc.Subscription;
import io.deskwire.jdbc.Subscriptions;
import io.deskwire.work.Page;
import io.deskwire.work.RecurringJob;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is told of what, what became of it, and how long events are kept. */
public final class Events {

    /** Subscriptions of one tenant; each event is delivered to each. */
    public static final int MOST = 20;

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Subscriptions subscriptions;
    private final EventOutbox outbox;
    private final Clock clock;
    private final Duration retention;
    private final boolean plainAllowed;

    /**
     * @param retention how long events are kept
     * @param egress which addresses may be called; one that permits this machine permits plain HTTP
     */
    public Events(Database database, SecretCipher cipher, Duration retention, EgressPolicy egress, Clock clock) {
        this.subscriptions = database.subscriptions(cipher);
        this.outbox = database.events(cipher);
        this.retention = retention;
        this.plainAllowed = egress.permits(InetAddress.getLoopbackAddress());
        this.clock = clock;
    }

    /**
     * What delivers them.
     *
     * @param messages what messages are read from
     * @param transport decides which addresses may be called
     * @param counted told the outcome of every attempt
     */
    public EventSender sender(Messages messages, HttpTransport transport, Consumer<String> counted) {
        return new EventSender(outbox, new EventDocuments(messages), new SignedPost(transport), counted, clock);
    }

    /** Forgets what is too old. */
    public RecurringJob forgetting() {
        return new RecurringJob("events", Duration.ofHours(1), (now, goOn) -> {
            long forgotten = 0;
            int some = FORGOTTEN_AT_ONCE;
            while (some == FORGOTTEN_AT_ONCE && goOn.getAsBoolean()) {
                some = outbox.forget(now.minus(retention), FORGOTTEN_AT_ONCE);
                forgotten += some;
            }
            return forgotten == 0 ? null : "forgot " + forgotten + " events";
        });
    }

    /** What there is in all tenants. */
    public EventOutbox.Totals totals() {
        return outbox.totals();
    }

    /** How long events are kept, and can be replayed. */
    public Duration retention() {
        return retention;
    }

    /** A tenant's subscriptions. */
    public List<Subscription> of(String tenantId) {
        return subscriptions.of(tenantId);
    }

    /** One of them. */
    public Optional<Subscription> find(String tenantId, String id) {
        return subscriptions.find(tenantId, id);
    }

    /** How many events wait for it. */
    public long waiting(Subscription subscription) {
        return subscriptions.waiting(subscription.tenantId(), subscription.id());
    }

    /**
     * What somebody wants.
     *
     * @param secrets what signs, the current one first; empty to keep those there are
     */
    public record Wanted(String url, List<String> types, List<Secret> secrets, boolean active) {
        public Wanted {
            types = List.copyOf(types);
            secrets = List.copyOf(secrets);
        }
    }

    /**
     * Creates or replaces a subscription.
     *
     * @return everything wrong with it; when this is not empty nothing was stored
     */
    public List<ConfigProblem> save(String tenantId, String id, Wanted wanted) {
        List<ConfigProblem> problems = new ArrayList<>();
        Optional<Subscription> before = subscriptions.find(tenantId, id);
        checkUrl(wanted.url(), problems);
        checkTypes(wanted.types(), problems);
        if (wanted.secrets().isEmpty() && before.isEmpty()) {
            problems.add(new ConfigProblem("secret", "is required"));
        } else if (!wanted.secrets().isEmpty()) {
            checkSecrets(wanted.secrets(), problems);
        }
        if (before.isEmpty() && subscriptions.of(tenantId).size() >= MOST) {
            problems.add(new ConfigProblem("", "a tenant may have " + MOST + " subscriptions"));
        }
        if (problems.isEmpty()) {
            Instant now = clock.instant();
            subscriptions.put(
                    new Subscription(
                            tenantId,
                            id,
                            wanted.url(),
                            new TreeSet<>(wanted.types()),
                            wanted.active(),
                            now,
                            now,
                            Subscription.Condition.fresh()),
                    wanted.secrets());
        }
        return problems;
    }

    private void checkUrl(String url, List<ConfigProblem> problems) {
        try {
            URI uri = new URI(url);
            SignedPost.requireUsable(uri, List.of());
            if (!plainAllowed && !"https".equalsIgnoreCase(uri.getScheme())) {
                problems.add(new ConfigProblem("url", "must start with https://"));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            problems.add(new ConfigProblem("url", "must be an https:// address without a user or a password in it"));
        }
    }

    private static void checkTypes(List<String> types, List<ConfigProblem> problems) {
        if (types.isEmpty()) {
            problems.add(
                    new ConfigProblem("types", "must name at least one of " + String.join(", ", EventType.words())));
        }
        for (int i = 0; i < types.size(); i++) {
            if (!EventType.words().contains(types.get(i))) {
                problems.add(new ConfigProblem(
                        "types[" + i + "]", "must be one of " + String.join(", ", EventType.words())));
            }
        }
    }

    private static void checkSecrets(List<Secret> secrets, List<ConfigProblem> problems) {
        if (secrets.size() > 2) {
            problems.add(new ConfigProblem("secret", "may be two at most: the current one and the one before"));
        }
        try {
            SignedPost.requireUsable(URI.create("https://receiver.example"), secrets);
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem("secret", String.valueOf(e.getMessage())));
        }
    }

    /** Removes a subscription and what waits for it; false when there was none. */
    public boolean delete(String tenantId, String id) {
        return subscriptions.delete(tenantId, id);
    }

    /**
     * Delivers again what happened in a time, under the same ids.
     *
     * @param until before this time
     * @return how many events
     */
    public int replay(Subscription subscription, Instant since, Instant until, Set<String> types) {
        return subscriptions.replay(subscription.tenantId(), subscription.id(), since, until, types);
    }

    /** What became of its events, newest first. */
    public Page<EventDelivery> deliveries(Subscription subscription, @Nullable String cursor, int limit) {
        return subscriptions.deliveries(subscription.tenantId(), subscription.id(), cursor, limit);
    }
}
