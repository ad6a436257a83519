package io.deskwire.adapter.gmail;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was fetched. A large one hangs on its connection until it is closed.
 *
 * @param id Gmail's id within the mailbox
 * @param threadId Gmail's thread, or null
 * @param labels ids of the labels it bears now
 * @param receivedAt when Gmail took it, or null
 * @param history the id of its last change, or null
 * @param body the bytes
 * @param connection what it is read from, or null when it is all here
 */
record Mail(
        String id,
        @Nullable String threadId,
        Set<String> labels,
        @Nullable Instant receivedAt,
        @Nullable BigInteger history,
        RawBody body,
        @Nullable RawAnswer connection)
        implements AutoCloseable {

    /** Name in an item's meta of Gmail's thread within this mailbox. */
    static final String THREAD = "gmail_thread";

    /** Name in an item's meta of the labels, separated by spaces. */
    static final String LABELS = "gmail_labels";

    Mail {
        labels = Set.copyOf(labels);
    }

    boolean isLarge() {
        return connection != null;
    }

    RawItem item() {
        Map<String, String> meta = new LinkedHashMap<>();
        if (threadId != null) {
            meta.put(THREAD, threadId);
        }
        if (!labels.isEmpty()) {
            meta.put(LABELS, String.join(" ", new TreeSet<>(labels)));
        }
        return new RawItem(id, MimeDecoder.FORMAT, Envelope.unknown(), receivedAt, meta, body);
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
    }

    /** The texts of a label list as JSON or the library gives it. */
    static Set<String> labels(@Nullable Object value) {
        List<String> labels = new ArrayList<>();
        if (value instanceof Collection<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof String text && !text.isBlank()) {
                    labels.add(text);
                }
            }
        }
        return Set.copyOf(labels);
    }
}
