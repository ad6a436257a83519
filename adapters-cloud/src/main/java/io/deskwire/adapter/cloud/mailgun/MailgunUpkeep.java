package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks every now and then whether the domain still works and still sends us mail and events. */
final class MailgunUpkeep implements PushSubscription {

    private static final Duration INTERVAL = Duration.ofMinutes(30);

    private final MailgunApi api;
    private final AccountLook look;
    private final ToldTime time;

    MailgunUpkeep(MailgunApi api, AccountLook look, ToldTime time) {
        this.api = api;
        this.look = look;
        this.time = time;
    }

    @Override
    public Upkeep keep(Instant now) throws ChannelException {
        time.told(now);
        List<String> problems = new ArrayList<>();
        Optional<AccountLook.Finding> domain = look.domain();
        if (domain.isEmpty()) {
            // Mail still comes, whatever becomes of the key: it is proven by the signing key alone.
            problems.add("Mailgun does not let this key look at the domain, so that nobody can say whether mail and"
                    + " events are sent here: it is wrong, or a domain sending key; check api_key and region.");
        } else {
            problems.addAll(domain.get().problems());
            if (api.settings().webhookUrl() != null) {
                look.routes().ifPresent(finding -> problems.addAll(finding.problems()));
                look.webhooks().ifPresent(finding -> problems.addAll(finding.problems()));
            }
        }
        return new Upkeep(now.plus(INTERVAL), problems.isEmpty() ? null : String.join(" ", problems));
    }
}
