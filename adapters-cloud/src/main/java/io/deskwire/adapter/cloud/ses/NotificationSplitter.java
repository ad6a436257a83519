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

    /** Recipients of one mail whose channels are named; mail servers take no more of them at once. */
    private static final int MOST_OTHERS = 1000;

    private static final Map<String, String> ANYBODYS = Map.of(RawItem.ANYBODYS, "unmarked");

    private final Set<String> ownAddresses;
    private final String channelMark;
    private final String region;

    NotificationSplitter(SesSettings settings) {
        this.ownAddresses = settings.ownAddresses();
        this.channelMark = settings.channelMark();
        this.region = settings.region();
    }

    /**
     * @param body the whole request
     * @param proven false for what is only taken because the channel observes; nothing is confirmed because of it
     */
    List<RawItem> split(SnsEnvelope envelope, byte[] body, Instant receivedAt, boolean proven) {
        String key = "sns:" + envelope.messageId();
        if (envelope.type().equals(SnsEnvelope.SUBSCRIPTION)) {
            Map<String, String> meta = new LinkedHashMap<>();
            if (proven) {
                meta.put(RawItem.ELSEWHERE, "subscription");
                meta.putAll(ANYBODYS);
            }
            return List.of(item(key, FORMAT, Envelope.unknown(), receivedAt, meta, body));
        }
        if (envelope.type().equals(SnsEnvelope.UNSUBSCRIPTION)) {
            return List.of(notice(key, receivedAt, ANYBODYS, body));
        }
        SesNotification notification = SesNotification.of(envelope.message());
        return switch (notification.kind()) {
            case MAIL, MAIL_IN_S3 -> List.of(mail(envelope, ReceivedMail.of(notification.tree()), receivedAt, body));
            case EVENT -> events(notification.tree(), envelope, receivedAt, body);
            case MAIL_WITHOUT_CONTENT ->
                List.of(notice(
                        key, receivedAt, others(envelope.topicArn(), ReceivedMail.of(notification.tree())), body));
            case SETUP, TEXT, UNKNOWN -> List.of(notice(key, receivedAt, ANYBODYS, body));
        };
    }

    /** What is no notification of SNS at all. */
    static RawItem unknown(byte[] body, Instant receivedAt) {
        return notice("unknown:" + Content.of(body).sha256(), receivedAt, Map.of(), body);
    }

    private static RawItem notice(String key, Instant receivedAt, Map<String, String> meta, byte[] body) {
        return item(key, FORMAT, Envelope.unknown(), receivedAt, meta, body);
    }

    private RawItem mail(SnsEnvelope envelope, ReceivedMail mail, Instant receivedAt, byte[] body) {
        String key = "sns:" + envelope.messageId();
        Map<String, String> meta = new LinkedHashMap<>(mail.meta());
        meta.putAll(others(envelope.topicArn(), mail));
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

    /**
     * Channels may share a topic; each takes what is for its own address, and one mail may be for several of them. A channel
     * without an address takes everything as its own.
     */
    private Map<String, String> others(String topic, ReceivedMail mail) {
        List<String> recipients = mail.envelope().recipients().stream()
                .map(Mailboxes::key)
                .distinct()
                .toList();
        List<String> others = recipients.stream()
                .filter(address -> !ownAddresses.contains(address))
                .map(address -> name(topic, address))
                .limit(MOST_OTHERS)
                .toList();
        if (ownAddresses.isEmpty() || others.isEmpty()) {
            return Map.of();
        }
        Map<String, String> meta = new LinkedHashMap<>();
        if (recipients.stream().noneMatch(ownAddresses::contains)) {
            meta.put(RawItem.FOREIGN, others.get(0));
            others = others.subList(1, others.size());
        }
        if (!others.isEmpty()) {
            meta.put(RawItem.ALSO, String.join(" ", others));
        }
        return meta;
    }

    /** What names a channel among those of a topic: addresses mean nothing at another one. Holds no white space. */
    static String name(String topic, String address) {
        return topic + "#" + address.replaceAll("\\s", "%20");
    }

    /** Likewise, by the mark that the messages of a channel carry. */
    static String channelName(String topic, String mark) {
        return name(topic, "channel:" + mark);
    }

    private List<RawItem> events(Map<String, Object> tree, SnsEnvelope envelope, Instant receivedAt, byte[] body) {
        String key = "sns:" + envelope.messageId();
        String mark = MessageTags.channelMark(tree);
        int count = SesEvents.items(tree);
        List<RawItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> meta = new LinkedHashMap<>();
            meta.put(REGION, region);
            if (mark == null) {
                meta.putAll(ANYBODYS);
            } else if (!mark.equals(channelMark)) {
                meta.put(RawItem.FOREIGN, channelName(envelope.topicArn(), mark));
            }
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
