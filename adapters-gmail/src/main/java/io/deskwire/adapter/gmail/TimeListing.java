package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListMessagesResponse;
import com.google.api.services.gmail.model.Message;
import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists a mailbox by time, oldest first. Gmail lists the newest first and in pages, which would bring answers before what they
 * answer and could not be gone on with after a crash; so it is asked for spans of time that fit one page each, and the
 * position moves on from span to span.
 */
final class TimeListing {

    private static final long PAGE = 500;

    /** So many unknown messages can all be looked at within a minute's quota, after which the position moves. */
    private static final int MOST_AT_ONCE = 100;

    private static final Comparator<String> BY_AGE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final GmailClient client;
    private final Page page;
    private final Handover handover;
    private final long end;

    TimeListing(GmailClient client, Page page, Handover handover, Instant now) {
        this.client = client;
        this.page = page;
        this.handover = handover;
        this.end = now.plus(Duration.ofDays(1)).getEpochSecond();
    }

    void run() throws ChannelException {
        Position.Listing listing = handover.position().listing();
        if (listing == null) {
            return;
        }
        long from = Math.max(0, listing.from().getEpochSecond());
        long step = Math.max(1, end - from);
        while (from < end) {
            long to = Math.min(end, from + step);
            Span span = span(from, to, to - from <= 1);
            if (!span.whole()) {
                step = Math.max(1, (to - from) / 2);
                continue;
            }
            page.read(span.unknown());
            handover.move(handover.position()
                    .with(new Position.Listing(
                            Instant.ofEpochSecond(to), listing.why(), listing.since(), handover.foundByListing())));
            handover.flush();
            from = to;
            step = Math.min(step * 2, Math.max(1, end - from));
        }
        page.read(notYetFound());
    }

    /**
     * What a search does not find yet because it has only just come: Gmail's index lags behind, and the history that is
     * followed next begins behind it. A list without a search knows it.
     */
    private List<Candidate> notYetFound() throws ChannelException {
        List<Candidate> unknown = new ArrayList<>();
        for (String label : client.settings().watched()) {
            List<String> newest = new ArrayList<>();
            for (Message message : of(ask(label, "", null))) {
                newest.add(message.getId());
            }
            unknown.addAll(page.young(page.unknown(Candidate.listed(newest))));
        }
        Collections.reverse(unknown);
        return unknown;
    }

    private static List<Message> of(ListMessagesResponse answer) {
        return answer.getMessages() == null ? List.of() : answer.getMessages();
    }

    /**
     * @param unknown what may be new, oldest first
     * @param whole whether that is all there is in the span, and little enough
     */
    private record Span(List<Candidate> unknown, boolean whole) {}

    private Span span(long from, long to, boolean allPages) throws ChannelException {
        // One second more on both sides: whether a bound itself belongs to the span is nowhere written.
        String query = (from > 0 ? "after:" + (from - 1) : "") + (to < end ? " before:" + (to + 1) : "");
        List<String> labels = client.settings().watched();
        List<String> ids = new ArrayList<>();
        for (String label : labels) {
            String token = null;
            do {
                ListMessagesResponse answer = ask(label, query.strip(), token);
                for (Message message : of(answer)) {
                    ids.add(message.getId());
                }
                token = answer.getNextPageToken();
                if (token != null && !allPages) {
                    return new Span(List.of(), false);
                }
            } while (token != null);
        }
        Collections.reverse(ids);
        if (labels.size() > 1) {
            // Ids grow with time; nothing else in a listing tells the age.
            ids.sort(BY_AGE);
        }
        List<Candidate> unknown = page.unknown(Candidate.listed(ids));
        return new Span(unknown, allPages || unknown.size() <= MOST_AT_ONCE);
    }

    private ListMessagesResponse ask(String label, String query, @Nullable String token) throws ChannelException {
        boolean everywhere = client.settings().spamAndTrash() || label.equals("SPAM") || label.equals("TRASH");
        return client.read(QuotaBudget.LIST, gmail -> {
            Gmail.Users.Messages.List list = gmail.users().messages().list(GmailClient.ME);
            list.setLabelIds(List.of(label)).setMaxResults(PAGE).setPageToken(token);
            if (!query.isEmpty()) {
                list.setQ(query);
            }
            return list.setIncludeSpamTrash(everywhere ? Boolean.TRUE : null).execute();
        });
    }
}
