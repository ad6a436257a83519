package io.deskwire.adapter.helpdesks.osticket;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.MessageFile;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Address;
import io.deskwire.message.Automation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The way in: each message becomes a mail with a Message-ID of its own, by which osTicket knows a repeat, and with the first
 * message's as a reference, by which it finds the ticket. The answer is the ticket's number for a repeat too, so that repeats
 * answer like what they repeat.
 */
final class OsTicketSink extends TicketSteps {

    private static final MimeComposer COMPOSER = new MimeComposer();

    private final HelpdeskCalls calls;
    private final Address address;

    /**
     * @param address what osTicket receives at
     */
    OsTicketSink(HelpdeskCalls calls, String address) {
        this.calls = calls;
        this.address = Address.email(address);
    }

    /** Our name of a ticket: its number, and the message that opened it, which all others refer to. */
    private record Opened(String number, String firstMessage) {

        static @Nullable Opened of(@Nullable TicketRef ticket) {
            int slash = ticket == null ? -1 : ticket.value().indexOf('/');
            return ticket == null || slash < 1
                    ? null
                    : new Opened(
                            ticket.value().substring(0, slash), ticket.value().substring(slash + 1));
        }

        TicketRef ref() {
            return new TicketRef(number + "/" + firstMessage);
        }
    }

    @Override
    protected SinkResult attempt(TicketEvent event) throws ChannelException, IOException {
        Opened known = Opened.of(event.knownTicket());
        OutboundMessage mail = mail(event, known);
        List<String> problems = COMPOSER.check(mail);
        if (!problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.PERMANENT, "it cannot be written as mail: " + String.join("; ", problems));
        }
        String number = post(mail);
        String id = event.message().id();
        if (known == null || !known.number().equals(number)) {
            return new SinkResult.Created(new Opened(number, id).ref(), number);
        }
        return known.firstMessage().equals(id)
                ? new SinkResult.Duplicate(known.ref())
                : new SinkResult.Appended(known.ref());
    }

    private String post(OutboundMessage mail) throws ChannelException, UncertainWriteException, IOException {
        HttpCall call = HttpCall.writing(
                        "POST",
                        URI.create(calls.base() + "/api/tickets.email"),
                        length(mail),
                        out -> COMPOSER.write(mail, out))
                .withHeader("Content-Type", "message/rfc822");
        HttpAnswer answer = calls.write(calls.withFiles(calls.signed(call)));
        if (answer.status() == 403) {
            // Its words for a banned sender and for a filter that rejects; a key that is not taken is 401.
            throw ChannelException.of(
                    FailureKind.PERMANENT, "osTicket denied the ticket: a ban list or a filter of its");
        }
        if (answer.status() == 401) {
            throw ChannelException.of(FailureKind.AUTH, "osTicket does not take the API key")
                    .withHint("Check api_token; osTicket binds a key to the address that calls come from.");
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        String number = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (!number.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new UncertainWriteException(
                    "osTicket answered HTTP " + answer.status() + " without a ticket's number");
        }
        return number;
    }

    private static long length(OutboundMessage mail) throws IOException {
        Counting counting = new Counting();
        COMPOSER.write(mail, counting);
        return counting.count;
    }

    private OutboundMessage mail(TicketEvent event, @Nullable Opened known) throws IOException {
        InboundMessage message = event.message();
        List<OutboundAttachment> files = MessageFile.of(event).stream()
                .map(file -> new OutboundAttachment(
                        file.attachment().fileName(),
                        file.attachment().contentType(),
                        file.attachment().contentId(),
                        file.content()))
                .toList();
        String title = MessageText.title(message);
        String subject =
                known == null || title.contains("#" + known.number()) ? title : title + " [#" + known.number() + "]";
        String first = known == null ? null : messageId(known.firstMessage());
        return new OutboundMessage(
                message.id(),
                message.tenantId(),
                message.channelId(),
                event.conversationId(),
                messageId(message.id()),
                author(message),
                null,
                List.of(address),
                List.of(),
                subject,
                MessageText.text(message),
                MessageText.html(message),
                files,
                null,
                first,
                first == null ? List.of() : List.of(first),
                message.parsed().automation().autoSubmitted() != Automation.AutoSubmitted.NO
                        && message.parsed().automation().autoSubmitted() != Automation.AutoSubmitted.UNKNOWN,
                message.receivedAt());
    }

    private static String messageId(String id) {
        return id + "@deskwire.invalid";
    }

    /** People without an e-mail address get one that leads nowhere; nothing must be mailed to strangers in their place. */
    private static Address author(InboundMessage message) {
        Address from = message.from();
        if (from != null && from.kind() == Address.Kind.EMAIL) {
            return from;
        }
        String local =
                from == null ? "unknown" : from.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "");
        return Address.email(
                (local.isEmpty() ? "unknown" : local) + "@contact.deskwire.invalid", MessageText.name(message));
    }

    private static final class Counting extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
