package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one event says. Our message is told by the metadata that it was sent with, and by Postmark's id. */
final class EventReader {

    private static final int LONGEST_TEXT = 2000;

    /** What Apple's relay, which opens everything, calls itself: nothing more than this. */
    private static final String MACHINE = "Mozilla/5.0";

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
        Issue issue = new Issue("not-an-event", "the item is not what Postmark posts");
        ChannelEvent notice = new ChannelEvent.Notice("unreadable", Map.of());
        return parsed(
                key, MessageKind.SYSTEM, "A post that cannot be understood", null, List.of(), List.of(issue), notice);
    }

    private ParsedMessage read() {
        String name = name();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "delivery" -> delivered();
            case "bounce" -> bounce();
            case "spamcomplaint" -> complaint();
            case "open" ->
                engagement(
                        Annotation.Kind.OPENED, MACHINE.equals(Tree.word(event, "UserAgent")) ? "by a machine" : null);
            case "click" -> engagement(Annotation.Kind.CLICKED, text("OriginalLink"));
            case "subscriptionchange" -> subscription();
            case "smtpapierror" -> report(new BounceMeaning(MessageKind.BOUNCE, DeliveryStatus.FAILED, null));
            default -> notice(name);
        };
    }

    private String name() {
        String name = Tree.word(event, "RecordType");
        return name == null ? "unreadable" : cut(name);
    }

    private ParsedMessage delivered() {
        if (unnamed()) {
            return notice(name());
        }
        String code = BounceMeaning.code(event);
        return parsed(
                key,
                MessageKind.DELIVERY_REPORT,
                "",
                at(),
                List.of(new DeliveryReport(
                        ours(), theirs(), recipient(), DeliveryStatus.DELIVERED, code, text("Details"), at())),
                List.of(),
                new ChannelEvent.StatusUpdate());
    }

    private ParsedMessage bounce() {
        String type = Tree.word(event, "Type");
        BounceMeaning meaning = BounceMeaning.of(type);
        if (meaning != null) {
            return report(meaning);
        }
        if (BounceMeaning.isDelay(type)) {
            return engagement(Annotation.Kind.DELAYED, BounceMeaning.reason(event));
        }
        if ("unsubscribe".equalsIgnoreCase(type)) {
            return engagement(Annotation.Kind.UNSUBSCRIBED, null);
        }
        return notice(type == null ? name() : name() + "." + cut(type));
    }

    private ParsedMessage complaint() {
        return report(new BounceMeaning(MessageKind.COMPLAINT, DeliveryStatus.COMPLAINED, null));
    }

    /** Who closes an address by hand says nothing of the message that is named besides. */
    private ParsedMessage subscription() {
        String reason = Tree.word(event, "SuppressionReason");
        boolean recipients = "recipient".equalsIgnoreCase(Tree.word(event, "Origin"));
        if (!Tree.isTrue(event, "SuppressSending") || !recipients || reason == null) {
            return notice(name());
        }
        return switch (reason.toLowerCase(Locale.ROOT)) {
            case "manualsuppression" -> engagement(Annotation.Kind.UNSUBSCRIBED, null);
            case "spamcomplaint" -> complaint();
            case "hardbounce" -> report(new BounceMeaning(MessageKind.BOUNCE, DeliveryStatus.BOUNCED, null));
            default -> notice(name());
        };
    }

    private ParsedMessage report(BounceMeaning meaning) {
        DeliveryStatus status = meaning.status();
        if (unnamed() || status == null) {
            return notice(name());
        }
        DeliveryReport report = new DeliveryReport(
                ours(),
                theirs(),
                recipient(),
                status,
                BounceMeaning.code(event),
                BounceMeaning.reason(event),
                at(),
                meaning.failure());
        return parsed(key, meaning.kind(), "", at(), List.of(report), List.of(), new ChannelEvent.StatusUpdate());
    }

    private ParsedMessage engagement(Annotation.Kind kind, @Nullable String text) {
        if (unnamed()) {
            return notice(name());
        }
        ChannelEvent engagement = new ChannelEvent.Engagement(ours(), theirs(), kind, recipient(), text);
        return parsed(key, MessageKind.DELIVERY_REPORT, "", at(), List.of(), List.of(), engagement);
    }

    private ParsedMessage notice(String topic) {
        Map<String, Object> details = new LinkedHashMap<>();
        event.forEach((field, value) -> {
            // A text, so that nothing deep or long comes along; the content of a bounce least of all.
            String text = Tree.text(value);
            if (text != null && text.length() <= LONGEST_TEXT) {
                details.put(field, text);
            }
        });
        ChannelEvent notice = new ChannelEvent.Notice(topic, details);
        return parsed(key, MessageKind.SYSTEM, "Postmark: " + topic, at(), List.of(), List.of(), notice);
    }

    private boolean unnamed() {
        return ours() == null && theirs() == null;
    }

    private @Nullable String ours() {
        return Correlation.messageId(event);
    }

    private @Nullable String theirs() {
        String id = Tree.word(event, "MessageID");
        return InboundPost.NO_ID.equals(id) ? null : id;
    }

    private @Nullable Address recipient() {
        String email = Tree.firstText(event, "Recipient", "Email");
        String bare = Mailboxes.bare(email);
        boolean plain = !bare.isEmpty() && bare.chars().noneMatch(c -> c < ' ' || c == 127);
        return plain ? Address.email(bare) : null;
    }

    /** Times carry an offset and up to seven digits of a second. */
    private @Nullable Instant at() {
        String told = Tree.firstText(event, "BouncedAt", "DeliveredAt", "ReceivedAt", "ChangedAt");
        if (told == null) {
            return null;
        }
        try {
            OffsetDateTime at = OffsetDateTime.parse(told.strip());
            return at.getYear() < 1970 || at.getYear() > 9999 ? null : at.toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable String text(String name) {
        String text = Tree.text(event, name);
        return text == null ? null : cut(text.strip());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
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
