package io.deskwire.app.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that could not be proven, by channel, since this process started: a hint for whoever sets a channel up. The
 * figures of all processes and of longer times stand in the metrics.
 */
public final class WebhookCounts {

    /** Requests name channels; strangers who make names up shall not fill the memory. */
    private static final int MOST_CHANNELS = 10_000;

    private final Map<Key, Refused> refused = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Refused> eldest) {
            return size() > MOST_CHANNELS;
        }
    });

    private record Key(String tenantId, String channelId) {}

    /**
     * What a channel was sent without proof.
     *
     * @param refused how many were turned away
     * @param observed how many were taken all the same, since the channel only observes
     * @param lastReason why the last one was not proven
     */
    public record Refused(
            long refused, long observed, @Nullable String lastReason) {}

    void refused(String tenantId, String channelId, String reason, boolean observedOnly) {
        refused.merge(
                new Key(tenantId, channelId),
                new Refused(observedOnly ? 0 : 1, observedOnly ? 1 : 0, reason),
                (old, one) -> new Refused(old.refused() + one.refused(), old.observed() + one.observed(), reason));
    }

    /** What a channel was sent without proof; empty when there was nothing. */
    public Optional<Refused> of(String tenantId, String channelId) {
        return Optional.ofNullable(refused.get(new Key(tenantId, channelId)));
    }
}
