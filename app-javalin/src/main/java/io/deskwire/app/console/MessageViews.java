package io.deskwire.app.console;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Body;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns stored messages into what a person reads. */
final class MessageViews {

    private static final int LETTERS_A_LINE = 80;

    private MessageViews() {}

    static MessageView of(StoredMessage message, String ticketAddress, Instant now) {
        return message instanceof StoredMessage.Inbound inbound
                ? inbound(inbound, ticketAddress, now)
                : outbound((StoredMessage.Outbound) message, ticketAddress, now);
    }

    private static MessageView inbound(StoredMessage.Inbound stored, String ticketAddress, Instant now) {
        InboundMessage message = stored.message();
        Body body = message.parsed().body();
        String base = Addresses.message(stored.tenantId(), stored.id());
        Address from = message.from();
        String reply = body.replyText();
        boolean quotes = reply != null
                && !reply.isBlank()
                && !reply.strip().equals(body.text().strip());
        boolean pictures = message.attachments().stream().anyMatch(Attachment::inline);
        boolean htmlFirst = body.safeHtml() != null && !body.safeHtml().isBlank() && (!quotes || pictures);
        String shown = htmlFirst ? null : quotes ? reply : body.text();
        return new MessageView(
                "message-" + stored.id(),
                true,
                initial(Words.name(from)),
                Words.name(from),
                from == null || from.name() == null ? null : from.value(),
                copies(message.parsed().people().cc()),
                Moment.of(message.receivedAt(), now),
                Words.kind(message.kind()),
                shown == null ? null : shown.strip(),
                body.safeHtml() == null ? null : base + "/html",
                height(body.text(), pictures),
                htmlFirst || quotes ? body.text().strip() : null,
                files(base, message),
                base + "/raw",
                DecisionView.of(stored.decision()),
                message.parsed().issues().stream().map(Issue::toString).toList(),
                StatusView.of(stored, ticketAddress, now));
    }

    private static MessageView outbound(StoredMessage.Outbound stored, String ticketAddress, Instant now) {
        OutboundMessage message = stored.message();
        String base = Addresses.message(stored.tenantId(), stored.id());
        String html = message.html();
        boolean htmlOnly = html != null && message.text().isBlank();
        return new MessageView(
                "message-" + stored.id(),
                false,
                initial(Words.name(message.from())),
                Words.name(message.from()),
                message.from().name() == null ? null : message.from().value(),
                "to " + Words.names(message.to())
                        + (message.cc().isEmpty() ? "" : ", copy to " + Words.names(message.cc())),
                Moment.of(message.createdAt(), now),
                message.automatic() ? new Chip("Automatic", Tone.CALM) : null,
                htmlOnly ? null : message.text().strip(),
                html == null ? null : base + "/html",
                height(htmlOnly ? String.valueOf(html) : message.text(), false),
                null,
                files(base, message.attachments()),
                null,
                null,
                List.of(),
                StatusView.of(stored, ticketAddress, now));
    }

    private static @Nullable String copies(List<Address> cc) {
        return cc.isEmpty() ? null : "copy to " + Words.names(cc);
    }

    private static List<FileView> files(String base, InboundMessage message) {
        List<FileView> files = new ArrayList<>();
        for (Attachment file : message.attachments()) {
            boolean available = file.state() == Attachment.State.AVAILABLE;
            String note = switch (file.state()) {
                case AVAILABLE -> Words.size(file.size());
                case PENDING -> "still to be fetched from the provider";
                case EXPIRED -> "no longer held by the provider";
                case REJECTED -> "refused: cut off, too large or damaged";
            };
            files.add(new FileView(file.fileName(), available ? base + "/attachments/" + file.index() : null, note));
        }
        return files;
    }

    private static List<FileView> files(String base, List<OutboundAttachment> attachments) {
        List<FileView> files = new ArrayList<>();
        for (OutboundAttachment file : attachments) {
            files.add(new FileView(
                    file.fileName(),
                    base + "/attachments/" + files.size(),
                    Words.size(file.content().length())));
        }
        return files;
    }

    private static String initial(String name) {
        return name.codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("?")
                .toUpperCase(Locale.ROOT);
    }

    /** A frame that runs no script cannot say how high it is; its text tells well enough. */
    private static String height(String text, boolean pictures) {
        long lines = pictures ? 14 : 0;
        for (String line : text.split("\n", 400)) {
            lines += 1 + line.length() / LETTERS_A_LINE;
        }
        return lines <= 4 ? "xs" : lines <= 9 ? "s" : lines <= 18 ? "m" : lines <= 32 ? "l" : "xl";
    }
}
