package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what SES says became of a mail of ours, of both its systems: event publishing and identity feedback. */
final class SesEvents {

    private final Map<String, Object> tree;
    private final Map<String, Object> mail;
    private final SentMail ours;

    /**
     * @param region where it was sent from, or null when that is not known
     */
    SesEvents(Map<String, Object> tree, @Nullable String region) {
        this.tree = tree;
        this.mail = Tree.object(tree, "mail");
        this.ours = SentMail.of(mail, region);
    }

    /** {@code Bounce}, {@code Delivery} and the like. */
    static String type(Map<String, Object> tree) {
        return String.valueOf(Tree.firstText(tree, "eventType", "notificationType"))
                .strip();
    }

    /** How many items an event becomes: engagement is told of one recipient at a time. */
    static int items(Map<String, Object> tree) {
        return type(tree).equals("DeliveryDelay")
                ? Math.max(
                        1,
                        Tree.list(Tree.object(tree, "deliveryDelay"), "delayedRecipients")
                                .size())
                : 1;
    }

    /** When it happened, or null. */
    @Nullable Instant at() {
        String part = switch (type(tree)) {
            case "Delivery" -> "delivery";
            case "Bounce" -> "bounce";
            case "Complaint" -> "complaint";
            case "DeliveryDelay" -> "deliveryDelay";
            case "Open" -> "open";
            case "Click" -> "click";
            case "Subscription" -> "subscription";
            default -> "";
        };
        Instant at = Times.read(Tree.object(tree, part).get("timestamp"));
        return at == null ? Times.read(mail.get("timestamp")) : at;
    }

    /** What it says per recipient; empty for what is no delivery status. */
    List<DeliveryReport> reports() {
        return switch (type(tree)) {
            case "Send" -> sent();
            case "Delivery" -> delivered();
            case "Bounce" -> bounced();
            case "Complaint" -> complained();
            case "Reject" -> refused(DeliveryStatus.REJECTED, Tree.text(Tree.object(tree, "reject"), "reason"));
            case "Rendering Failure" ->
                refused(DeliveryStatus.FAILED, Tree.text(Tree.object(tree, "failure"), "errorMessage"));
            default -> List.of();
        };
    }

    private List<DeliveryReport> sent() {
        return destinations().stream()
                .map(to -> report(to, DeliveryStatus.SENT, null, null, null))
                .toList();
    }

    private List<DeliveryReport> delivered() {
        Map<String, Object> delivery = Tree.object(tree, "delivery");
        List<Address> recipients = addresses(Tree.list(delivery, "recipients"));
        String said = Tree.text(delivery, "smtpResponse");
        return (recipients.isEmpty() ? destinations() : recipients)
                .stream()
                        .map(to -> report(to, DeliveryStatus.DELIVERED, null, said, null))
                        .toList();
    }

    private List<DeliveryReport> bounced() {
        Map<String, Object> bounce = Tree.object(tree, "bounce");
        BounceMeaning meaning = BounceMeaning.of(Tree.word(bounce, "bounceType"), Tree.word(bounce, "bounceSubType"));
        List<DeliveryReport> reports = new ArrayList<>();
        for (Object entry : Tree.list(bounce, "bouncedRecipients")) {
            Map<String, Object> recipient = Tree.object(entry);
            Optional<Address> address = address(recipient.get("emailAddress"));
            if (address.isPresent()) {
                String said = Tree.text(recipient, "diagnosticCode");
                reports.add(report(
                        address.get(),
                        meaning.status(),
                        Tree.word(recipient, "status"),
                        said == null ? meaning.words() : meaning.words() + ": " + said,
                        meaning.failure()));
            }
        }
        return reports;
    }

    private List<DeliveryReport> complained() {
        Map<String, Object> complaint = Tree.object(tree, "complaint");
        if ("not-spam".equalsIgnoreCase(Tree.word(complaint, "complaintFeedbackType"))) {
            return List.of();
        }
        boolean suppressed = "OnAccountSuppressionList".equals(Tree.word(complaint, "complaintSubType"));
        List<DeliveryReport> reports = new ArrayList<>();
        for (Object entry : Tree.list(complaint, "complainedRecipients")) {
            address(Tree.object(entry).get("emailAddress"))
                    .ifPresent(to -> reports.add(
                            suppressed
                                    ? report(
                                            to,
                                            DeliveryStatus.REJECTED,
                                            null,
                                            "not sent: the recipient complained before and is on the account's"
                                                    + " suppression list",
                                            FailureKind.PERMANENT)
                                    : report(
                                            to,
                                            DeliveryStatus.COMPLAINED,
                                            null,
                                            Tree.text(complaint, "complaintFeedbackType"),
                                            null)));
        }
        return reports;
    }

