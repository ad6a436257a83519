package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.WatchRequest;
import com.google.api.services.gmail.model.WatchResponse;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Has the mailbox watched, renews that in time, and says when nothing comes of it. */
final class WatchUpkeep implements PushSubscription {

    /** Name of the watch in the channel's memory; it is one account's. */
    static final String WATCH = "gmail.watch";

    private static final Duration LOOK = Duration.ofMinutes(15);
    private static final Duration DAILY = Duration.ofHours(24);
    /** A watch that lasts longer can wait for a service that is away. */
    private static final Duration COMFORTABLE = Duration.ofHours(48);

    private static final Duration LATE = Duration.ofMinutes(15);

    private final GmailClient client;
    private final PushSettings push;
    private final ChannelMemory memory;
    private final PushPulse pulse;
    private final MailboxNames names;

    WatchUpkeep(GmailClient client, ChannelMemory memory, PushPulse pulse, MailboxNames names) {
        this.client = client;
        this.push = client.settings().push();
        this.memory = memory;
        this.pulse = pulse;
        this.names = names;
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
        Watch standing = standing(topic, now);
        if (standing == null || !now.isBefore(renewal(standing))) {
            try {
                standing = renewed(topic, standing, now);
            } catch (ChannelException e) {
                return notRenewed(e, standing, now);
            }
        }
        Instant next = renewal(standing).isBefore(now.plus(LOOK)) ? renewal(standing) : now.plus(LOOK);
        return new Upkeep(next, silence(standing, now));
    }

    /** A watch that still does what is configured, or null. */
    private @Nullable Watch standing(String topic, Instant now) {
        Set<String> labels = Set.copyOf(client.settings().watched());
        return memory.find(tenant(), channel(), WATCH)
                .map(Watch::parse)
                .filter(watch -> watch.topic().equals(topic)
                        && Set.copyOf(watch.labels()).equals(labels))
                .filter(watch -> now.isBefore(watch.expires()))
                .orElse(null);
    }

    /** Daily, and for short watches at half their time. */
    private static Instant renewal(Watch watch) {
        Duration half = Duration.between(watch.renewed(), watch.expires()).dividedBy(2);
        return watch.renewed().plus(half.compareTo(DAILY) < 0 ? half : DAILY);
    }

    private Watch renewed(String topic, @Nullable Watch before, Instant now) throws ChannelException {
        WatchResponse granted;
        try {
            granted = watch(topic);
        } catch (ChannelException e) {
            if (!said(e).contains("only one user push notification client")) {
                throw e;
            }
            // Another topic is watched: a former one of ours, or another installation's.
            stop();
            granted = watch(topic);
        }
        Long until = granted.getExpiration();
        if (until == null || until <= now.toEpochMilli()) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail took the watch and does not say how long it lasts");
        }
        Instant expires = Instant.ofEpochMilli(until);
        Instant configured = now.plus(Duration.ofDays(push.expiryDays()));
        Watch watch = new Watch(
                topic,
                client.settings().watched(),
                before == null ? now : before.since(),
                now,
                expires.isBefore(configured) ? expires : configured);
        memory.put(tenant(), channel(), WATCH, watch.text());
        names.learn(client.now(
                        QuotaBudget.PROFILE,
                        gmail -> gmail.users().getProfile(GmailClient.ME).execute())
                .getEmailAddress());
        return watch;
    }

    private WatchResponse watch(String topic) throws ChannelException {
        WatchRequest request = new WatchRequest()
                .setTopicName(topic)
                .setLabelIds(client.settings().watched())
                .setLabelFilterBehavior("INCLUDE");
        return client.now(
                QuotaBudget.WATCH,
                gmail -> gmail.users().watch(GmailClient.ME, request).execute());
    }

    private void stop() throws ChannelException {
        client.now(QuotaBudget.STOP, gmail -> gmail.users().stop(GmailClient.ME).execute());
    }

    private Upkeep notRenewed(ChannelException e, @Nullable Watch standing, Instant now) throws ChannelException {
        boolean passing = e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED;
        if (passing && standing != null && now.plus(COMFORTABLE).isBefore(standing.expires())) {
            return new Upkeep(now.plus(LOOK), silence(standing, now));
        }
        String hint = hint(e);
        if (passing || hint == null) {
            throw e;
        }
        return new Upkeep(
                now.plus(LOOK), "Gmail refuses the watch, so that mail is found by polling only: " + said(e, hint));
    }

    private static String said(ChannelException e, String hint) {
        return Objects.requireNonNullElse(e.getMessage(), "") + ". " + hint;
    }

    /** What to do about a refusal that only watching has; null for those that every call has. */
    private @Nullable String hint(ChannelException e) {
        String said = said(e);
        String code = e.code().orElse("");
        if (said.contains("invalid topicname") || said.contains("does not match projects")) {
            return "pubsub_topic must be in the Google Cloud project that owns client_id; create the topic there.";
        }
        if (e.kind() == FailureKind.NOT_FOUND || said.contains("resource not found")) {
            return "There is no such topic: create it in the Google Cloud console under Pub/Sub, or correct pubsub_topic.";
        }
        if (code.equals("forbidden") || said.contains("not authorized to perform")) {
            return "Grant gmail-api-push@system.gserviceaccount.com the role Pub/Sub Publisher on this topic.";
        }
        return e.kind() == FailureKind.PERMANENT ? "Check pubsub_topic and label_ids." : null;
    }

    private static String said(ChannelException e) {
        return Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
    }

    /** A lapsed or misdirected subscription tells nobody; it shows in mail that no push told of. */
    private @Nullable String silence(Watch watch, Instant now) {
        Instant mail = pulse.lastMail().orElse(null);
        Instant pushed = pulse.lastPush().orElse(null);
        boolean wasWatched = mail != null && mail.isAfter(watch.since().plus(LATE));
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
                + watch.topic() + " still exists, never expires, and posts to " + where + " as " + push.serviceAccount()
                + ".";
    }

    @Override
    public synchronized void end() throws ChannelException {
        if (memory.find(tenant(), channel(), WATCH).isPresent()) {
            stop();
            memory.put(tenant(), channel(), WATCH, null);
        }
    }

    private String tenant() {
        return client.settings().tenantId();
    }

    private String channel() {
        return client.settings().channelId();
    }
}
