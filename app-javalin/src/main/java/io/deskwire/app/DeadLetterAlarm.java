package io.deskwire.app;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.intake.DeadLetters;
import io.deskwire.work.RecurringJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every hour, in one node's log, whose dead letters wait for longer than the operator wants. */
final class DeadLetterAlarm implements RecurringJob.Work {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterAlarm.class);

    private final ConfigStore config;
    private final Function<String, List<DeadLetters.Group>> deadLetters;
    private final Duration patience;

    /**
     * @param deadLetters a tenant's, in groups
     * @param patience how long one may wait; nothing is said where it is zero
     */
    DeadLetterAlarm(ConfigStore config, Function<String, List<DeadLetters.Group>> deadLetters, Duration patience) {
        this.config = config;
        this.deadLetters = deadLetters;
        this.patience = patience;
    }

    RecurringJob job() {
        return new RecurringJob("dead-letter-alarm", Duration.ofHours(1), this);
    }

    @Override
    public @Nullable String run(Instant now, BooleanSupplier goOn) {
        if (patience.isZero()) {
            return null;
        }
        config.all().stream()
                .map(ChannelConfig::tenantId)
                .distinct()
                .takeWhile(tenant -> goOn.getAsBoolean())
                .forEach(tenant -> look(tenant, now));
        return null;
    }

    private void look(String tenant, Instant now) {
        long count = 0;
        Instant oldest = now;
        for (DeadLetters.Group group : deadLetters.apply(tenant)) {
            count += group.count();
            oldest = group.oldest().isBefore(oldest) ? group.oldest() : oldest;
        }
        Duration age = Duration.between(oldest, now);
        if (age.compareTo(patience) > 0) {
            LOG.warn(
                    "{} dead letters of tenant {} wait for somebody, the oldest for {} hours",
                    count,
                    tenant,
                    age.toHours());
        }
    }
}
