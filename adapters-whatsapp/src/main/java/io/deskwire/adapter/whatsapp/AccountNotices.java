package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.NoticeReader;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageTemplate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** News about the account, its numbers and templates: kept up with, and told to operators where a person has to do something. */
final class AccountNotices implements NoticeReader {

    private static final Set<String> FALLS_SILENT =
            Set.of("PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_OFFBOARDED");
    private static final Set<String> TEMPLATE_TROUBLE =
            Set.of("REJECTED", "PAUSED", "DISABLED", "FLAGGED", "LIMIT_EXCEEDED");
    private static final Set<String> NUMBER_TROUBLE = Set.of("DOWNGRADE", "FLAGGED");
    private static final Instant LAST_SENSIBLE = Instant.parse("2100-01-01T00:00:00Z");

    private final TemplateCache templates;
    private final AccountAlarm alarm;
    private final PairRate rate;

    AccountNotices(TemplateCache templates, AccountAlarm alarm, PairRate rate) {
        this.templates = templates;
        this.alarm = alarm;
        this.rate = rate;
    }

    @Override
    public @Nullable String read(ChannelEvent.Notice notice, Instant now) {
        Map<String, Object> details = notice.details();
        return switch (notice.topic()) {
            case "message_template_status_update" -> status(details);
            case "template_category_update" -> {
                String category = TemplateTrees.upper(Tree.firstText(details, "new_category", "correct_category"), "");
                yield changed(
                        details, t -> with(t, t.status(), category.isEmpty() ? t.category() : category, t.quality()));
            }
            case "message_template_quality_update" -> quality(details);
            case "message_template_components_update" -> {
                templates.markStale();
                yield null;
            }
            case "account_update" -> account(details, now);
            case "account_alerts", "account_review_update" -> alert(details);
            case "phone_number_quality_update" -> number(details);
            case "phone_number_name_update" -> name(details);
            case "errors" -> error(details, now);
            default -> null;
        };
    }

