package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Decoder;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what SNS posted and what is no mail: news about mail of ours, and notices. */
final class SnsDecoder implements Decoder {

    private static final int LONGEST_WORDS = 500;

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        byte[] body;
        try (InputStream bytes = raw.open()) {
            body = bytes.readNBytes(SnsEnvelope.LONGEST);
        }
        Optional<SnsEnvelope> envelope = SnsEnvelope.of(body);
        if (envelope.isEmpty()) {
            return notice("unknown:" + raw.sha256(), "sns_unknown", Map.of(), null);
        }
        String key = "sns:" + envelope.get().messageId();
        Instant at = Times.read(envelope.get().timestamp());
        if (envelope.get().isConfirmation()) {
            return confirmation(envelope.get(), key, at);
        }
        SesNotification notification = SesNotification.of(envelope.get().message());
        if (notification.kind() == SesNotification.Kind.EVENT) {
            return event(notification.tree(), meta, key, at);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        switch (notification.kind()) {
            case TEXT -> details.put("message", shortened(envelope.get().message()));
            case MAIL_WITHOUT_CONTENT ->
                details.put(
                        "action",
                        String.valueOf(
                                Tree.word(ReceivedMail.of(notification.tree()).action(), "type")));
            default -> details.put("type", SesEvents.type(notification.tree()));
        }
        return notice(key, SesNotices.topic(notification.kind()), details, at);
    }

    /** Without token and address: whoever has them can undo a subscription. */
    private static ParsedMessage confirmation(SnsEnvelope envelope, String key, @Nullable Instant at) {
        boolean ended = envelope.type().equals(SnsEnvelope.UNSUBSCRIPTION);
        return notice(
                key,
                ended ? SesNotices.UNSUBSCRIBED : SesNotices.SUBSCRIPTION_OFFERED,
                Map.of("topic_arn", envelope.topicArn()),
                at);
    }

    private static ParsedMessage event(
            Map<String, Object> tree, Map<String, String> meta, String key, @Nullable Instant postedAt) {
        SesEvents events = new SesEvents(tree, meta.get(NotificationSplitter.REGION));
        int recipient = number(meta.get(NotificationSplitter.RECIPIENT));
        String itemKey = recipient == 0 ? key : key + ":" + recipient;
        Instant at = events.at() == null ? postedAt : events.at();
        List<DeliveryReport> reports = events.reports();
        if (!reports.isEmpty()) {
            return parsed(itemKey, kind(SesEvents.type(tree)), new ChannelEvent.StatusUpdate(), reports, at);
        }
        Optional<ChannelEvent.Engagement> engagement = events.engagement(recipient);
        if (engagement.isPresent()) {
            return parsed(itemKey, MessageKind.DELIVERY_REPORT, engagement.get(), List.of(), at);
        }
        return notice(itemKey, SesNotices.OTHER_EVENT, Map.of("type", shortened(SesEvents.type(tree))), at);
    }

    private static MessageKind kind(String type) {
        return switch (type) {
            case "Bounce" -> MessageKind.BOUNCE;
            case "Complaint" -> MessageKind.COMPLAINT;
            default -> MessageKind.DELIVERY_REPORT;
        };
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static ParsedMessage notice(String key, String topic, Map<String, Object> details, @Nullable Instant at) {
        return parsed(key, MessageKind.SYSTEM, new ChannelEvent.Notice(topic, details), List.of(), at);
    }

    private static ParsedMessage parsed(
            String key, MessageKind kind, ChannelEvent event, List<DeliveryReport> reports, @Nullable Instant at) {
        return new ParsedMessage(
                key,
                kind,
                ThreadHeaders.of(null),
                new Correspondents(null, null, List.of(), List.of(), List.of(), List.of()),
                Body.text(null, ""),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                at,
                reports,
                List.<Issue>of(),
                List.of(),
                event,
                null);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS);
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("what SNS posts has no attachments");
    }
}
