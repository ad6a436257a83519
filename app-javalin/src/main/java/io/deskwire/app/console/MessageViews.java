package io.deskwire.app.console;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Forward;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.RichContent;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns stored messages into what a person reads. */
final class MessageViews {

    private static final int LETTERS_A_LINE = 80;

    /** Finds the messages that others quote. */
    interface Quoted {

        /** A message of a channel by the network's id of it. */
        Optional<StoredMessage> byNetworkId(String tenantId, String channelId, String networkId);

        /** A message by our id. */
        Optional<StoredMessage> byId(String tenantId, String id);
    }

    private final Quoted quoted;
    private final String ticketAddress;
    private final List<MessageTemplate> templates;
    private final Instant now;

    /**
     * @param templates of the ticket's channel, whose texts stand in for templates that were sent
     */
    MessageViews(Quoted quoted, String ticketAddress, List<MessageTemplate> templates, Instant now) {
        this.quoted = quoted;
        this.ticketAddress = ticketAddress;
        this.templates = List.copyOf(templates);
        this.now = now;
    }

    MessageView of(StoredMessage message) {
        return message instanceof StoredMessage.Inbound inbound
                ? inbound(inbound)
                : outbound((StoredMessage.Outbound) message);
    }

    /** Whether a message is shown by itself; reactions, changes and deletions are shown on the message they are about. */
    static boolean isShown(StoredMessage message) {
        if (!(message instanceof StoredMessage.Inbound inbound)) {
            return true;
        }
        ChannelEvent event = inbound.message().parsed().event();
        return !(event instanceof ChannelEvent.Reaction
                || event instanceof ChannelEvent.Edit
                || event instanceof ChannelEvent.Deletion
                || event instanceof ChannelEvent.StatusUpdate);
    }

    private MessageView inbound(StoredMessage.Inbound stored) {
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
        SinceView since = SinceView.of(stored.annotations(), body.text().strip(), now);
        return new MessageView(
                "message-" + stored.id(),
                true,
                message.kind() == MessageKind.SYSTEM,
                initial(Words.name(from)),
                Words.name(from),
                from == null || from.name() == null ? null : from.value(),
                copies(message.parsed().people().cc()),
                Moment.of(at(message), now),
                Words.kind(message.kind()),
                notes(message.parsed()),
                quote(stored),
                since.text() != null ? since.text() : shown == null ? null : shown.strip(),
                body.safeHtml() == null ? null : base + "/html",
                height(body.text(), pictures),
                htmlFirst || quotes ? body.text().strip() : null,
                files(base, message),
                since,
                base + "/raw",
                DecisionView.of(stored.decision(), base),
                message.parsed().issues().stream().map(Issue::toString).toList(),
                StatusView.of(stored, ticketAddress, now));
    }

    /** With whose mail it passes on; that is offered here too, and nothing is done with it. */
    static List<String> notes(ParsedMessage message) {
        Forward forward = message.forward();
        Address from = forward == null ? null : forward.from();
        if (forward == null || (from == null && forward.by() == null)) {
            return message.notes();
        }
        Address by = forward.by();
        String line = by != null
                ? "Passed on by " + by.value() + "."
                : "Forwards a mail of " + (from == null ? "somebody" : Words.name(from) + " (" + from.value() + ")")
                        + (forward.date() == null ? "." : " of " + forward.date() + ".");
        return Stream.concat(message.notes().stream(), Stream.of(line)).toList();
    }

