package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.ContentSource;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Does what a stored notification asks for, as often as it takes: brings the mail that it names, or confirms the subscription
 * that it offers, which brings nothing.
 */
final class SesContents implements ContentSource {

    private final StoredMail mails;
    private final SubscriptionConfirmation subscriptions;

    SesContents(StoredMail mails, SubscriptionConfirmation subscriptions) {
        this.mails = mails;
        this.subscriptions = subscriptions;
    }

    @Override
    public void fetch(Content pointer, Map<String, String> meta, Intake intake) throws ChannelException {
        SnsEnvelope envelope = SnsEnvelope.of(bytes(pointer))
                .orElseThrow(
                        () -> ChannelException.of(FailureKind.MALFORMED, "the stored item is no notification of SNS"));
        if (envelope.type().equals(SnsEnvelope.SUBSCRIPTION)) {
            subscriptions.confirm(envelope);
            return;
        }
        SesNotification notification = SesNotification.of(envelope.message());
        if (notification.kind() != SesNotification.Kind.MAIL_IN_S3) {
            throw ChannelException.of(FailureKind.MALFORMED, "the stored item names no mail in a bucket");
        }
        mails.bring(ReceivedMail.of(notification.tree()), intake);
    }

    private static byte[] bytes(Content pointer) throws ChannelException {
        try (InputStream bytes = pointer.open()) {
            return bytes.readNBytes(SnsEnvelope.LONGEST);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the stored item cannot be read", e);
        }
    }
}
