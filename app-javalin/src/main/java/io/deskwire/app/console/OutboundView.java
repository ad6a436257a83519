package io.deskwire.app.console;

import io.deskwire.jdbc.Outgoing;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the queue, or one that is gone.
 *
 * @param domId the element's id
 * @param known what is known about its attempts, in words
 * @param place address of its ticket, or null
 * @param act address below which it is decided on
 */
record OutboundView(
        String domId,
        String subject,
        String channel,
        Chip chip,
        Moment accepted,
        @Nullable Moment next,
        List<Copy> copies,
        List<String> known,
        boolean uncertain,
        boolean cancellable,
        @Nullable String place,
        String act) {

    OutboundView {
        copies = List.copyOf(copies);
        known = List.copyOf(known);
    }

    /** One recipient's copy. */
    record Copy(
            String recipient,
            Chip chip,
            Moment at,
            @Nullable String reason,
            @Nullable String code) {}

    static OutboundView of(String tenant, Outgoing outgoing, @Nullable StoredMessage stored, Instant now) {
        return new OutboundView(
                "out-" + outgoing.id(),
                FlowView.subject(stored),
                outgoing.channelId(),
                chip(outgoing, now),
                Moment.of(outgoing.storedAt(), now),
                outgoing.state() == Outgoing.State.SEND ? Moment.orNull(outgoing.nextAttemptAt(), now) : null,
                outgoing.copies().stream()
                        .map(copy -> new Copy(
                                copy.delivery().recipient().value(),
                                Words.delivery(copy.delivery().status()),
                                Moment.of(copy.delivery().at(), now),
                                copy.delivery().reason(),
                                copy.delivery().code()))
                        .toList(),
                known(outgoing),
                outgoing.state() == Outgoing.State.UNCERTAIN,
                outgoing.isCancellable(),
                place(tenant, outgoing),
                Addresses.outbound(tenant) + "/" + Addresses.segment(outgoing.id()));
    }

    /** Where it stands as a whole: as the copy that is worst off. */
    static Chip chip(Outgoing outgoing, Instant now) {
        return switch (outgoing.state()) {
            case UNCERTAIN -> new Chip("Uncertain", Tone.WAIT);
            case SEND -> {
                if (outgoing.isPlanned(now)) {
                    yield new Chip("Planned", Tone.CALM);
                }
                yield outgoing.begun() && outgoing.node() == null
                        ? new Chip("Its end is looked for", Tone.WAIT)
                        : status(outgoing);
            }
            case AFTER_SEND, DONE -> status(outgoing);
        };
    }

    private static Chip status(Outgoing outgoing) {
        return worst(outgoing)
                .map(copy -> Words.delivery(copy.delivery().status()))
                .orElse(new Chip("Nobody to send to", Tone.CALM));
    }

    /** Failed before waiting before sent. */
    static Optional<Outgoing.Copy> worst(Outgoing outgoing) {
        return outgoing.copies().stream()
                .min(Comparator.comparing(copy -> rank(copy.delivery().status())));
    }

    /** What went wrong, or null; "250 OK" says nothing that "Sent" does not. */
    static @Nullable String trouble(Outgoing outgoing, Instant now) {
        return chip(outgoing, now).tone() == Tone.GOOD
                ? null
                : worst(outgoing).map(copy -> copy.delivery().reason()).orElse(null);
    }

    private static int rank(DeliveryStatus status) {
        return status.isFailure() ? -1 : status.ordinal();
    }

    private static List<String> known(Outgoing outgoing) {
        String attempts = outgoing.attempts() == 0
                ? "never tried so far"
                : Words.count(outgoing.attempts(), "attempt was begun", "attempts were begun");
        String provider = outgoing.providerMessageId() == null
                ? outgoing.attempts() == 0 ? "" : "the provider gave it no id"
                : "the provider's id is " + outgoing.providerMessageId();
        String node = outgoing.node() == null ? "" : "being worked on by " + outgoing.node();
        String problem = outgoing.problem() == null ? "" : "after it was sent: " + outgoing.problem();
        return List.of(attempts, provider, node, problem).stream()
                .filter(one -> !one.isEmpty())
                .toList();
    }

    static String recipients(Outgoing outgoing) {
        return outgoing.copies().stream()
                .map(copy -> copy.delivery().recipient().value())
                .collect(Collectors.joining(", "));
    }

    /** Null where the ticket is another helpdesk's, or not there yet; the page then leads nowhere. */
    static @Nullable String place(String tenant, Outgoing outgoing) {
        String ticket = outgoing.ticket();
        return ticket == null ? null : Addresses.ticket(tenant, ticket) + "#message-" + outgoing.id();
    }
}