    private MessageView outbound(StoredMessage.Outbound stored) {
        OutboundMessage message = stored.message();
        RichContent rich = message.rich();
        String base = Addresses.message(stored.tenantId(), stored.id());
        String html = message.html();
        boolean htmlOnly = html != null && message.text().isBlank();
        String text = rich == null
                        || (rich instanceof RichContent.Template
                                && !message.text().isBlank())
                ? message.text().strip()
                : (RichText.text(rich, templates) + "\n" + message.text()).strip();
        SinceView since = SinceView.of(stored.annotations(), text, now);
        return new MessageView(
                "message-" + stored.id(),
                false,
                rich instanceof RichContent.Reaction,
                initial(Words.name(message.from())),
                Words.name(message.from()),
                message.from().name() == null ? null : message.from().value(),
                "to " + Words.names(message.to())
                        + (message.cc().isEmpty() ? "" : ", copy to " + Words.names(message.cc())),
                Moment.of(message.createdAt(), now),
                kind(stored),
                List.of(),
                rich instanceof RichContent.Reaction reaction
                        ? quoted.byId(stored.tenantId(), reaction.messageId())
                                .map(QuoteView::of)
                                .orElse(null)
                        : null,
                since.text() != null ? since.text() : htmlOnly ? null : text,
                html == null ? null : base + "/html",
                height(htmlOnly ? String.valueOf(html) : message.text(), false),
                null,
                files(base, message),
                since,
                null,
                null,
                List.of(),
                StatusView.of(stored, ticketAddress, now));
    }

    /** In a chat an answer says which message it is to; a mail quotes by itself. */
    private @Nullable QuoteView quote(StoredMessage.Inbound stored) {
        Address from = stored.message().from();
        if (from == null || from.kind() == Address.Kind.EMAIL) {
            return null;
        }
        return stored.message().parsed().threading().inReplyTo().stream()
                .findFirst()
                .flatMap(id -> quoted.byNetworkId(stored.tenantId(), stored.channelId(), id))
                .filter(other -> Objects.equals(other.conversationId(), stored.conversationId()))
                .map(QuoteView::of)
                .orElse(null);
    }

    /** A mail's date is the sender's claim; a chat's is the network's own, and its news may come days late. */
    private static Instant at(InboundMessage message) {
        Address from = message.from();
        Instant sent = message.parsed().sentAt();
        return sent == null || from == null || from.kind() == Address.Kind.EMAIL ? message.receivedAt() : sent;
    }

    private static @Nullable Chip kind(StoredMessage.Outbound stored) {
        Chip rich = RichText.chip(stored.message().rich());
        if (rich != null) {
            return rich;
        }
        // It counts as sent although we never tried: a colleague wrote it in the phone's own app.
        boolean elsewhere = stored.attempts() == 0
                && !stored.deliveries().isEmpty()
                && stored.deliveries().stream()
                        .allMatch(d -> d.status().isSettled() && !d.status().isFailure());
        return elsewhere
                ? new Chip("Sent from the phone", Tone.CALM)
                : stored.message().automatic() ? new Chip("Automatic", Tone.CALM) : null;
    }

    private static @Nullable String copies(List<Address> cc) {
        return cc.isEmpty() ? null : "copy to " + Words.names(cc);
    }

    private static List<FileView> files(String base, InboundMessage message) {
        Address from = message.from();
        boolean inPlace = from != null && from.kind() != Address.Kind.EMAIL;
        List<FileView> files = new ArrayList<>();
        for (Attachment file : message.attachments()) {
            files.add(
                    switch (file.state()) {
                        case AVAILABLE ->
                            FileView.of(
                                    file.fileName(),
                                    file.contentType(),
                                    base + "/attachments/" + file.index(),
                                    inPlace,
                                    file.size());
                        case PENDING -> FileView.missing(file.fileName(), "still to be fetched from the provider");
                        case EXPIRED -> FileView.missing(file.fileName(), "no longer held by the provider");
                        case REJECTED -> FileView.missing(file.fileName(), "refused: cut off, too large or damaged");
                    });
        }
        return files;
    }

    private static List<FileView> files(String base, OutboundMessage message) {
        boolean inPlace = message.to().stream().noneMatch(a -> a.kind() == Address.Kind.EMAIL);
        List<FileView> files = new ArrayList<>();
        for (OutboundAttachment file : message.attachments()) {
            files.add(FileView.of(
                    file.fileName(),
                    file.contentType(),
                    base + "/attachments/" + files.size(),
                    inPlace,
                    file.content().length()));
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
