package io.deskwire.mime.kind;

import io.deskwire.message.Automation;
import io.deskwire.message.Automation.AutoSubmitted;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.Ids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a message is, from the strongest evidence to the weakest. */
public final class KindOf {

    private KindOf() {}

    /**
     * Judges one message.
     *
     * @param people who the header names
     * @param nullSender whether the envelope had the null sender
     * @param subject decoded, or null
     * @param text what a person reads
     */
    public static Verdict judge(
            Fields fields,
            MachineParts parts,
            Correspondents people,
            boolean nullSender,
            @Nullable String subject,
            String text) {
        Automation automation = AutomationHeaders.of(fields);
        String from = people.from() == null ? null : people.from().value();
        Returned returned = Returned.of(parts.returned());
        String namedId = firstOf(fields, "x-original-message-id", "original-message-id");
        if (parts.feedback() != null) {
            List<DeliveryReport> complaints = StandardReports.complaints(parts.feedback(), returned);
            return new Verdict(
                    complaints.isEmpty() ? MessageKind.DELIVERY_REPORT : MessageKind.COMPLAINT, automation, complaints);
        }
        if (subject != null && subject.strip().toLowerCase(Locale.ROOT).startsWith("complaint about message from")) {
            // The feedback loop of Hotmail: the message itself beside a subject, no ARF.
            return new Verdict(
                    MessageKind.COMPLAINT, automation, StandardReports.complaints("Feedback-Type: abuse", returned));
        }
        if (parts.disposition() != null) {
            String id = returned.messageId() != null ? returned.messageId() : namedId;
            DeliveryReport receipt = StandardReports.receipt(parts.disposition(), id != null ? id : answered(fields));
            return new Verdict(MessageKind.DELIVERY_REPORT, automation, receipt == null ? List.of() : List.of(receipt));
        }
        String contentType = fields.first("content-type");
        boolean report =
                contentType != null && contentType.toLowerCase(Locale.ROOT).contains("report-type");
        List<String> failed = failedRecipients(fields);
        String named = fields.first("from");
        // A person may pass on the machine's part of a report that came to them.
        boolean standard = !parts.deliveryStatus().isEmpty()
                && (report
                        || nullSender
                        || from == null
                        || automation.autoSubmitted() != AutoSubmitted.NO
                        || BounceSigns.isDaemon(from, named == null ? "" : named)
                        || parts.returned() != null);
        if (standard
                || !failed.isEmpty()
                || BounceSigns.in(
                        from,
                        named == null ? "" : named,
                        nullSender,
                        report,
                        parts.returned() != null,
                        subject,
                        text)) {
            // The report names its sender and the mailbox it comes back to as well as those it is about.
            Set<String> notThem = new HashSet<>();
            people.to().forEach(a -> notThem.add(a.value().toLowerCase(Locale.ROOT)));
            if (from != null) {
                notThem.add(from.toLowerCase(Locale.ROOT));
            }
            BounceReading reading = new BounceReading(
                    Spoken.of(text, failed, notThem), returned, namedId != null ? namedId : answered(fields));
            List<DeliveryReport> reports = reading.standard(parts.deliveryStatus());
            if (reports.isEmpty()) {
                reports = reading.spoken();
            }
            return new Verdict(kindOf(reports), automation, reports);
        }
        boolean automatic = nullSender
                || automation.autoSubmitted() == AutoSubmitted.AUTO_REPLIED
                || automation.autoSubmitted() == AutoSubmitted.AUTO_GENERATED;
        if (Challenge.is(from, automatic, subject, text)) {
            return new Verdict(MessageKind.CHALLENGE, automation, List.of());
        }
        DeliveryReport receipt = SpokenReceipt.of(subject, text, people.from(), answered(fields));
        if (receipt != null) {
            return new Verdict(MessageKind.DELIVERY_REPORT, automation, List.of(receipt));
        }
        MessageKind mass = Mass.of(fields, automation);
        boolean answers = nullSender || fields.has("in-reply-to") || fields.has("references");
        if (automation.autoSubmitted() == AutoSubmitted.AUTO_REPLIED
                || (mass == null && Away.saidBy(subject, answers || automatic))) {
            Automation answered =
                    new Automation(AutoSubmitted.AUTO_REPLIED, automation.suppressAutoResponse(), automation.listId());
            return new Verdict(MessageKind.AUTO_REPLY, answered, List.of());
        }
        if (mass == null && Acknowledgement.is(automation.autoSubmitted(), answers, subject, text)) {
            return new Verdict(MessageKind.AUTO_REPLY, automation, List.of());
        }
        if (isSchedule(parts.calendar())) {
            return new Verdict(MessageKind.CALENDAR, automation, List.of());
        }
        return new Verdict(mass == null ? MessageKind.MESSAGE : mass, automation, List.of());
    }

    /** Whether a calendar part is one for the calendar of the reader (RFC 5546), not a file somebody hands around. */
    private static boolean isSchedule(@Nullable String calendar) {
        if (calendar == null) {
            return false;
        }
        int at = calendar.toUpperCase(Locale.ROOT).indexOf("\nMETHOD:");
        if (at < 0) {
            return false;
        }
        String method =
                calendar.substring(at + 8, Math.min(calendar.length(), at + 28)).toUpperCase(Locale.ROOT);
        return method.startsWith("REQUEST")
                || method.startsWith("REPLY")
                || method.startsWith("CANCEL")
                || method.startsWith("COUNTER")
                || method.startsWith("DECLINECOUNTER")
                || method.startsWith("REFRESH")
                || method.startsWith("ADD");
    }

    private static List<String> failedRecipients(Fields fields) {
        List<String> failed = new ArrayList<>();
        for (String value : fields.all("x-failed-recipients")) {
            for (String each : value.split("[,\\s]+", -1)) {
                if (each.indexOf('@') > 0 && Mentions.isClean(each) && failed.size() < 50) {
                    failed.add(each);
                }
            }
        }
        return failed;
    }

    /** Reports without a copy of the message often answer it at least. */
    private static @Nullable String answered(Fields fields) {
        String id = firstOf(fields, "in-reply-to");
        if (id != null || fields.first("references") == null) {
            return id;
        }
        List<String> ids = Ids.all(fields.first("references"));
        return ids.isEmpty() ? null : ids.get(ids.size() - 1);
    }

    private static MessageKind kindOf(List<DeliveryReport> reports) {
        boolean bounced = reports.stream().anyMatch(r -> r.status() == DeliveryStatus.BOUNCED);
        return bounced ? MessageKind.BOUNCE : MessageKind.DELIVERY_REPORT;
    }

    private static @Nullable String firstOf(Fields fields, String... names) {
        for (String name : names) {
            String id = Ids.first(fields.first(name));
            if (id != null) {
                return id;
            }
        }
        return null;
    }
}
