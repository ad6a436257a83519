package io.deskwire.adapter.helpdesks;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import org.jspecify.annotations.Nullable;

/** A message in the words that a ticket shows; for this module's packages. Helpdesks refuse what has no text at all. */
public final class MessageText {

    private static final int LONGEST_TITLE = 150;

    private MessageText() {}

    /** The whole plain text with a line for every file that could not be had; never empty. */
    public static String text(InboundMessage message) {
        StringBuilder text = new StringBuilder(message.text().strip());
        appendMissing(message, text, "\n");
        if (text.isEmpty()) {
            text.append(message.attachments().isEmpty() ? "(no text)" : "(no text, see the files)");
        }
        return text.toString();
    }

    /** The cleaned HTML with a line for every file that could not be had, or null when there is none. */
    public static @Nullable String html(InboundMessage message) {
        String html = message.parsed().body().safeHtml();
        if (html == null || html.isBlank()) {
            return null;
        }
        StringBuilder missing = new StringBuilder();
        appendMissing(message, missing, "<br>");
        return missing.isEmpty() ? html : html + "<p>" + missing + "</p>";
    }

    private static void appendMissing(InboundMessage message, StringBuilder text, String lineBreak) {
        for (Attachment file : message.attachments()) {
            if (file.state() != Attachment.State.AVAILABLE) {
                text.append(text.isEmpty() ? "" : lineBreak)
                        .append("[a file could not be had: ")
                        .append(file.fileName().replaceAll("[<>&]", "_"))
                        .append(']');
            }
        }
    }

    /** A title: the subject, else whom it is from; one line, never empty. */
    public static String title(InboundMessage message) {
        String subject = message.subject();
        String plain = subject == null
                ? ""
                : subject.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (plain.isEmpty()) {
            plain = "Message from " + name(message);
        }
        return plain.length() <= LONGEST_TITLE ? plain : plain.substring(0, LONGEST_TITLE - 1) + "…";
    }

    /** What to call the customer: the name they go by, else their address. */
    public static String name(InboundMessage message) {
        Address from = message.from();
        if (from == null) {
            return "unknown sender";
        }
        String name = from.name();
        return name == null ? from.value() : name;
    }
}
