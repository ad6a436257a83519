package io.deskwire.channel;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a provider pushes over HTTP. Pure: it verifies and takes apart, and neither stores nor calls anybody; the caller
 * stores the items and only then gives the answer. Thread-safe.
 */
public interface WebhookChannel {

    /**
     * Verifies a request over its raw bytes and takes it apart. Never fails on what a verified body holds: what cannot be
     * understood becomes an item that says so.
     *
     * @throws IOException when the body cannot be read
     */
    Received receive(WebhookRequest request) throws IOException;

    /**
     * What names this channel in requests to an address that several channels share, such as a phone number id.
     *
     * @see ChannelType#webhookKeys
     */
    Set<String> keys();

    /**
     * Whether only somebody who knows a secret of this channel's tenant can have it take a request. Where the proof is public,
     * such as a provider's own signature, naming another tenant's account is enough: then nothing that came to that tenant's
     * address is handed over.
     */
    default boolean isProvenBySecret() {
        return true;
    }

    /**
     * Whether what came to this channel's own address and names another, whom nobody takes it for, can be worked on here. If
     * not, the provider is asked to bring it again.
     */
    default boolean takesForeign() {
        return false;
    }

    /** What a request turned out to be. */
    sealed interface Received {

        /** What the provider is told. */
        Answer answer();

        /** A handshake, or something that needs no storing. */
        record Nothing(Answer answer) implements Received {}

        /**
         * Not proven to come from the provider.
         *
         * @param reason for the operator; the provider is told only the status
         */
        record Refused(Answer answer, String reason) implements Received {
            public Refused {
                Objects.requireNonNull(reason, "reason");
            }
        }

        /**
         * A hint that something new may have come: the channel is read soon, from its own cursor. Whatever position the hint
         * itself names is not believed.
         *
         * @param upkeep whether the pushing itself is to be looked after now, as when the provider says that it ends
         * @param unproven why this would have been refused if the channel did not merely observe, or null
         */
        record Nudge(
                Answer answer, boolean upkeep, @Nullable String unproven) implements Received {
            public Nudge {
                Objects.requireNonNull(answer, "answer");
            }
        }

        /**
         * Things to be stored; the answer is given once they are durable.
         *
         * @param items in the order in which they are to be worked on
         * @param unproven why this would have been refused if the channel did not merely observe, or null
         */
        record Items(
                List<RawItem> items,
                Answer answer,
                @Nullable String unproven) implements Received {
            public Items {
                items = List.copyOf(items);
            }
        }
    }

    /**
     * An HTTP answer.
     *
     * @param contentType media type of the body; ignored when the body is empty
     */
    record Answer(int status, String contentType, String body) {
        public Answer {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(body, "body");
        }

        /** A status alone. */
        public static Answer of(int status) {
            return new Answer(status, "text/plain", "");
        }
    }
}