    private @Nullable String status(Map<String, Object> details) {
        String event = TemplateTrees.upper(Tree.text(details, "event"), "UNKNOWN");
        if (event.equals("DELETED")) {
            String name = Tree.text(details, "message_template_name");
            String language = Tree.text(details, "message_template_language");
            if (name != null && language != null && templates.change(name, language, null)) {
                return null;
            }
        }
        // A lifted pause makes it what it was; a flag is only a warning.
        String status = event.equals("REINSTATED") ? "APPROVED" : event;
        changed(details, t -> with(t, status.equals("FLAGGED") ? t.status() : status, t.category(), t.quality()));
        if (!TEMPLATE_TROUBLE.contains(event)) {
            return null;
        }
        String why = Tree.firstText(Tree.object(details, "rejection_info"), "reason", "recommendation");
        if (why == null) {
            why = Tree.text(Tree.object(details, "other_info"), "description");
        }
        String reason = Tree.text(details, "reason");
        if (why == null && reason != null && !reason.equalsIgnoreCase("NONE")) {
            why = reason.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return "WhatsApp " + word(event) + " the template " + label(details) + (why == null ? "." : ": " + why);
    }

    private static String word(String event) {
        return switch (event) {
            case "REJECTED" -> "rejected";
            case "PAUSED" -> "paused";
            case "DISABLED" -> "disabled";
            case "FLAGGED" -> "may soon pause";
            default -> "limits";
        };
    }

    private @Nullable String quality(Map<String, Object> details) {
        String quality = TemplateTrees.upper(Tree.text(details, "new_quality_score"), "UNKNOWN");
        changed(details, t -> with(t, t.status(), t.category(), quality));
        return quality.equals("RED")
                ? "The quality of the template " + label(details) + " is low; WhatsApp pauses such templates."
                : null;
    }

    /** Changes the template meant; one that is not known yet is asked for at the next look. */
    private @Nullable String changed(Map<String, Object> details, UnaryOperator<MessageTemplate> change) {
        String name = Tree.text(details, "message_template_name");
        String language = Tree.text(details, "message_template_language");
        if (name == null || language == null || !templates.change(name, language, change)) {
            templates.markStale();
        }
        return null;
    }

    private static MessageTemplate with(MessageTemplate t, String status, String category, @Nullable String quality) {
        return new MessageTemplate(
                t.name(),
                t.language(),
                status,
                category,
                quality,
                t.named(),
                t.header(),
                t.body(),
                t.variables(),
                t.footer(),
                t.buttons());
    }

    private static String label(Map<String, Object> details) {
        return Tree.text(details, "message_template_name") + " (" + Tree.text(details, "message_template_language")
                + ")";
    }

    private @Nullable String account(Map<String, Object> details, Instant now) {
        String event = TemplateTrees.upper(Tree.text(details, "event"), "");
        Map<String, Object> ban = Tree.object(details, "ban_info");
        String banState = TemplateTrees.upper(Tree.text(ban, "waba_ban_state"), "");
        if (event.equals("ACCOUNT_RECONNECTED") || banState.equals("REINSTATE")) {
            alarm.clear();
            return "WhatsApp works with the account again.";
        }
        if (event.equals("ACCOUNT_RESTRICTION")) {
            return restriction(details, now);
        }
        String words = switch (event) {
            case "ACCOUNT_DELETED" -> "The WhatsApp account was deleted; nothing can be sent or received.";
            case "ACCOUNT_VIOLATION" ->
                "The WhatsApp account broke a rule ("
                        + plain(Tree.object(details, "violation_info").get("violation_type"))
                        + "); see WhatsApp Manager, or it will be restricted.";
            case "DISABLED_UPDATE" ->
                banState.equals("SCHEDULE_FOR_DISABLE")
                        ? "WhatsApp will disable the account" + on(ban) + "; see WhatsApp Manager."
                        : "WhatsApp disabled the account" + on(ban) + "; appeal in WhatsApp Manager.";
            default ->
                FALLS_SILENT.contains(event)
                        ? "The WhatsApp account was taken away from the app; no messages come or go any more until"
                                + " it is connected again."
                        : null;
        };
        if (words != null) {
            alarm.raise(words, null);
        }
        return words;
    }

    private static String on(Map<String, Object> ban) {
        String date = Tree.text(ban, "waba_ban_date");
        return date == null ? "" : " (" + date + ")";
    }

    private String restriction(Map<String, Object> details, Instant now) {
        StringBuilder what = new StringBuilder();
        Instant until = null;
        for (Object entry : Tree.list(details, "restriction_info")) {
            Map<String, Object> restriction = Tree.object(entry);
            what.append(what.length() == 0 ? "" : ", ").append(plain(restriction.get("restriction_type")));
            BigDecimal end = Tree.number(restriction, "expiration");
            if (end != null && end.longValue() > 0 && end.longValue() < LAST_SENSIBLE.getEpochSecond()) {
                Instant at = Instant.ofEpochSecond(end.longValue());
                until = until == null || at.isAfter(until) ? at : until;
            }
        }
        String words = "WhatsApp restricts the account (" + (what.length() == 0 ? "unknown" : what) + ")"
                + (until == null ? "" : " until " + until.truncatedTo(ChronoUnit.MINUTES)) + "; see WhatsApp Manager.";
        if (until == null || until.isAfter(now)) {
            alarm.raise(words, until);
        }
        return words;
    }

    private static @Nullable String alert(Map<String, Object> details) {
        String decision = TemplateTrees.upper(Tree.text(details, "decision"), "");
        if (!decision.isEmpty()) {
            return decision.equals("APPROVED") ? null : "WhatsApp reviewed the account: " + plain(decision) + ".";
        }
        String what = Tree.firstText(details, "alert_description", "alert_type", "event");
        return what == null ? null : "WhatsApp warns about the account: " + what;
    }

    private static @Nullable String number(Map<String, Object> details) {
        String event = TemplateTrees.upper(Tree.text(details, "event"), "");
        return NUMBER_TROUBLE.contains(event)
                ? "WhatsApp " + (event.equals("FLAGGED") ? "flagged" : "lowered the limits of")
                        + " the number because of its quality; fewer customers may be written to."
                : null;
    }

    private static @Nullable String name(Map<String, Object> details) {
        return TemplateTrees.upper(Tree.text(details, "decision"), "").equals("REJECTED")
                ? "WhatsApp refused the number's display name: "
                        + plain(Tree.firstText(details, "rejection_reason", "requested_verified_name"))
                : null;
    }

    /** An error that belongs to no message. */
    private @Nullable String error(Map<String, Object> details, Instant now) {
        int code = ProviderErrors.number(Tree.word(details, "code"));
        rate.refused(code, "", null, now);
        return GraphErrors.category(code) == GraphErrors.Category.AUTH ? GraphErrors.hint(code) : null;
    }

    private static String plain(@Nullable Object word) {
        String text = Tree.text(word);
        return text == null ? "unknown" : text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
