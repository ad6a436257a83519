package io.deskwire.mime.compose;

import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.html.HtmlText;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a checked message. */
public final class MessageWriter {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final int LONGEST_REFERENCES = 900;
    private static final int MOST_TAGS = 60_000;

    private MessageWriter() {}

    /** Writes all of it; the message must have passed {@link OutboundCheck}. */
    public static void write(OutboundMessage message, OutputStream out) throws IOException {
        FieldWriter header = new FieldWriter();
        header.field("Date", DATE.format(message.createdAt().atOffset(ZoneOffset.UTC)));
        header.field("From", HeaderValues.addresses(List.of(message.from())));
        if (message.replyTo() != null) {
            header.field("Reply-To", HeaderValues.addresses(List.of(message.replyTo())));
        }
        header.field("To", HeaderValues.addresses(message.to()));
        if (!message.cc().isEmpty()) {
            header.field("Cc", HeaderValues.addresses(message.cc()));
        }
        String subject = message.subject();
        if (subject != null && !subject.isEmpty()) {
            header.field("Subject", HeaderValues.text(subject));
        }
        header.field("Message-ID", "<" + message.messageId() + ">");
        threading(message, header);
        if (message.automatic()) {
            header.field("Auto-Submitted", message.inReplyTo() == null ? "auto-generated" : "auto-replied");
            header.field("X-Auto-Response-Suppress", "All");
        }
        header.field("MIME-Version", "1.0");
        String html = message.html();
        Outline outline = Outline.of(text(message), html == null ? null : ReplyMark.in(html), message.attachments());
        new PartsWriter(out, new Boundaries(message.messageId())).write(outline, header);
        out.flush();
    }

    private static String text(OutboundMessage message) {
        String html = message.html();
        return message.text().isBlank() && html != null
                ? new HtmlText(MOST_TAGS, new Repairs()).of(html)
                : message.text();
    }

    private static void threading(OutboundMessage message, FieldWriter header) {
        String parent = message.inReplyTo();
        boolean usable = parent != null && OutboundCheck.isId(parent);
        if (usable) {
            header.field("In-Reply-To", "<" + parent + ">");
        }
        List<String> ids = new ArrayList<>();
        for (String id : message.references()) {
            if (OutboundCheck.isId(id) && !ids.contains(id)) {
                ids.add(id);
            }
        }
        if (usable) {
            ids.remove(parent);
            ids.add(parent);
        }
        if (!ids.isEmpty()) {
            header.field(
                    "References",
                    bounded(ids).stream().map(id -> "<" + id + ">").toList());
        }
    }

    /** The first, which names the conversation, and as many of the last as there is room for. */
    private static List<String> bounded(List<String> ids) {
        int room = LONGEST_REFERENCES - ids.get(0).length() - 3;
        int from = ids.size();
        while (from > 1 && room - ids.get(from - 1).length() - 3 >= 0) {
            from--;
            room -= ids.get(from).length() + 3;
        }
        if (from == ids.size() && from > 1) {
            from--;
        }
        List<String> kept = new ArrayList<>();
        kept.add(ids.get(0));
        kept.addAll(ids.subList(from, ids.size()));
        return kept;
    }
}
