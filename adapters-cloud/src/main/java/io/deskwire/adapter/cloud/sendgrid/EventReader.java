package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one event of the Event Webhook says. Our message is told by the custom argument that it was sent with. */
final class EventReader {

    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);
    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_DETAIL = 2000;

    private final Map<String, Object> event;
    private final String key;

    private EventReader(Map<String, Object> event, String key) {
        this.event = event;
        this.key = key;
    }

    /** Never fails: what nobody knows is a notice of its own name. */
    static ParsedMessage read(Map<String, Object> event, String key) {
        return new EventReader(event, key).read();
    }

    /** For an item that is no event. */
    static ParsedMessage unreadable(String key) {
        Issue issue = new Issue("not-an-event", "the item is not what the Event Webhook posts");
        ChannelEvent notice = new ChannelEvent.Notice("unreadable", Map.of());
        return parsed(
                key, MessageKind.SYSTEM, "An event that cannot be understood", null, List.of(), List.of(issue), notice);
    }

    private ParsedMessage read() {
        String name = name();
        return switch (name) {
            case "processed" -> report(MessageKind.DELIVERY_REPORT, DeliveryStatus.SENT, null, null);
            case "delivered" -> report(MessageKind.DELIVERY_REPORT, DeliveryStatus.DELIVERED, text("response"), null);
            case "bounce" -> bounce();
            case "dropped" ->
                report(MessageKind.BOUNCE, DeliveryStatus.REJECTED, text("reason"), FailureKind.PERMANENT);
            case "spamreport" -> report(MessageKind.COMPLAINT, DeliveryStatus.COMPLAINED, null, null);
            case "deferred" -> engagement(Annotation.Kind.DELAYED, text("response"));
            case "open" ->
                engagement(Annotation.Kind.OPENED, Tree.isTrue(event, "sg_machine_open") ? "by a machine" : null);
            case "click" -> engagement(Annotation.Kind.CLICKED, text("url"));
            case "unsubscribe", "group_unsubscribe" -> engagement(Annotation.Kind.UNSUBSCRIBED, null);
            default -> notice(name);
        };
    }

    private String name() {
        String name = Tree.word(event, "event");
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }

    /** Blocks and expiries are temporary by SendGrid's word, but it does not try again. */
    private ParsedMessage bounce() {
        String type = Tree.word(event, "type");
        boolean hard = type == null || type.equalsIgnoreCase("bounce");
        String classification = text("bounce_classification");
        String kind = hard ? classification : type;
        String reason = text("reason");
        String words = Stream.of(kind, reason).filter(Objects::nonNull).collect(Collectors.joining(": "));
        return report(
                MessageKind.BOUNCE,
                DeliveryStatus.BOUNCED,
                words,
                hard ? FailureKind.PERMANENT : FailureKind.TRANSIENT);
    }

    private ParsedMessage report(
            MessageKind kind, DeliveryStatus status, @Nullable String reason, @Nullable FailureKind failure) {
        String ours = Tree.word(event, MailSend.MESSAGE);
        String theirs = providerMessageId();
        if (ours == null && theirs == null) {
            return notice(name());
        }
        DeliveryReport report =
                new DeliveryReport(ours, theirs, recipient(), status, text("status"), reason, at(), failure);
        return parsed(key, kind, "", at(), List.of(report), List.of(), new ChannelEvent.StatusUpdate());
    }

    private ParsedMessage engagement(Annotation.Kind kind, @Nullable String text) {
        String ours = Tree.word(event, MailSend.MESSAGE);
        String theirs = providerMessageId();
        if (ours == null && theirs == null) {
            return notice(name());
        }
        ChannelEvent engagement = new ChannelEvent.Engagement(ours, theirs, kind, recipient(), text);
        return parsed(key, MessageKind.DELIVERY_REPORT, "", at(), List.of(), List.of(), engagement);
    }

    private ParsedMessage notice(String name) {
        Map<String, Object> details = new LinkedHashMap<>();
        event.forEach((field, value) -> {
            // A text, so that nothing deep or long comes along.
            String text = Tree.text(value);
            if (text != null && text.length() <= LONGEST_DETAIL) {
                details.put(field, text);
            }
        });
        ChannelEvent notice = new ChannelEvent.Notice(name, details);
        return parsed(key, MessageKind.SYSTEM, "SendGrid: " + cut(name), at(), List.of(), List.of(), notice);
    }

    /** {@code X-Message-Id} of the answer to our call stands before the first dot. */
    private @Nullable String providerMessageId() {
        String id = Tree.word(event, "sg_message_id");
        if (id == null) {
            return null;
        }
        int dot = id.indexOf('.');
        String prefix = dot < 0 ? id : id.substring(0, dot);
        return prefix.isEmpty() ? null : prefix;
    }

    private @Nullable Address recipient() {
        String email = Tree.word(event, "email");
        boolean plain = email != null && email.chars().noneMatch(c -> c < ' ' || c == 127);
        return email == null || !plain ? null : Address.email(email);
    }

    private @Nullable Instant at() {
        BigDecimal seconds = Tree.number(event, "timestamp");
        if (seconds == null || seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            return null;
        }
        return Instant.ofEpochSecond(seconds.longValue());
    }

    private @Nullable String text(String name) {
        String text = Tree.text(event, name);
        return text == null ? null : cut(text.strip());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    private static ParsedMessage parsed(
            String key,
            MessageKind kind,
            String text,
            @Nullable Instant at,
            List<DeliveryReport> reports,
            List<Issue> issues,
            ChannelEvent event) {
        return new ParsedMessage(
                key,
                kind,
                ThreadHeaders.of(null),
                new Correspondents(null, null, List.of(), List.of(), List.of(), List.of()),
                Body.text(null, text),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                at,
                reports,
                issues,
                List.of(),
                event,
                null);
    }
}
