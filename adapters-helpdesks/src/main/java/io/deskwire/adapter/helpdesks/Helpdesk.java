package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.failure.ChannelException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way back out of one helpdesk, which each kind implements; for this module's packages. Thread-safe. */
public interface Helpdesk extends AutoCloseable {

    /** The name of its kind, such as {@code zammad}. */
    String kind();

    /** Which of its kind it is: host and, where several share one, account; the same however it is configured. */
    String place();

    /** A ticket as it is now; empty when it is gone. */
    Optional<AgentTicket> ticket(String ticketId) throws ChannelException;

    /** A file of an answer; the caller closes it. */
    InputStream open(AgentFile file) throws ChannelException;

    /**
     * Tells agents what became of an answer, where only they see it. Telling the same once more changes nothing.
     *
     * @param ticketId where the answer stands
     * @param standing what became of it
     */
    void tell(String ticketId, Standing standing) throws ChannelException;

    /**
     * Tickets that changed after a position.
     *
     * @param after {@link Changes#next} of the call before
     */
    Changes changes(String after) throws ChannelException;

    /** The position of the present, to begin with. */
    String position(Instant now);

    ConnectionTest test();

    @Override
    void close();

    /**
     * @param tickets what changed, oldest change first
     * @param next the position after them
     * @param more whether to ask again at once
     */
    record Changes(List<Changed> tickets, String next, boolean more) {
        public Changes {
            tickets = List.copyOf(tickets);
            Objects.requireNonNull(next, "next");
        }
    }

    /**
     * @param ticketId which ticket
     * @param version differs from change to change
     */
    record Changed(String ticketId, String version) {}

    /**
     * @param id the helpdesk's id of it
     * @param number what people call it, or null
     * @param state what the helpdesk calls its state
     * @param over whether that means that it is finished
     * @param version differs from change to change
     * @param conversationId the conversation that we marked it with when we opened it, or null when it carries no mark of ours
     * @param answers what agents wrote for the customer to read and the helpdesk does not itself send, oldest first
     */
    record AgentTicket(
            String id,
            @Nullable String number,
            String state,
            boolean over,
            String version,
            @Nullable String conversationId,
            List<AgentAnswer> answers) {
        public AgentTicket {
            answers = List.copyOf(answers);
        }
    }

    /**
     * @param id the helpdesk's id of it; grows within a ticket
     * @param text plain text; may be empty
     * @param html HTML, or null
     */
    record AgentAnswer(String id, String text, @Nullable String html, List<AgentFile> files) {
        public AgentAnswer {
            files = List.copyOf(files);
        }
    }

    /**
     * @param fileName as the helpdesk shows it
     * @param contentType media type without parameters
     * @param location where the helpdesk keeps it; means nothing to anybody else
     */
    record AgentFile(String fileName, String contentType, String location) {}

    /**
     * What became of an answer.
     *
     * @param answerId the helpdesk's id of the answer
     * @param mark names this news of this answer; a few plain characters
     * @param stage how far it came
     * @param words in words for agents
     */
    record Standing(String answerId, String mark, Stage stage, String words) {

        /** How far an answer came. */
        public enum Stage {
            /** Handed over to the network. */
            SENT,
            DELIVERED,
            READ,
            /** Nobody can say whether it went out; a person decides at Deskwire's console. */
            UNCERTAIN,
            /** The customer did not get it, or not all of them did. */
            FAILED
        }
    }
}
