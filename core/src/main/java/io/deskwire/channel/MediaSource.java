package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fetches files that a provider hands over apart from their message, and only for a while. */
public interface MediaSource {

    /**
     * Makes one attempt to fetch one file.
     *
     * @param raw the stored item of the message
     * @param meta what was noted beside it
     * @param index {@link io.deskwire.message.Attachment#index}
     * @param vault keeps the bytes
     * @throws ChannelException {@code NOT_FOUND} when the provider no longer has the file, {@code UNSUPPORTED} when it is
     *     refused for good (too large, not what was announced); every other kind is tried again
     */
    Fetched fetch(Content raw, Map<String, String> meta, int index, Vault vault) throws ChannelException;

    /**
     * @param content the stored bytes
     * @param contentType media type as the provider names it, lower-case, without parameters; or null to leave the
     *     announced one
     */
    record Fetched(Content content, @Nullable String contentType) {
        public Fetched {
            Objects.requireNonNull(content, "content");
        }
    }

    /** Keeps bytes durably as they come. */
    @FunctionalInterface
    interface Vault {
        /**
         * Reads the stream to its end; the caller closes it.
         *
         * @throws IOException when the stream fails; nothing was kept
         */
        Content keep(InputStream bytes) throws IOException;
    }
}
