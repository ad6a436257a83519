package io.deskwire.channel;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The factory of one kind of channel. Stateless; registered by hand in the builder. */
public interface ChannelType {

    /** Type id as in tenants' documents: {@code imap}, {@code whatsapp}, … */
    String id();

    /** Names of top-level fields of the document that hold secrets: encrypted at rest, masked wherever shown. */
    Set<String> secretFields();

    /** Everything wrong with a document, with paths; empty when it can be opened. Reaches nothing over the network. */
    List<ConfigProblem> check(ChannelConfig config);

    /**
     * Opens a channel whose document has no problems. Cheap: connections are made when they are needed.
     *
     * @throws IllegalArgumentException when {@link #check} would have found a problem
     */
    Channel open(ChannelConfig config, ChannelContext context);

    /**
     * What a request to an address shared by all channels of this type says about the channel it is for: see
     * {@link WebhookChannel#keys}. A hint, read from unverified bytes in bounded time; the channels it names verify the
     * request themselves.
     *
     * @throws IOException when the body cannot be read
     */
    default Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return Set.of();
    }

    /**
     * How a person connects the channel's account, for channels that sign in by OAuth; empty for all others, and for channels
     * whose document names another way in. The document may still lack its {@code refresh_token}, but has no other problems.
     */
    default Optional<Consent> consent(ChannelConfig config, ChannelContext context) {
        return Optional.empty();
    }

    /** Decoders of the formats this type hands over, by format name. */
    Map<String, Decoder> decoders();
}
