package io.deskwire.app.console;

import io.deskwire.channel.ChannelState;
import io.deskwire.intake.DeadLetter;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that operators read for what the domain calls by its constants. */
final class Words {

    private Words() {}

    static Chip ticketState(TicketState state) {
        return switch (state) {
            case OPEN -> new Chip("Open", Tone.ACCENT);
            case PENDING -> new Chip("Pending", Tone.WAIT);
            case RESOLVED -> new Chip("Resolved", Tone.GOOD);
            case CLOSED -> new Chip("Closed", Tone.CALM);
        };
    }

    static Chip channel(ChannelState.Status status) {
        return switch (status) {
            case CONNECTING -> new Chip("Connecting", Tone.CALM);
            case CONNECTED -> new Chip("Connected", Tone.GOOD);
            case DEGRADED -> new Chip("Degraded", Tone.WAIT);
            case DISCONNECTED -> new Chip("Disconnected", Tone.WAIT);
            case AUTH_ERROR -> new Chip("Sign-in refused", Tone.BAD);
            case CONNECT_ERROR -> new Chip("Cannot connect", Tone.BAD);
            case PAUSED -> new Chip("Paused", Tone.CALM);
            case DISABLED -> new Chip("Switched off", Tone.CALM);
        };
    }

    static Chip delivery(DeliveryStatus status) {
        return switch (status) {
            case QUEUED -> new Chip("Queued", Tone.CALM);
            case SENDING -> new Chip("Sending", Tone.CALM);
            case DEFERRED -> new Chip("Waiting to retry", Tone.WAIT);
            case UNCERTAIN -> new Chip("Uncertain", Tone.WAIT);
            case SENT -> new Chip("Sent", Tone.GOOD);
            case DELIVERED -> new Chip("Delivered", Tone.GOOD);
            case READ -> new Chip("Read", Tone.GOOD);
            case PLAYED -> new Chip("Played", Tone.GOOD);
            case REJECTED -> new Chip("Rejected", Tone.BAD);
            case BOUNCED -> new Chip("Bounced", Tone.BAD);
            case COMPLAINED -> new Chip("Marked as spam", Tone.BAD);
            case FAILED -> new Chip("Failed", Tone.BAD);
        };
    }

    /** Null for a message that stands where it belongs. */
    static @Nullable Chip inbound(StoredMessage.Inbound.State state) {
        return switch (state) {
            case DELIVERED -> null;
            case PENDING -> new Chip("On its way to the ticket", Tone.CALM);
            case FILTERED -> new Chip("Filtered", Tone.CALM);
            case DEAD_LETTER -> new Chip("Dead letter", Tone.BAD);
            case DISCARDED -> new Chip("Discarded", Tone.CALM);
        };
    }

    /** Null for a plain message. */
    static @Nullable Chip kind(MessageKind kind) {
        return switch (kind) {
            case MESSAGE -> null;
            case AUTO_REPLY -> new Chip("Automatic reply", Tone.CALM);
            case BOUNCE -> new Chip("Bounce", Tone.BAD);
            case DELIVERY_REPORT -> new Chip("Delivery report", Tone.CALM);
            case COMPLAINT -> new Chip("Spam complaint", Tone.BAD);
            case CALENDAR -> new Chip("Calendar", Tone.CALM);
            case LIST -> new Chip("Mailing list", Tone.CALM);
            case NEWSLETTER -> new Chip("Newsletter", Tone.CALM);
            case CHALLENGE -> new Chip("Asks for proof of a person", Tone.BAD);
            case REACTION -> new Chip("Reaction", Tone.CALM);
            case SYSTEM -> new Chip("System notice", Tone.CALM);
        };
    }

    static String outcome(Decision.Outcome outcome) {
        return switch (outcome) {
            case JOINED -> "It joined a conversation that was there already.";
            case OPENED -> "It opened this conversation: nothing tied it to an earlier one.";
            case ALONE -> "It belongs to no conversation.";
        };
    }

    static String signal(Signal.Type type) {
        return switch (type) {
            case SIGNED_ADDRESS -> "Signed reply address";
            case SIGNED_MESSAGE_ID -> "Signed Message-ID of ours";
            case KNOWN_MESSAGE -> "Answers a known message";
            case PROVIDER_THREAD -> "The provider's own thread";
            case SUBJECT_TAG -> "Ticket named in the subject";
            case SAME_CONTACT -> "Same person on this channel";
            case REPORTED_MESSAGE -> "Reports on a message of ours";
        };
    }

    static String stage(DeadLetter.Stage stage) {
        return switch (stage) {
            case INTAKE -> "Reading the message";
            case DELIVERY -> "Handing it to the helpdesk";
        };
    }

    /** A person by name where there is one. */
    static String name(@Nullable Address address) {
        if (address == null) {
            return "Unknown sender";
        }
        return address.name() == null ? address.value() : address.name();
    }

    static String names(List<Address> addresses) {
        return String.join(
                ", ",
                addresses.stream()
                        .map(a -> a.name() == null ? a.value() : a.name() + " <" + a.value() + ">")
                        .toList());
    }

    /** A provider's id as its users spell it. */
    static String provider(String id) {
        return switch (id) {
            case "imap" -> "IMAP";
            case "pop3" -> "POP3";
            case "gmail" -> "Gmail";
            case "microsoft365" -> "Microsoft 365";
            case "sendgrid" -> "SendGrid";
            case "mailgun" -> "Mailgun";
            case "aws_ses" -> "Amazon SES";
            case "postmark" -> "Postmark";
            case "whatsapp" -> "WhatsApp";
            case "zammad" -> "Zammad";
            case "chatwoot" -> "Chatwoot";
            case "zendesk" -> "Zendesk";
            case "osticket" -> "osTicket";
            default -> id;
        };
    }

    /** Bytes in the unit that keeps the number short. */
    static String size(long bytes) {
        if (bytes < 0) {
            return "size unknown";
        }
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ENGLISH, "%.0f kB", bytes / 1_000.0);
        }
        return String.format(Locale.ENGLISH, "%.1f MB", bytes / 1_000_000.0);
    }

    /** How long after something else something was, as short as it can be told. */
    static String after(Duration span) {
        long millis = Math.max(0, span.toMillis());
        if (millis < 1_000) {
            return "+" + millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ENGLISH, "+%.1f s", millis / 1_000.0);
        }
        return "+" + span(span);
    }

    /** How long something still takes, in its two largest units. */
    static String span(Duration span) {
        long minutes = Math.max(0, span.toMinutes());
        if (minutes < 1) {
            return "less than a minute";
        }
        long hours = minutes / 60;
        if (hours >= 24) {
            return hours / 24 + " d " + hours % 24 + " h";
        }
        return hours == 0 ? minutes + " min" : hours + " h " + minutes % 60 + " min";
    }

    static String count(long number, String one, String many) {
        return number == 1 ? "1 " + one : number + " " + many;
    }
}