    private List<DeliveryReport> refused(DeliveryStatus status, @Nullable String why) {
        return destinations().stream()
                .map(to -> report(to, status, null, why, FailureKind.PERMANENT))
                .toList();
    }

    private DeliveryReport report(
            Address to,
            DeliveryStatus status,
            @Nullable String code,
            @Nullable String reason,
            @Nullable FailureKind failure) {
        return new DeliveryReport(ours.messageId(), ours.providerId(), to, status, code, reason, at(), failure);
    }

    /**
     * What somebody did with the mail, which is no delivery status.
     *
     * @param recipient which of several it is about
     */
    Optional<ChannelEvent.Engagement> engagement(int recipient) {
        return switch (type(tree)) {
            case "DeliveryDelay" -> delayed(recipient);
            case "Open" -> Optional.of(did(Annotation.Kind.OPENED, machine()));
            case "Click" -> Optional.of(did(Annotation.Kind.CLICKED, Tree.text(Tree.object(tree, "click"), "link")));
            case "Subscription" -> unsubscribed();
            default -> Optional.empty();
        };
    }

    private Optional<ChannelEvent.Engagement> delayed(int recipient) {
        Map<String, Object> delay = Tree.object(tree, "deliveryDelay");
        List<?> recipients = Tree.list(delay, "delayedRecipients");
        Map<String, Object> one = recipient < recipients.size() ? Tree.object(recipients.get(recipient)) : Map.of();
        String type = String.valueOf(Tree.firstText(delay, "delayType"));
        String said = Tree.text(one, "diagnosticCode");
        return Optional.of(new ChannelEvent.Engagement(
                ours.messageId(),
                ours.providerId(),
                Annotation.Kind.DELAYED,
                address(one.get("emailAddress")).orElse(null),
                said == null ? type : type + ": " + said));
    }

    private Optional<ChannelEvent.Engagement> unsubscribed() {
        Map<String, Object> subscription = Tree.object(tree, "subscription");
        return Tree.isTrue(Tree.object(subscription, "newTopicPreferences"), "unsubscribeAll")
                ? Optional.of(did(Annotation.Kind.UNSUBSCRIBED, Tree.text(subscription, "contactList")))
                : Optional.empty();
    }

    /** These are not told who it was; with one recipient nobody else can have been. */
    private ChannelEvent.Engagement did(Annotation.Kind kind, @Nullable String text) {
        List<Address> all = destinations();
        return new ChannelEvent.Engagement(
                ours.messageId(), ours.providerId(), kind, all.size() == 1 ? all.get(0) : null, text);
    }

    /** Mail services load pictures in their users' place, some of them for every mail. */
    private @Nullable String machine() {
        String agent = Tree.word(Tree.object(tree, "open"), "userAgent");
        boolean proxy = agent != null
                && (agent.equals("Mozilla/5.0")
                        || agent.contains("GoogleImageProxy")
                        || agent.contains("YahooMailProxy"));
        return proxy ? "by a machine" : null;
    }

    private List<Address> destinations() {
        return addresses(Tree.list(mail, "destination"));
    }

    private static List<Address> addresses(List<?> values) {
        return values.stream().map(SesEvents::address).flatMap(Optional::stream).toList();
    }

    /** The bare address, where a name may stand before it. */
    private static Optional<Address> address(@Nullable Object value) {
        String text = Tree.text(value);
        if (text == null) {
            return Optional.empty();
        }
        int from = text.lastIndexOf('<');
        int to = text.lastIndexOf('>');
        String bare = (from >= 0 && to > from ? text.substring(from + 1, to) : text).strip();
        boolean good = !bare.isEmpty() && bare.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
        return good ? Optional.of(Address.email(bare)) : Optional.empty();
    }
}
