package io.deskwire.delivery;

import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.WorkQueue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: answers on their way out. The lane is the conversation and strict, so that a second answer never overtakes the
 * first; a parked uncertain one neither holds its lane nor counts in the backlog, and one that was handed over and waits
 * for what follows, or whose attempt's end is looked for again, does not hold its lane. A message takes its place in the lane by the time it may leave, so that one
 * planned for tomorrow does not hold back today's answer. Attempts are counted per stage: {@link Stage#AFTER_SEND} starts
 * at one again.
 */
public interface Outbox extends WorkQueue<Outbox.Job>, Staging {

    /** What is to be done with a claimed message. */
    enum Stage {
        /** Hand it over. */
        SEND,
        /** An attempt was begun and nobody heard its end: find out, never send blindly. */
        RESOLVE,
        /** It was handed over; do what follows. */
        AFTER_SEND
    }

    /**
     * @param message what goes out
     * @param stage what is to be done
     * @param recipients who has not got it yet, for {@link Stage#SEND} and {@link Stage#RESOLVE}; else empty
     */
    record Job(OutboundMessage message, Stage stage, List<Address> recipients) {
        public Job {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(stage, "stage");
            recipients = List.copyOf(recipients);
        }
    }

    /** How an attempt ended. */
    sealed interface Outcome {

        /**
         * The provider answered for each recipient. Those {@code DEFERRED} are tried again at {@code retryAt}. Like later
         * news, a result never takes a recipient backward: news may have come first. Work that follows is done once, when
         * no recipient is open any more, however the remaining ones ended.
         *
         * @param results new status per recipient
         * @param providerMessageId the provider's id, or null
         * @param wireMessageId the Message-ID seen by recipients where it differs from ours, or null
         * @param retryAt when deferred recipients are tried again; null when there are none
         * @param afterSend whether work follows
         * @param aliases further addresses of recipients; they become participants of the conversation
         */
        record HandedOver(
                List<Delivery> results,
                @Nullable String providerMessageId,
                @Nullable String wireMessageId,
                @Nullable Instant retryAt,
                boolean afterSend,
                List<Address> aliases)
                implements Outcome {
            public HandedOver {
                results = List.copyOf(results);
                aliases = List.copyOf(aliases);
            }

            /** For recipients who are known by the address they were sent to. */
            public HandedOver(
                    List<Delivery> results,
                    @Nullable String providerMessageId,
                    @Nullable String wireMessageId,
                    @Nullable Instant retryAt,
                    boolean afterSend) {
                this(results, providerMessageId, wireMessageId, retryAt, afterSend, List.of());
            }
        }

        /**
         * Certainly nothing went out; try again at a time. Open recipients become {@code DEFERRED}. Never of a job in
         * {@link Stage#RESOLVE}.
         */
        record Retry(Instant at, String reason, @Nullable String code) implements Outcome {}

        /**
         * Nobody knows yet: the provider could not be asked, or does not show so soon what it took. The job goes on in
         * {@link Stage#RESOLVE} at a time; open recipients stay {@code SENDING}, with the reason.
         */
        record LookAgain(Instant at, String reason) implements Outcome {}

        /** Certainly nothing went out, and nothing will: open recipients become {@code FAILED} or {@code REJECTED}. */
        record Failed(
                boolean refused, String reason, @Nullable String code) implements Outcome {}

        /** Nobody knows: open recipients become {@code UNCERTAIN} and the message waits for a person or news. */
        record Uncertain(String reason) implements Outcome {}

        /** The attempt certainly did not go out and is to be made (again) now. */
        record SendAgain() implements Outcome {}

        /**
         * What followed the send is done, or given up for the reason given.
         *
         * @param problem the reason, or null
         * @param wireMessageId the Message-ID seen by recipients where that came to light only now, or null
         */
        record AfterSendDone(
                @Nullable String problem, @Nullable String wireMessageId) implements Outcome {

            /** Without news of the Message-ID. */
            public AfterSendDone(@Nullable String problem) {
                this(problem, null);
            }
        }

        /** What follows the send failed; once more at a time. */
        record AfterSendRetry(Instant at, String reason) implements Outcome {}
    }

    /**
     * Stores a message to be sent; see {@link #stage(List, String, Instant, boolean)}.
     *
     * @param idempotencyKey a repeated call with the same key of the same tenant stores nothing, or null
     * @param notBefore when it may leave
     * @param newConversation true when this message opens its conversation, which is then stored with it
     * @return the stored message's id: this one's, or that of the earlier message with the same key
     */
    default String stage(
            OutboundMessage message, @Nullable String idempotencyKey, Instant notBefore, boolean newConversation) {
        return stage(List.of(message), idempotencyKey, notBefore, newConversation);
    }

    /**
     * Notes durably that an attempt begins, before the first byte leaves. From here until {@link #settle} the outcome is
     * unknown to anybody who finds the message, also after a release. Open recipients become {@code SENDING}.
     *
     * @throws LeaseLostException when the claim is no longer the newest
     */
    void begin(Claim claim, Instant now);

    /**
     * Ends (or postpones) the work on a claimed message.
     *
     * @throws LeaseLostException when the claim is no longer the newest; nothing was changed
     */
    void settle(Claim claim, Outcome outcome, Instant now);

    /**
     * Applies later news about recipients. Forward only ({@link io.deskwire.message.DeliveryStatus#mayBecome}); news about
     * somebody who was not a recipient of the message is ignored. A waiting or uncertain message whose recipients are all
     * settled by news is settled.
     *
     * @param providerMessageId the provider's id of the message as the news names it, kept when none was known; or null
     * @return whether anything changed
     */
    boolean report(
            String tenantId, String messageId, @Nullable String providerMessageId, List<Delivery> news, Instant now);

    /** {@link #report(String, String, String, List, Instant)} of news that name no id of the provider's. */
    default boolean report(String tenantId, String messageId, List<Delivery> news, Instant now) {
        return report(tenantId, messageId, null, news, now);
    }

    /**
     * A person's decision on an uncertain message: send again, or end it as failed.
     *
     * @return false when the message is not uncertain
     */
    boolean resolve(String tenantId, String messageId, boolean sendAgain, Instant now);

    /**
     * A person's decision not to send a message that waits for its first or its next attempt: open recipients become
     * {@code FAILED}, whoever got it already keeps it.
     *
     * @return false when somebody works on it, the end of an attempt is not known, or nothing is left to be sent; then nothing
     *     was changed
     */
    boolean cancel(String tenantId, String messageId, Instant now);

    /** Stores bytes (an uploaded file) before the message that carries them is staged. */
    Content store(String tenantId, InputStream bytes) throws IOException;

    /** Bytes of this tenant that {@link #store} or a fetch of media kept. */
    Optional<Content> stored(String tenantId, String sha256);
}
