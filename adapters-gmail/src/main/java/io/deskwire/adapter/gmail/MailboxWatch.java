package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.WatchRequest;
import com.google.api.services.gmail.model.WatchResponse;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gmail's watch on the mailbox. What was granted is noted where every node finds it, so that it is ended in the end. */
final class MailboxWatch {

    /** Name of the watch in the channel's memory; it is one account's. */
    static final String WATCH = "gmail.watch";

    private final GmailClient client;
    private final ChannelMemory memory;
    private final MailboxNames names;

    MailboxWatch(GmailClient client, ChannelMemory memory, MailboxNames names) {
        this.client = client;
        this.memory = memory;
        this.names = names;
    }

    /** A watch that still does what is configured, or null. */
    @Nullable Watch standing(String topic, Instant now) {
        Set<String> labels = Set.copyOf(client.settings().watched());
        return memory.find(tenant(), channel(), WATCH)
                .map(Watch::parse)
                .filter(watch -> watch.topic().equals(topic)
                        && Set.copyOf(watch.labels()).equals(labels))
                .filter(watch -> now.isBefore(watch.expires()))
                .orElse(null);
    }

    /** The watch as last granted, or null. */
    @Nullable Watch known() {
        return memory.find(tenant(), channel(), WATCH).map(Watch::parse).orElse(null);
    }

    /**
     * Has Gmail watch, or go on watching, for this topic.
     *
     * @throws ChannelException see {@link WatchRefusal}
     */
    Watch renew(String topic, Instant now) throws ChannelException {
        Watch before = standing(topic, now);
        WatchRequest request = new WatchRequest()
                .setTopicName(topic)
                .setLabelIds(client.settings().watched())
                .setLabelFilterBehavior("INCLUDE");
        WatchResponse granted = client.now(
                QuotaBudget.WATCH,
                gmail -> gmail.users().watch(GmailClient.ME, request).execute());
        Long until = granted.getExpiration();
        if (until == null || until <= now.toEpochMilli()) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail took the watch and does not say how long it lasts");
        }
        Instant expires = Instant.ofEpochMilli(until);
        Instant configured = now.plus(Duration.ofDays(client.settings().push().expiryDays()));
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

    /** Has Gmail watch no more, for whatever topic. */
    void stop() throws ChannelException {
        client.now(QuotaBudget.STOP, gmail -> gmail.users().stop(GmailClient.ME).execute());
    }

    /** Stops what was begun for this channel. */
    void end() throws ChannelException {
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
