package io.deskwire.app.console;

import io.deskwire.jdbc.Lookout;
import io.deskwire.jdbc.Outgoing;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way, with when it reached each stage.
 *
 * @param domId the element's id
 * @param address where more about it stands, or null
 * @param who who wrote it, or whom it goes to
 * @param note why it stands where it stands, or null
 */
record FlowView(
        String domId,
        boolean inbound,
        String subject,
        String who,
        String channel,
        Chip chip,
        @Nullable String note,
        @Nullable String address,
        List<Stage> stages) {

    private static final int LONGEST_SUBJECT = 120;

    FlowView {
        stages = List.copyOf(stages);
    }

    /**
     * One stage.
     *
     * @param at when it was reached, or null where it was not
     * @param after how long after the stage before; empty for the first
     */
    record Stage(String name, @Nullable Moment at, String after) {

        boolean reached() {
            return at != null;
        }
    }

    static FlowView of(String tenant, Lookout.Arrival arrival, @Nullable StoredMessage stored, Instant now) {
        StoredMessage.Inbound message = stored instanceof StoredMessage.Inbound in ? in : null;
        MessageKind kind =
                message == null ? MessageKind.MESSAGE : message.message().kind();
        boolean goesOn = arrival.outcome() == Lookout.Outcome.FILED;
        Stages stages = new Stages(now);
        stages.add("Stored", arrival.storedAt());
        if (arrival.outcome() == Lookout.Outcome.DUPLICATE) {
            stages.add("Known already", arrival.settledAt());
        } else if (arrival.outcome() == Lookout.Outcome.FILTERED) {
            stages.add("Filtered", arrival.settledAt());
        } else if (!goesOn && arrival.outcome() != null) {
            stages.add("Given up", arrival.settledAt());
        } else {
            stages.add("Filed", arrival.settledAt());
            if (!goesOn || arrival.state() != StoredMessage.Inbound.State.DEAD_LETTER) {
                stages.add("Helpdesk", arrival.deliveredAt());
            }
        }
        return new FlowView(
                "flow-" + arrival.id(),
                true,
                subject(message, kind, arrival),
                message == null ? "" : Words.name(message.message().from()),
                arrival.channelId(),
                chip(arrival),
                note(arrival),
                address(tenant, arrival),
                stages.all());
    }

    private static String subject(StoredMessage.@Nullable Inbound message, MessageKind kind, Lookout.Arrival arrival) {
        if (message == null) {
            return Words.size(arrival.size()) + " of " + arrival.format();
        }
        String subject = message.message().subject();
        if (subject != null && !subject.isBlank()) {
            return cut(subject);
        }
        Chip word = Words.kind(kind);
        String text = message.message().text();
        return text.isBlank() ? word == null ? "(no text)" : word.text() : cut(text);
    }

    private static Chip chip(Lookout.Arrival arrival) {
        Lookout.Outcome outcome = arrival.outcome();
        if (outcome == null) {
            return new Chip("Waits to be filed", Tone.CALM);
        }
        return switch (outcome) {
            case DUPLICATE -> new Chip("Was there already", Tone.CALM);
            case FILTERED -> new Chip("Filtered", Tone.CALM);
            case DEAD_LETTER -> new Chip("Dead letter", Tone.BAD);
            case DISCARDED -> new Chip("Discarded", Tone.CALM);
            case FILED -> {
                Chip state = arrival.state() == null ? null : Words.inbound(arrival.state());
                yield state == null ? new Chip("In its ticket", Tone.GOOD) : state;
            }
        };
    }

    /** The rule that filtered it, or why it waits or was given up. */
    private static @Nullable String note(Lookout.Arrival arrival) {
        return arrival.outcome() == Lookout.Outcome.DUPLICATE ? null : arrival.reason();
    }

    private static @Nullable String address(String tenant, Lookout.Arrival arrival) {
        if (arrival.messageId() != null) {
            return Addresses.message(tenant, arrival.messageId());
        }
        return arrival.outcome() == Lookout.Outcome.DEAD_LETTER ? Addresses.deadLetters(tenant) : null;
    }

    static FlowView of(String tenant, Outgoing outgoing, @Nullable StoredMessage stored, Instant now) {
        Stages stages = new Stages(now);
        stages.add("Accepted", outgoing.storedAt());
        stages.add("Sent", last(outgoing, Outgoing.Copy::sentAt));
        Instant delivered = last(outgoing, Outgoing.Copy::deliveredAt);
        Instant read = last(outgoing, Outgoing.Copy::readAt);
        // Mail servers rarely tell; what will never be known is not shown as missing.
        if (delivered != null || read != null) {
            stages.add("Delivered", delivered);
        }
        if (read != null) {
            stages.add("Read", read);
        }
        return new FlowView(
                "flow-" + outgoing.id(),
                false,
                subject(stored),
                OutboundView.recipients(outgoing),
                outgoing.channelId(),
                OutboundView.chip(outgoing, now),
                OutboundView.trouble(outgoing, now),
                OutboundView.place(tenant, outgoing),
                stages.all());
    }

    /** When the last of the copies got there; null while one did not. */
    private static @Nullable Instant last(Outgoing outgoing, Function<Outgoing.Copy, @Nullable Instant> stage) {
        List<Instant> times = new ArrayList<>();
        for (Outgoing.Copy copy : outgoing.copies()) {
            Instant at = stage.apply(copy);
            if (at == null) {
                return null;
            }
            times.add(at);
        }
        return times.stream().max(Comparator.naturalOrder()).orElse(null);
    }

    static String subject(@Nullable StoredMessage stored) {
        if (!(stored instanceof StoredMessage.Outbound outbound)) {
            return "A message that cannot be read";
        }
        OutboundMessage message = outbound.message();
        String subject = Objects.requireNonNullElse(message.subject(), "");
        String text = Objects.requireNonNullElse(message.text(), "");
        if (!subject.isBlank() || !text.isBlank()) {
            return cut(subject.isBlank() ? text : subject);
        }
        Chip what = RichText.chip(message.rich());
        int files = message.attachments().size();
        return what != null ? what.text() : files > 0 ? Words.count(files, "file", "files") : "(no text)";
    }

    private static String cut(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= LONGEST_SUBJECT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST_SUBJECT - 1)) ? LONGEST_SUBJECT - 1 : LONGEST_SUBJECT;
        return line.substring(0, end) + "…";
    }

    /** Stages in their order, each with the time since the one before that was reached. */
    private static final class Stages {
        private final Instant now;
        private final List<Stage> stages = new ArrayList<>();
        private @Nullable Instant before;

        Stages(Instant now) {
            this.now = now;
        }

        void add(String name, @Nullable Instant at) {
            String after = at == null || before == null ? "" : Words.after(Duration.between(before, at));
            stages.add(new Stage(name, Moment.orNull(at, now), after));
            before = at == null ? before : at;
        }

        List<Stage> all() {
            return stages;
        }
    }
}
