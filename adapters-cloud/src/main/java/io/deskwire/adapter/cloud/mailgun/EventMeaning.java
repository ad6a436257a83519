package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event comes to.
 *
 * @param event what it does to a message of ours
 * @param reports where that message's copies stand
 * @param words for people who look at the event itself
 */
record EventMeaning(MessageKind kind, ChannelEvent event, List<DeliveryReport> reports, String words) {

    /** Mailgun's own codes for what it did not even try: the address stands on a list of those to be left alone. */
    private static final Set<String> SUPPRESSED = Set.of("605", "606", "607");

    /** Permanent failures that say nothing about the address itself: blocked, retries used up, no answer. */
    private static final Set<String> SOFT = Set.of("espblock", "blacklisted", "old", "greylisted", "greylist");

    private static final String BY_MACHINE = "by a machine";

    static EventMeaning of(Map<String, Object> data, @Nullable Address recipient, @Nullable Instant at) {
        String event = Objects.requireNonNullElse(Tree.word(data, "event"), "").toLowerCase(Locale.ROOT);
        Target target = Target.of(data, recipient, at);
        return switch (event) {
            case "accepted" -> report(MessageKind.DELIVERY_REPORT, target, DeliveryStatus.SENT, null, null);
            case "delivered" -> report(MessageKind.DELIVERY_REPORT, target, DeliveryStatus.DELIVERED, null, null);
            case "complained" ->
                report(MessageKind.COMPLAINT, target, DeliveryStatus.COMPLAINED, null, "the recipient called it spam");
            case "rejected" ->
                report(
                        MessageKind.BOUNCE,
                        target,
                        DeliveryStatus.REJECTED,
                        null,
                        words("Mailgun refused it", Tree.object(data, "reject"), "reason", "description"));
            case "failed" -> failed(data, target);
            case "opened" -> engagement(target, Annotation.Kind.OPENED, isMachine(data) ? BY_MACHINE : null);
            case "clicked" -> engagement(target, Annotation.Kind.CLICKED, link(data));
            case "unsubscribed" -> engagement(target, Annotation.Kind.UNSUBSCRIBED, null);
            default ->
                new EventMeaning(
                        MessageKind.SYSTEM,
                        new ChannelEvent.Notice("mailgun." + (event.matches("[a-z_]{1,60}") ? event : "event"), data),
                        List.of(),
                        "An event that is no news of a message");
        };
    }

    private static EventMeaning failed(Map<String, Object> data, Target target) {
        Map<String, Object> status = Tree.object(data, "delivery-status");
        String reason =
                Objects.requireNonNullElse(Tree.word(data, "reason"), "").toLowerCase(Locale.ROOT);
        String code = Tree.word(status, "code");
        String enhanced = Tree.word(status, "enhanced-code");
        String shown = enhanced != null ? enhanced : code;
        if ("temporary".equalsIgnoreCase(Tree.word(data, "severity"))) {
            return engagement(target, Annotation.Kind.DELAYED, words("not yet", status, "message", "description"));
        }
        if (reason.startsWith("suppress-") || (code != null && SUPPRESSED.contains(code))) {
            return report(MessageKind.BOUNCE, target, DeliveryStatus.REJECTED, code, suppressed(reason, code));
        }
        boolean soft = SOFT.contains(reason) || "499".equals(code);
        String kind = soft ? "soft bounce" : "hard bounce";
        String named = reason.matches("[a-z_-]{1,40}") ? kind + " (" + reason + ")" : kind;
        return report(
                MessageKind.BOUNCE,
                target,
                DeliveryStatus.BOUNCED,
                shown,
                words(named, status, "message", "description"));
    }

    private static String suppressed(String reason, @Nullable String code) {
        String why = switch (reason.isEmpty() ? String.valueOf(code) : reason) {
            case "suppress-complaint", "607" -> "called an earlier mail spam";
            case "suppress-unsubscribe", "606" -> "wants no more mail";
            case "suppress-bounce", "605" -> "could not be reached before";
            default -> "stands on a list of those who get no mail";
        };
        return "Mailgun did not try: the recipient " + why;
    }

    /** A few words of ours, then those of the first name that has any. */
    private static String words(String ours, Map<String, Object> said, String... names) {
        String text = Tree.firstText(said, names);
        return text == null ? ours : ours + ": " + ProviderCalls.shortened(text);
    }

    private static @Nullable String link(Map<String, Object> data) {
        String url = Tree.text(data, "url");
        if (!isMachine(data)) {
            return url;
        }
        return url == null ? BY_MACHINE : url + " (" + BY_MACHINE + ")";
    }

    /** Some privacy services fetch everything that comes; Mailgun names the ones it knows. */
    private static boolean isMachine(Map<String, Object> data) {
        return Tree.word(Tree.object(data, "client-info"), "bot") != null;
    }

    private static EventMeaning report(
            MessageKind kind, Target target, DeliveryStatus status, @Nullable String code, @Nullable String reason) {
        return new EventMeaning(
                kind,
                new ChannelEvent.StatusUpdate(),
                List.of(new DeliveryReport(
                        target.ours(), target.providers(), target.recipient(), status, code, reason, target.at())),
                "News of a message");
    }

    private static EventMeaning engagement(Target target, Annotation.Kind kind, @Nullable String text) {
        return new EventMeaning(
                MessageKind.DELIVERY_REPORT,
                new ChannelEvent.Engagement(target.ours(), target.providers(), kind, target.recipient(), text),
                List.of(),
                "News of a message");
    }

    /**
     * Which message, and whose copy of it.
     *
     * @param ours the id that went out with it as a variable
     * @param providers its Message-ID without angle brackets
     */
    private record Target(
            @Nullable String ours,
            @Nullable String providers,
            @Nullable Address recipient,
            @Nullable Instant at) {
        static Target of(Map<String, Object> data, @Nullable Address recipient, @Nullable Instant at) {
            String ours = Tree.word(Tree.object(data, "user-variables"), MailgunOutbound.CORRELATION);
            String id = Tree.word(Tree.object(Tree.object(data, "message"), "headers"), "message-id");
            String bare = Mailboxes.bare(id);
            return new Target(ours, bare.isEmpty() ? null : bare, recipient, at);
        }
    }
}
