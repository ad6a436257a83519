package io.deskwire.adapter.gmail;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import java.net.URI;
import java.net.UnknownHostException;

/** The stages about pushing: whether Gmail may publish, and whether a push can be delivered and believed. */
final class PushStages {

    private final GmailClient client;
    private final PushSettings push;
    private final MailboxWatch watch;

    PushStages(GmailClient client, MailboxWatch watch) {
        this.client = client;
        this.push = client.settings().push();
        this.watch = watch;
    }

    /** Renews the watch, which is also how Gmail tests the topic. */
    void watch(StageReport stages) {
        if (!push.enabled()) {
            stages.passed("watch", "watch_enabled is false: mail is looked for every poll_interval_seconds");
            return;
        }
        String topic = push.topic();
        if (topic == null) {
            stages.failed(
                    "watch",
                    "there is no topic to push to",
                    "Fill pubsub_topic: projects/PROJECT/topics/NAME, in the project that owns client_id.");
            return;
        }
        try {
            watch.renew(topic, client.clock().instant());
            stages.passed("watch", "Gmail publishes changes to the topic");
        } catch (ChannelException e) {
            watchFailed(stages, e);
        }
    }

    private static void watchFailed(StageReport stages, ChannelException e) {
        String hint = WatchRefusal.hint(e);
        if (WatchRefusal.isTaken(e)) {
            stages.passed("watch", "the mailbox is still watched for another topic; the next renewal replaces that");
        } else if (hint != null) {
            stages.failed("watch", String.valueOf(e.getMessage()), hint);
        } else {
            stages.failed("watch", e, "Check pubsub_topic and label_ids.");
        }
    }

    /** What the document itself shows. */
    void document(StageReport stages) {
        if (!push.enabled()) {
            return;
        }
        proof(stages);
        address(stages);
    }

    private void proof(StageReport stages) {
        if (push.serviceAccount() == null) {
            stages.failed(
                    "push",
                    "no push can be proven, so that none is believed",
                    "Fill push_service_account with the service account of the push subscription (Enable authentication).");
        } else if (push.observeOnly()) {
            stages.passed("push", "pushes that are not proven are taken and counted, since verification is observe");
        } else {
            stages.passed(
                    "push",
                    push.subscription() == null
                            ? "pushes are believed when push_service_account signed them, from any subscription"
                            : "pushes are believed when push_service_account signed them, from pubsub_subscription");
        }
    }

    private void address(StageReport stages) {
        URI address = push.webhookUrl();
        if (address == null) {
            stages.failed(
                    "webhook",
                    "the address that Google pushes to is not given",
                    "Fill webhook_url with the push subscription's endpoint.");
            return;
        }
        boolean real = "https".equalsIgnoreCase(client.settings().apiBase().getScheme());
        if (!real) {
            stages.passed("webhook", "not looked at: api_base_url is a stand-in");
            return;
        }
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            stages.failed(
                    "webhook",
                    "webhook_url is not encrypted",
                    "Pub/Sub pushes to https addresses only; correct webhook_url.");
            return;
        }
        try {
            EgressPolicy.publicOnly().resolve(address.getHost());
            stages.passed("webhook", "webhook_url is a public address");
        } catch (UnknownHostException e) {
            stages.failed(
                    "webhook",
                    "the host of webhook_url has no public address",
                    "Google must reach webhook_url from outside; put the server behind a public name, or set watch_enabled to "
                            + "false and let the mailbox be polled.");
        }
    }
}
