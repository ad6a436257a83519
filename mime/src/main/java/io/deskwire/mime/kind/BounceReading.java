package io.deskwire.mime.kind;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts together what a report says to machines, what it says to people, and what it carries of the message itself. */
final class BounceReading {

    private static final String[] LATE =
            Phrases.of("delayed|warning message only|will be retried|still being retried|will keep trying|"
                    + "will continue to|will try again|not yet been delivered|has not been delivered yet|"
                    + "do not need to resend|temporarily|verzögert|retardé|retrasad|atrasad|ritardat|vertraagd|"
                    + "försenad|forsinket|opóźni|задерж|遅延|延迟|延遲");

    private final Spoken spoken;
    private final Returned returned;
    private final @Nullable String id;

    /**
     * @param spoken the words for people
     * @param returned what came back of the message
     * @param id the Message-ID that another part or field of the report names, or null
     */
    BounceReading(Spoken spoken, Returned returned, @Nullable String id) {
        this.spoken = spoken;
        this.returned = returned;
        String own = returned.messageId() != null ? returned.messageId() : id;
        this.id = own != null ? own : spoken.messageId();
    }

    /** The reports of the parts for machines, with what only people are told filled in. */
    List<DeliveryReport> standard(List<String> parts) {
        List<DeliveryReport> reports = StandardReports.delivery(parts, id);
        List<DeliveryReport> out = new ArrayList<>();
        for (DeliveryReport each : reports) {
            out.add(completed(each, reports.size() == 1));
        }
        return out;
    }

    private DeliveryReport completed(DeliveryReport report, boolean sole) {
        Address who = report.recipient();
        String named = who == null ? null : who.value();
        if (named == null && sole) {
            named = someRecipient();
        }
        String code = report.code();
        String reason = report.reason();
        if (StatusCode.isVague(code)) {
            String told = spoken.code(named);
            boolean same = told != null && (code == null || told.charAt(0) == code.charAt(0));
            // A bare reply says less than the class that the report gives.
            if (same && told != null && (code == null || (told.indexOf('.') > 0 && !StatusCode.isVague(told)))) {
                code = told;
            }
        }
        if (reason == null || reason.length() < 12) {
            String answer = StandardReports.reason(spoken.answer(named));
            reason = answer == null ? reason : answer;
        }
        String said = (report.reason() == null ? "" : report.reason() + " ")
                + (sole || named != null ? spoken.about(named) : "");
        return new DeliveryReport(
                report.originalMessageId(),
                null,
                named == null ? null : Address.email(named),
                report.status(),
                code,
                reason,
                report.at(),
                failure(report.status(), code, report.reason(), said));
    }

    /** The answer of the server counts before the words around it, which often list every possible cause. */
    private static @Nullable FailureKind failure(
            DeliveryStatus status, @Nullable String code, @Nullable String answer, String said) {
        boolean enough = answer != null && answer.length() >= 12;
        return Permanence.of(status, code, enough ? answer : said);
    }

    /** The reports of a letter that speaks to people alone; one without a recipient when none can be found. */
    List<DeliveryReport> spoken() {
        List<DeliveryReport> written = standard(spoken.fields());
        if (!written.isEmpty()) {
            return written;
        }
        List<@Nullable String> who = new ArrayList<>(spoken.recipients());
        if (who.isEmpty()) {
            who.add(returned.soleRecipient());
        }
        List<DeliveryReport> reports = new ArrayList<>();
        for (String each : who) {
            String code = spoken.code(each);
            DeliveryStatus status = isLate(code) ? DeliveryStatus.DEFERRED : DeliveryStatus.BOUNCED;
            String answer = spoken.answer(each);
            reports.add(new DeliveryReport(
                    id,
                    null,
                    each == null ? null : Address.email(each),
                    status,
                    code,
                    StandardReports.reason(answer),
                    null,
                    Permanence.of(status, code, answer != null && code != null ? answer : spoken.about(each))));
        }
        return reports;
    }

    private boolean isLate(@Nullable String code) {
        if (code != null && code.startsWith("5")) {
            return false;
        }
        String lower = spoken.words().toLowerCase(Locale.ROOT);
        return Phrases.in(lower, LATE)
                && !lower.contains("permanent error")
                && !lower.contains("giving up")
                && !lower.contains("given up");
    }

    private @Nullable String someRecipient() {
        List<String> told = spoken.recipients();
        return told.size() == 1 ? told.get(0) : returned.soleRecipient();
    }
}
