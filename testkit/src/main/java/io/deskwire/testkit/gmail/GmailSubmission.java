package io.deskwire.testkit.gmail;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a mail for sending as Gmail does: checks it, changes its header, files and delivers it. Thread-safe. */
final class GmailSubmission {

    private static final int MOST_RECIPIENTS = 500;
    /** One @, and a dot inside of the domain. */
    private static final Pattern GOOD_ID = Pattern.compile("<[^<>@\\s]+@[^<>@\\s.]+(?:\\.[^<>@\\s.]+)+>");

    private final Clock clock;
    private final Function<String, Optional<GmailMailbox>> mailboxes;
    private final AtomicInteger made = new AtomicInteger();

    GmailSubmission(Clock clock, Function<String, Optional<GmailMailbox>> mailboxes) {
        this.clock = clock;
        this.mailboxes = mailboxes;
    }

    /** Sends, and answers what {@code messages.send} answers. */
    Map<String, Object> send(GmailMailbox mailbox, byte[] mail, @Nullable String threadId, String way) {
        MailHead head = MailHead.of(mail);
        Set<String> recipients = head.addresses("to", "cc", "bcc");
        if (recipients.isEmpty()) {
            throw GmailRefusal.invalid("Recipient address required");
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            throw GmailRefusal.invalid("Too many recipients");
        }
        Optional<String> thread = thread(mailbox, head, threadId);
        mailbox.quotas().takeMail();
        MailHead filed = changed(mailbox, head);
        MailHead delivered = filed.without("Bcc");
        Set<String> labels = new TreeSet<>(Set.of("SENT"));
        if (recipients.stream().anyMatch(mailbox::maySendAs)) {
            labels.addAll(List.of("INBOX", "UNREAD"));
        }
        GmailMessage message = mailbox.store().add(filed.bytes(), labels, thread, clock.instant());
        mailbox.keep(new GmailSent(message, mail, delivered, recipients, way, message.at()));
        recipients.stream()
                .map(mailboxes)
                .flatMap(Optional::stream)
                .distinct()
                .filter(other -> other != mailbox)
                .forEach(other -> other.receive(delivered.bytes()));
        return message.listed(true);
    }

    /** The thread it joins: the one named, where answer and subject fit as well. */
    private static Optional<String> thread(GmailMailbox mailbox, MailHead head, @Nullable String threadId) {
        if (threadId == null) {
            return Optional.empty();
        }
        if (!threadId.matches("[0-9a-f]{1,16}")) {
            throw GmailRefusal.invalid("Invalid thread_id value");
        }
        if (!mailbox.store().hasThread(threadId)) {
            throw GmailRefusal.notFound();
        }
        return mailbox.store().joins(head, threadId) ? Optional.of(threadId) : Optional.empty();
    }

    private MailHead changed(GmailMailbox mailbox, MailHead head) {
        MailHead changed = head;
        boolean own = head.addresses("from").stream().allMatch(mailbox::maySendAs);
        if (!own || head.value("From").isEmpty()) {
            changed = changed.with("From", mailbox.email());
        }
        if (head.value("Date").isEmpty()) {
            changed = changed.with(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC)));
        }
        String id = head.messageId().orElse("");
        if (id.isEmpty() || mailbox.rewritesMessageIds() || !GOOD_ID.matcher(id).matches()) {
            String other = String.format(Locale.ROOT, "<CAExample%06d@mail.gmail.com>", made.incrementAndGet());
            changed = changed.with("Message-ID", other);
            changed = id.isEmpty() ? changed : changed.with("X-Google-Original-Message-ID", id);
        }
        return changed;
    }
}
