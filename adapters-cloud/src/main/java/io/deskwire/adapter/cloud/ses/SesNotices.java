package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.NoticeReader;
import io.deskwire.message.ChannelEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says what an operator must do about notices. */
final class SesNotices implements NoticeReader {

    static final String UNSUBSCRIBED = "sns_unsubscribed";
    static final String SUBSCRIPTION_OFFERED = "sns_subscription_offered";
    static final String OTHER_EVENT = "ses_other_event";

    private static final String NO_CONTENT = "ses_mail_without_content";

    /** The name under which a notification that is neither mail nor event is filed. */
    static String topic(SesNotification.Kind kind) {
        return switch (kind) {
            case SETUP -> "ses_setup_notification";
            case TEXT -> "ses_text";
            case MAIL_WITHOUT_CONTENT -> NO_CONTENT;
            // These are read elsewhere unless their bytes changed since they were stored.
            case MAIL, MAIL_IN_S3, EVENT, UNKNOWN -> "ses_unknown";
        };
    }

    @Override
    public @Nullable String read(ChannelEvent.Notice notice, Instant now) {
        return switch (notice.topic()) {
            case UNSUBSCRIBED ->
                "The subscription of the topic " + notice.details().get("topic_arn")
                        + " was ended; mail and events of it come no more. If nobody meant to, subscribe webhook_url to"
                        + " the topic again.";
            case NO_CONTENT ->
                "SES received a mail and told of it without its content (action "
                        + notice.details().get("action")
                        + "). Give the receipt rule an S3 action with this topic, or an SNS action with encoding Base64;"
                        + " the mail itself is only where the rule put it.";
            default -> null;
        };
    }
}
