package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accepts the subscription that SNS offers. The address is put together here, from the topic that the channel is configured
 * with and the token alone: the one that comes with the offer could lead anywhere, into our own network as well.
 */
final class SubscriptionConfirmation {

    private static final Pattern SUBSCRIPTION = Pattern.compile("<SubscriptionArn>\\s*(arn:[^<\\s]{1,500})\\s*<");
    private static final String MEMORY = "sns-subscription:";

    private final AwsCalls calls;
    private final ChannelMemory memory;

    SubscriptionConfirmation(AwsCalls calls, ChannelMemory memory) {
        this.calls = calls;
        this.memory = memory;
    }

    /** Accepts it; doing so again does no harm. */
    void confirm(SnsEnvelope offer) throws ChannelException {
        Optional<TopicArn> topic = TopicArn.of(offer.topicArn());
        if (topic.isEmpty() || !calls.settings().topicArns().contains(offer.topicArn())) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the subscription is of a topic that is none of topic_arn");
        }
        String query = "Action=ConfirmSubscription&Version=2010-03-31&TopicArn="
                + SigV4.encoded(topic.get().text()) + "&Token=" + SigV4.encoded(String.valueOf(offer.token()));
        String subscription = AwsErrors.first(SUBSCRIPTION, answer(topic.get(), query));
        if (subscription == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "SNS does not say that the subscription is confirmed");
        }
        memory.put(
                calls.settings().tenantId(),
                calls.settings().channelId(),
                MEMORY + topic.get().text(),
                subscription);
    }

    private String answer(TopicArn topic, String query) throws ChannelException {
        try {
            return calls.snsUnsigned(topic, query);
        } catch (ChannelException e) {
            throw e.kind() == FailureKind.PERMANENT || e.kind() == FailureKind.NOT_FOUND
                    ? ChannelException.of(FailureKind.PERMANENT, String.valueOf(e.getMessage()), e)
                            .withCode(e.code().orElse(null))
                            .withHint("An offer holds for two days; have SNS make a new one with Request confirmation.")
                    : e;
        }
    }

    /** The subscription of a topic that was confirmed from here. */
    Optional<String> known(TopicArn topic) {
        return memory.find(calls.settings().tenantId(), calls.settings().channelId(), MEMORY + topic.text());
    }
}
