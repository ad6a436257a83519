package io.deskwire.testkit.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Exchange does to a mail that it sends. The caller holds the world's lock. */
final class Sending {

    private Sending() {}

    /** Sends something that is in no folder yet. */
    static void submit(GraphMailbox mailbox, MailContent content, GraphSent.Way way, boolean save) {
        send(mailbox, content, way, null, save);
    }

    /** Sends a draft, which becomes the item in Sent Items. */
    static void submit(GraphMailbox mailbox, GraphItem draft) {
        send(mailbox, draft.content(), GraphSent.Way.DRAFT, draft, true);
    }

    private static void send(
            GraphMailbox mailbox, MailContent content, GraphSent.Way way, @Nullable GraphItem draft, boolean save) {
        check(mailbox, content);
        MailContent kept = content;
        MailContent seen = content;
        Mime mime = content.mime();
        if (mime == null) {
            complete(mailbox, content);
        } else {
            Mime rewritten = rewritten(mailbox, content, mime);
            kept = MailContent.of(rewritten);
            seen = MailContent.of(Mime.sent(rewritten.changed(Set.of("bcc"), List.of())));
        }
        List<String> recipients = Stream.of(content.to(), content.cc(), content.bcc())
                .flatMap(List::stream)
                .map(Person::address)
                .toList();
        GraphItem item = draft;
        MailStore store = mailbox.store();
        Folder sentItems = store.folder("sentitems");
        if (item == null && save) {
            item = new GraphItem(
                    mailbox.world().lock(), kept, sentItems, mailbox.world().now());
            place(mailbox, item);
            store.thread(item);
            store.add(item);
        } else if (item != null) {
            place(mailbox, item);
            if (mime != null) {
                item.replace(kept);
            }
            store.move(item, sentItems);
        }
        mailbox.sent(new GraphSent(way, seen, mailbox.world().now(), recipients, item == null ? "" : item.id()));
    }

    private static void place(GraphMailbox mailbox, GraphItem item) {
        item.markDraft(false);
        item.markRead(true);
        item.hide(mailbox.has(GraphQuirk.SENT_ITEM_LATE));
    }

    private static void check(GraphMailbox mailbox, MailContent content) {
        if (mailbox.rules().health() == GraphMailbox.Health.FULL) {
            throw new Refusal(507, "ErrorQuotaExceeded", "The mailbox has exceeded its quota.");
        }
        if (content.to().isEmpty() && content.cc().isEmpty() && content.bcc().isEmpty()) {
            throw new Refusal(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.");
        }
        if (content.size() > mailbox.rules().largestMessage()) {
            throw new Refusal(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }
        boolean foreign = !mailbox.maySendAs(content.from());
        if (foreign && (content.mime() == null || mailbox.has(GraphQuirk.FOREIGN_FROM_REFUSED))) {
            throw Refusal.sendAsDenied();
        }
    }

    private static void complete(GraphMailbox mailbox, MailContent content) {
        if (content.from() == null) {
            content.setFrom(new Person(null, mailbox.userPrincipalName()));
        }
        if (content.messageId() == null) {
            content.setMessageId(messageId());
        }
    }

    /** A Message-ID as Exchange makes it. */
    static String messageId() {
        return "<" + UUID.randomUUID().toString().replace("-", "") + "@prod.exchange.example>";
    }

    private static Mime rewritten(GraphMailbox mailbox, MailContent content, Mime mime) {
        Set<String> drop = new HashSet<>(Set.of("return-path"));
        List<Mime.Field> add = new ArrayList<>();
        if (mailbox.has(GraphQuirk.MESSAGE_ID_REWRITTEN) || content.messageId() == null) {
            drop.add("message-id");
            add.add(new Mime.Field("Message-ID", messageId()));
        }
        if (content.from() == null || !mailbox.maySendAs(content.from())) {
            drop.add("from");
            drop.add("sender");
            add.add(new Mime.Field("From", mailbox.userPrincipalName()));
        }
        if (mailbox.has(GraphQuirk.AUTO_SUBMITTED_DROPPED)) {
            drop.add("auto-submitted");
        }
        return Mime.sent(mime.changed(drop, add));
    }
}
