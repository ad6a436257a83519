package io.deskwire.adapter.gmail;

import io.deskwire.channel.Expiry;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has the mailbox watched, renews that in time, and says when nothing comes of it. */
final class WatchUpkeep implements PushSubscription {

    private static final Duration LOOK = Duration.ofMinutes(15);
    private static final Duration DAILY = Duration.ofHours(24);
    /** A watch that lasts longer can wait for a service that is away. */
    private static final Duration COMFORTABLE = Duration.ofHours(48);

    private static final Duration LATE = Duration.ofMinutes(15);

    private final MailboxWatch watch;
    private final PushSettings push;
    private final PushPulse pulse;

    WatchUpkeep(MailboxWatch watch, PushSettings push, PushPulse pulse) {
        this.watch = watch;
        this.push = push;
        this.pulse = pulse;
    }

    @Override
    public synchronized Upkeep keep(Instant now) throws ChannelException {
        String topic = push.topic();
        if (topic == null) {
            return new Upkeep(
                    now.plus(LOOK),
                    "watch_enabled is true but pubsub_topic is missing, so that mail is found by polling only: fill it with the"
                            + " topic that Gmail is to publish to, projects/PROJECT/topics/TOPIC, or set watch_enabled to"
                            + " false.");
        }
        if (push.serviceAccount() == null && !push.observeOnly()) {
            return new Upkeep(
                    now.plus(LOOK),
                    "watch_enabled is true but push_service_account is missing, so that no push can be proven and mail is"
                            + " found by polling only: enable authentication on the push subscription and fill in its service"
                            + " account.");
        }
        Watch standing = watch.standing(topic, now);
        if (standing == null || !now.isBefore(renewal(standing))) {
            try {
                standing = renewed(topic, now);
            } catch (ChannelException e) {
                return notRenewed(e, standing, now);
            }
        }
        Instant next = renewal(standing).isBefore(now.plus(LOOK)) ? renewal(standing) : now.plus(LOOK);
        return new Upkeep(next, silence(standing, now));
    }

    /** Daily, and for short watches at half their time. */
    private static Instant renewal(Watch watch) {
        Duration half = Duration.between(watch.renewed(), watch.expires()).dividedBy(2);
        return watch.renewed().plus(half.compareTo(DAILY) < 0 ? half : DAILY);
    }

    private Watch renewed(String topic, Instant now) throws ChannelException {
        try {
            return watch.renew(topic, now);
        } catch (ChannelException e) {
            if (!WatchRefusal.isTaken(e)) {
                throw e;
            }
            watch.stop();
            return watch.renew(topic, now);
        }
    }

    private Upkeep notRenewed(ChannelException e, @Nullable Watch standing, Instant now) throws ChannelException {
        boolean passing = e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED;
        if (passing && standing != null && now.plus(COMFORTABLE).isBefore(standing.expires())) {
            return new Upkeep(now.plus(LOOK), silence(standing, now));
        }
        String hint = WatchRefusal.hint(e);
        if (passing || hint == null) {
            throw e;
        }
        return new Upkeep(
                now.plus(LOOK), "Gmail refuses the watch, so that mail is found by polling only: " + said(e, hint));
    }

    private static String said(ChannelException e, String hint) {
        return Objects.requireNonNullElse(e.getMessage(), "") + ". " + hint;
    }

    /** A lapsed or misdirected subscription tells nobody; it shows in mail that no push told of. */
    private @Nullable String silence(Watch standing, Instant now) {
        Instant mail = pulse.lastMail().orElse(null);
        Instant pushed = pulse.lastPush().orElse(null);
        boolean wasWatched = mail != null && mail.isAfter(standing.since().plus(LATE));
        boolean isOld = mail != null && !now.isBefore(mail.plus(LATE));
        boolean wasTold = mail != null && pushed != null && !pushed.isBefore(mail.minus(LATE));
        if (!wasWatched || !isOld || wasTold) {
            return null;
        }
        String where = push.webhookUrl() == null
                ? "this channel's webhook address"
                : push.webhookUrl().toString();
        return "Mail came at " + mail + " that no push told of ("
                + (pushed == null ? "none ever came" : "the last one came at " + pushed)
                + "), so that it was found by polling: check in the Google Cloud console that the push subscription of "
                + standing.topic() + " still exists, never expires, and posts to " + where + " as "
                + push.serviceAccount()
                + ".";
    }

    @Override
    public List<Expiry> expiries() {
        String topic = push.topic();
        Watch known = topic == null ? null : watch.known();
        return known == null ? List.of() : List.of(new Expiry("watch", known.expires(), true));
    }

    @Override
    public synchronized void end() throws ChannelException {
        watch.end();
    }
}
