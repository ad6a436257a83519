package io.deskwire.engine;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ProtocolLog;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.SettingsReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One configured channel as this node runs it. */
final class OpenChannel {

    private static final int DEFAULT_POLL_SECONDS = 60;

    final ChannelConfig config;
    final List<ConfigProblem> problems;

    /** Null when the channel is switched off or its document has problems. */
    final @Nullable Channel channel;

    /** Held while the channel is read, so that a fetch asked for by hand waits for the planned one. */
    final ReentrantLock reading = new ReentrantLock();

    volatile Instant nextPollAt;

    /** When the pushing is looked after next. */
    volatile Instant nextKeepAt;

    /** Until when the provider asked not to be asked, or a person has to mend something; its own hints do not shorten that. */
    volatile Instant waitUntil = Instant.MIN;

    private volatile boolean nudged;
    private volatile boolean hinted;
    volatile boolean polling;
    volatile boolean paused;
    volatile @Nullable Instant leaseUntil;

    /** When another node that holds the lease is asked again. */
    volatile Instant leaseRetryAt = Instant.MIN;

    /** Whether the last fetch worked; news is waited for only then, so that a refused password is not tried twice over. */
    volatile boolean working;

    /** Why news is not waited for, or null while it is. */
    volatile @Nullable String watchProblem;

    /** Why its turn to be told of news has not come, or null. */
    volatile @Nullable String watchWaits;

    /** When the watch in place began, or when the last one ended. */
    volatile Instant watchSince = Instant.MIN;

    /** Why it is due and is not read, or null. */
    volatile @Nullable String heldBack;

    /** What is not as it should be with the pushing, or null. */
    volatile @Nullable String subscriptionProblem;

    /** How often in a row the pushing could not be looked after. */
    volatile int keepFailures;

    /** What a notice said is wrong with the account, until the provider is asked again and answers well; or null. */
    volatile @Nullable String alarm;

    /** What the last reading that worked could not do, or null. */
    volatile @Nullable String readingProblem;

    /** Where this node's doings with it are noted. */
    volatile ProtocolLog log = ProtocolLog.none();

    /** When a webhook's proof was last noted. */
    volatile Instant provenAt = Instant.EPOCH;

    volatile @Nullable Thread watcher;
    private volatile @Nullable Thread endingWatch;
    volatile String lastDegraded = "";

    OpenChannel(ChannelConfig config, List<ConfigProblem> problems, @Nullable Channel channel, Instant now) {
        this.config = config;
        this.problems = List.copyOf(problems);
        this.channel = channel;
        this.nextPollAt = now;
        this.nextKeepAt = now;
    }

    static String key(String tenantId, String channelId) {
        // Length first: no two pairs make the same key.
        return tenantId.length() + ":" + tenantId + "/" + channelId;
    }

    String key() {
        return key(config.tenantId(), config.channelId());
    }

    String tenantId() {
        return config.tenantId();
    }

    String channelId() {
        return config.channelId();
    }

    boolean reads() {
        return channel != null && !paused && channel.inbound().isPresent();
    }

    /** Whether something has to be looked after for the provider to push. */
    boolean subscribes() {
        return channel != null && !paused && channel.subscription().isPresent();
    }

    /** What an operator should know although receiving works, or null. */
    @Nullable String trouble() {
        return Stream.of(alarm, readingProblem, subscriptionProblem, watchProblem, watchWaits)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * Whether a request with these keys names this channel. One that cannot be opened is asked for by its document: the keys'
     * values are what stands there, with digits for telephone numbers.
     */
    boolean isNamedBy(Set<String> keys) {
        if (channel != null) {
            Set<String> own = channel.webhook().map(WebhookChannel::keys).orElse(Set.of());
            return own.stream().anyMatch(keys::contains);
        }
        return keys.stream().map(key -> key.substring(key.indexOf(':') + 1)).anyMatch(this::stands);
    }

    private boolean stands(String value) {
        return config.config().values().stream()
                .anyMatch(own -> own instanceof String text
                        && (text.equalsIgnoreCase(value)
                                || (value.length() > 5
                                        && text.replaceAll("[^0-9]", "").equals(value))));
    }

    Duration pollInterval() {
        SettingsReader settings = new SettingsReader(config.config(), "config");
        return Duration.ofSeconds(
                settings.integer("poll_interval_seconds", DEFAULT_POLL_SECONDS, 1, Integer.MAX_VALUE));
    }

    /** Whether anything of it is due. */
    boolean isDue(Instant now) {
        return (reads() && !now.isBefore(nextPollAt)) || (subscribes() && !now.isBefore(nextKeepAt));
    }

    /** Since when the first of it is due. */
    Instant dueSince() {
        Instant read = reads() ? nextPollAt : Instant.MAX;
        Instant kept = subscribes() ? nextKeepAt : Instant.MAX;
        return read.isBefore(kept) ? read : kept;
    }

    /** Asks for a fetch now, or for another one after the one that is under way. */
    void nudge(Instant now) {
        nudged = true;
        nextPollAt = now;
    }

    /** The provider says that there is news: as {@link #nudge}, but not before {@link #waitUntil}. */
    void hint(Instant now) {
        hinted = true;
        planNoLaterThan(now.isBefore(waitUntil) ? waitUntil : now);
    }

    /** Forgets who asked for a fetch: one begins. */
    void takeRequests() {
        nudged = false;
        hinted = false;
    }

    /** Plans another fetch if somebody asked for it since the last one began. */
    void planRequested(Instant now) {
        if (nudged) {
            nextPollAt = now;
        } else if (hinted) {
            planNoLaterThan(now.isBefore(waitUntil) ? waitUntil : now);
        }
    }

    private void planNoLaterThan(Instant at) {
        if (at.isBefore(nextPollAt)) {
            nextPollAt = at;
        }
    }

    void stopWatch() {
        Thread thread = watcher;
        watcher = null;
        if (thread != null) {
            endingWatch = thread;
            thread.interrupt();
        }
    }

    /** Whether a watch that was stopped still has its connection, which may take as long as a server's silence. */
    boolean watchEnds() {
        Thread thread = endingWatch;
        return thread != null && thread.isAlive();
    }

    void close() {
        stopWatch();
        if (channel != null) {
            channel.close();
        }
    }
}
