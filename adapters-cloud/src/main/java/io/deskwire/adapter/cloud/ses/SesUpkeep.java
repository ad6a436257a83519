package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.ses.SesAccount.Found;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks every now and then whether the account still sends, and still tells us what it receives. */
final class SesUpkeep implements PushSubscription {

    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private final SesAccount account;
    private final SesReceiving receiving;

    SesUpkeep(SesAccount account, SesReceiving receiving) {
        this.account = account;
        this.receiving = receiving;
    }

    @Override
    public Upkeep keep(Instant now) throws ChannelException {
        List<String> problems = new ArrayList<>();
        List<Found> all = List.of(
                account.sending(), account.identity(), account.events(), receiving.subscriptions(), receiving.bucket());
        for (Found found : all) {
            if (found.problem() != null) {
                problems.add(found.problem());
            }
        }
        return new Upkeep(now.plus(INTERVAL), problems.isEmpty() ? null : String.join(" ", problems));
    }
}
