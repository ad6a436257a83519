package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks every now and then whether the key still works and Postmark still posts to us. */
final class AccountUpkeep implements PushSubscription {

    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private final AccountChecks checks;
    private final ToldTime time;

    AccountUpkeep(AccountChecks checks, ToldTime time) {
        this.checks = checks;
        this.time = time;
    }

    @Override
    public Upkeep keep(Instant now) throws ChannelException {
        time.told(now);
        List<String> problems = new ArrayList<>();
        List<AccountChecks.Check> all = checks.all();
        for (AccountChecks.Check check : all) {
            Finding finding = check.look().take();
            if (!finding.ok()) {
                problems.add(finding.detail());
            }
        }
        return new Upkeep(now.plus(INTERVAL), problems.isEmpty() ? null : String.join(" ", problems));
    }
}
