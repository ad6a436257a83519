package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import io.deskwire.message.Content;
import java.util.Map;

/**
 * Brings what an item only names: a provider's notice that a mail lies in a store of files. Items of this kind carry
 * {@link RawItem#ELSEWHERE} in their metadata.
 */
public interface ContentSource {

    /**
     * Fetches once what an item names and hands it to intake, as it comes, under a source key that is the same however often it
     * is fetched; returns when that is durable.
     *
     * @param pointer the item's bytes
     * @param meta what was noted beside it
     * @param intake takes the content
     * @throws ChannelException {@code NOT_FOUND} and {@code UNSUPPORTED} end it, as does every kind that is not retryable;
     *     others are tried again for days
     */
    void fetch(Content pointer, Map<String, String> meta, Intake intake) throws ChannelException;

    /** The name of the rule under which an item stands that was worked on: a few words with hyphens. */
    default String rule() {
        return "its-content-is-an-item-of-its-own";
    }
}
