package io.deskwire.testkit.gmail;

import io.deskwire.testkit.gmail.PubSubPush.Message;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A Pub/Sub topic that Gmail publishes to. Thread-safe. */
public final class PubSubTopic {

    private final String name;
    private final Clock clock;
    private final GoogleKeys keys;
    private final Executor pusher;
    private final List<PubSubPush> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong messageIds = new AtomicLong(13_880_426_137_440L);
    private volatile boolean mayPublish = true;

    PubSubTopic(String name, Clock clock, GoogleKeys keys, Executor pusher) {
        this.name = name;
        this.clock = clock;
        this.keys = keys;
        this.pusher = pusher;
    }

    /** Such as {@code projects/acme-helpdesk/topics/gmail-inbound}. */
    public String name() {
        return name;
    }

    /** Whether Gmail's account has the publisher role on the topic; it has at first. */
    public void publisherRole(boolean granted) {
        mayPublish = granted;
    }

    boolean mayPublish() {
        return mayPublish;
    }

    /**
     * Adds a subscription that pushes.
     *
     * @param subscription its last part; it stands as {@code projects/{project}/subscriptions/{subscription}} in the envelope
     * @param endpoint where it posts
     * @param audience what its tokens are for; usually the endpoint
     * @param email the account that its tokens name
     */
    public PubSubPush subscribe(String subscription, URI endpoint, String audience, String email) {
        String whole = name.substring(0, name.indexOf("/topics/")) + "/subscriptions/" + subscription;
        PubSubPush push = new PubSubPush(whole, endpoint, audience, email, clock, keys);
        subscriptions.add(push);
        return push;
    }

    /**
     * Publishes what Gmail would say of a mailbox; what {@link GmailMailbox} does by itself while it is watched. The posts are
     * done on another thread: see {@link GmailSimulator#awaitPushes()}.
     */
    public void publish(String emailAddress, long historyId) {
        if (!mayPublish) {
            return;
        }
        Message message =
                new Message(Long.toString(messageIds.addAndGet(37)), emailAddress, historyId, clock.instant());
        subscriptions.forEach(each -> pusher.execute(() -> each.deliver(message)));
    }
}
