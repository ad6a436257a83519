package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes items of what SNS posted: mails, pointers to mails, events, notices. */
final class NotificationSplitter {

    /** Items that are what SNS posted, as it posted it. */
    static final String FORMAT = "sns";

    /** Likewise, about mail of ours. */
    static final String EVENT_FORMAT = "sns-event";

    /** Name in an event's metadata: which of several recipients it is about, counted from 0. */
    static final String RECIPIENT = "recipient";

    /** Name in an event's metadata: the region it came from, on which the Message-ID on the wire depends. */
    static final String REGION = "region";

    private final Set<String> ownAddresses;
    private final String region;

    NotificationSplitter(SesSettings settings) {
        this.ownAddresses = settings.ownAddresses();
        this.region = settings.region();
    }

    /**
     * @param body the whole request
     * @param proven false for what is only taken because the channel observes; nothing is confirmed because of it
     */
    List<RawItem> split(SnsEnvelope envelope, byte[] body, Instant receivedAt, boolean proven) {
        String key = "sns:" + envelope.messageId();
        if (envelope.type().equals(SnsEnvelope.SUBSCRIPTION)) {
            Map<String, String> meta = proven ? Map.of(RawItem.ELSEWHERE, "subscription") : Map.of();
            return List.of(item(key, FORMAT, Envelope.unknown(), receivedAt, meta, body));
        }
        if (envelope.type().equals(SnsEnvelope.UNSUBSCRIPTION)) {
            return List.of(notice(key, receivedAt, body));
        }
        SesNotification notification = SesNotification.of(envelope.message());
        return switch (notification.kind()) {
            case MAIL, MAIL_IN_S3 -> List.of(mail(envelope, ReceivedMail.of(notification.tree()), receivedAt, body));
            case EVENT -> events(notification.tree(), key, receivedAt, body);
            case MAIL_WITHOUT_CONTENT, SETUP, TEXT, UNKNOWN -> List.of(notice(key, receivedAt, body));
        };
    }

    /** What is no notification of SNS at all. */
    static RawItem unknown(byte[] body, Instant receivedAt) {
        return notice("unknown:" + Content.of(body).sha256(), receivedAt, body);
    }

    private static RawItem notice(String key, Instant receivedAt, byte[] body) {
        return item(key, FORMAT, Envelope.unknown(), receivedAt, Map.of(), body);
    }

    private RawItem mail(SnsEnvelope envelope, ReceivedMail mail, Instant receivedAt, byte[] body) {
        String key = "sns:" + envelope.messageId();
        Map<String, String> meta = new LinkedHashMap<>(mail.meta());
        stranger(envelope.topicArn(), mail, meta);
        Instant at = mail.at() == null ? receivedAt : mail.at();
        return mail.bytes()
                .map(bytes -> item(
                        mail.name().map(name -> "ses:" + name).orElse(key),
                        MimeDecoder.FORMAT,
                        mail.envelope(),
                        at,
                        meta,
                        bytes))
                .orElseGet(() -> {
                    meta.put(RawItem.ELSEWHERE, "s3");
                    String name = mail.name().map(n -> "pointer:" + n).orElse(key);
                    return item(name, FORMAT, mail.envelope(), at, meta, body);
                });
    }

    /** Channels may share a topic; each takes what is for its own address. */
    private void stranger(String topic, ReceivedMail mail, Map<String, String> meta) {
        List<String> recipients =
                mail.envelope().recipients().stream().map(Mailboxes::key).toList();
        boolean foreign = !ownAddresses.isEmpty()
                && !recipients.isEmpty()
                && recipients.stream().noneMatch(ownAddresses::contains);
        if (foreign) {
            meta.put(RawItem.FOREIGN, name(topic, recipients.get(0)));
        }
    }

    /** What names a channel among those of a topic: nobody's address means anything at another topic. */
    static String name(String topic, String address) {
        return topic + " " + address;
    }

    private List<RawItem> events(Map<String, Object> tree, String key, Instant receivedAt, byte[] body) {
        int count = SesEvents.items(tree);
        List<RawItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> meta = new LinkedHashMap<>();
            meta.put(REGION, region);
            if (count > 1) {
                meta.put(RECIPIENT, Integer.toString(i));
            }
            items.add(item(i == 0 ? key : key + ":" + i, EVENT_FORMAT, Envelope.unknown(), receivedAt, meta, body));
        }
        return items;
    }

    private static RawItem item(
            String key, String format, Envelope envelope, Instant at, Map<String, String> meta, byte[] body) {
        return new RawItem(key, format, envelope, at, meta, RawBody.of(body));
    }
}
