package io.deskwire.adapter.graph;

import com.microsoft.graph.models.InternetMessageHeader;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a sent copy by our marker, where Exchange gave it another Message-ID. Graph mostly lists sent mail without its header
 * fields; then the beginning of the mail itself has them.
 */
final class MarkedCopies {

    /** The header by which a sent copy is recognised. */
    static final String MARKER = "X-Deskwire-Message-ID";

    private static final int PAGE = 50;
    private static final int MOST_PAGES = 4;
    private static final int BEGINNING = 64 * 1024;
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    private static final String[] SELECTED = {
        "id",
        "isDraft",
        "internetMessageId",
        "internetMessageHeaders",
        "sentDateTime",
        "toRecipients",
        "ccRecipients",
        "bccRecipients"
    };

    private final Mailbox mailbox;

    MarkedCopies(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    private enum Mark {
        OURS,
        ANOTHER,
        NONE,
        UNREADABLE
    }

    /**
     * @param doubtful whether another message was seen that may be it
     * @param whole whether everything was seen that was sent since
     */
    private record Found(SentCopies.@Nullable Copy copy, boolean doubtful, boolean whole) {}

    /**
     * The sent copy, or null when it certainly is not among what was sent since.
     *
     * @throws ChannelException {@code NOT_FOUND} when something was sent since of which it cannot be told, {@code PERMANENT}
     *     when more was sent since than is looked through
     */
    SentCopies.@Nullable Copy find(OutboundMessage message, Instant since) throws ChannelException {
        Found found = search(message, since, true);
        if (found.copy() == null && !found.whole()) {
            throw ChannelException.of(
                            FailureKind.PERMANENT,
                            "more mail was sent since than is looked through, so that the message may be among it")
                    .withHint("Search Sent Items for the recipient and the subject before it is sent again.");
        }
        if (found.copy() == null && found.doubtful()) {
            throw ChannelException.of(
                            FailureKind.NOT_FOUND,
                            "Sent Items do not show the message, but one of which it cannot be told whether it is it")
                    .withHint("Search Sent Items for the recipient and the subject before it is sent again.");
        }
        return found.copy();
    }

    /** The sent copy if it is seen at little cost, which proves nothing when it is not. */
    SentCopies.@Nullable Copy glimpse(OutboundMessage message, Instant since) throws ChannelException {
        return search(message, since, false).copy();
    }

    private Found search(OutboundMessage message, Instant since, boolean thorough) throws ChannelException {
        Instant oldest = since.minus(CLOCK_TOLERANCE);
        boolean doubtful = false;
        int skipped = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            MessageCollectionResponse newest = page(skipped);
            for (Message one : SentCopies.messages(newest).toList()) {
                if (one.getSentDateTime() != null
                        && one.getSentDateTime().toInstant().isBefore(oldest)) {
                    return new Found(null, doubtful, true);
                }
                Mark mark = mark(one, message, thorough);
                if (mark == Mark.OURS) {
                    return new Found(SentCopies.copy(one), false, true);
                }
                doubtful |= mark == Mark.UNREADABLE || (mark == Mark.NONE && goesToTheSame(one, message));
                skipped++;
            }
            if (newest == null || newest.getOdataNextLink() == null) {
                return new Found(null, doubtful, true);
            }
        }
        return new Found(null, doubtful, false);
    }

    private @Nullable MessageCollectionResponse page(int skipped) throws ChannelException {
        return mailbox.calls()
                .ask((client, request) -> mailbox.in(client)
                        .mailFolders()
                        .byMailFolderId(Folders.SENT)
                        .messages()
                        .get(c -> {
                            request.on(Objects.requireNonNull(c));
                            Objects.requireNonNull(c.queryParameters).select = SELECTED;
                            c.queryParameters.orderby = new String[] {"sentDateTime desc"};
                            c.queryParameters.top = PAGE;
                            c.queryParameters.skip = skipped == 0 ? null : skipped;
                        }));
    }

    private Mark mark(Message one, OutboundMessage message, boolean thorough) throws ChannelException {
        List<InternetMessageHeader> headers = one.getInternetMessageHeaders();
        if (headers == null || headers.isEmpty()) {
            boolean worthReading = thorough || goesToTheSame(one, message);
            return worthReading && one.getId() != null ? read(one.getId(), message) : Mark.UNREADABLE;
        }
        for (InternetMessageHeader header : headers) {
            if (MARKER.equalsIgnoreCase(header.getName()) && header.getValue() != null) {
                return mark(header.getValue(), message);
            }
        }
        return Mark.NONE;
    }

    private static Mark mark(String marker, OutboundMessage message) {
        return SentCopies.bare(marker).equals(message.messageId()) ? Mark.OURS : Mark.ANOTHER;
    }

    private Mark read(String id, OutboundMessage message) throws ChannelException {
        byte[] beginning;
        try {
            beginning = mailbox.calls().ask((client, request) -> {
                try (InputStream bytes =
                        mailbox.in(client).messages().byMessageId(id).content().get(request.plain())) {
                    return bytes == null ? new byte[0] : bytes.readNBytes(BEGINNING);
                }
            });
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED) {
                throw e;
            }
            // The list was read a moment ago: this is about the one message.
            return Mark.UNREADABLE;
        }
        return said(new String(beginning, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"), message);
    }

    private static Mark said(String beginning, OutboundMessage message) {
        int end = beginning.indexOf("\n\n");
        // A line that was cut off says nothing.
        String header = beginning.substring(0, end < 0 ? Math.max(0, beginning.lastIndexOf('\n')) : end);
        for (String field : header.split("\n(?![ \t])", -1)) {
            if (field.regionMatches(true, 0, MARKER + ":", 0, MARKER.length() + 1)) {
                return mark(field.substring(MARKER.length() + 1), message);
            }
        }
        return end < 0 ? Mark.UNREADABLE : Mark.NONE;
    }

    /** To one of the same people at least, or to nobody who is named. */
    private static boolean goesToTheSame(Message one, OutboundMessage message) {
        List<String> addresses = Stream.of(one.getToRecipients(), one.getCcRecipients(), one.getBccRecipients())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(MarkedCopies::address)
                .filter(Objects::nonNull)
                .toList();
        return addresses.isEmpty()
                || message.recipients().stream()
                        .map(Address::value)
                        .anyMatch(ours -> addresses.stream().anyMatch(ours::equalsIgnoreCase));
    }

    private static @Nullable String address(Recipient person) {
        return person.getEmailAddress() == null
                ? null
                : person.getEmailAddress().getAddress();
    }
}
