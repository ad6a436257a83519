package io.deskwire.adapter.graph;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of what Microsoft posts, unproven.
 *
 * @param subscriptionId which subscription it is about
 * @param state the client state it carries
 * @param lifecycle what befell the subscription itself, or null
 * @param messageId the message it is about, or null
 */
record Notification(
        String subscriptionId,
        String state,
        @Nullable String lifecycle,
        @Nullable String messageId) {

    /** Microsoft collects notifications, but no request of that size is its. */
    private static final long LARGEST = 4 * 1024 * 1024;

    private static final int LONGEST_ID = 1024;

    /**
     * The entries of a request; null when it is none of Microsoft's form.
     *
     * @throws IOException when the body cannot be read
     */
    static @Nullable List<Notification> in(WebhookRequest request) throws IOException {
        if (request.body().length() == 0 || request.body().length() > LARGEST) {
            return null;
        }
        try (InputStream body = request.body().open()) {
            if (!(Json.lenient().parse(body) instanceof Map<?, ?> envelope)
                    || !(envelope.get("value") instanceof List<?> entries)) {
                return null;
            }
            List<Notification> read = new ArrayList<>();
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> fields) {
                    read.add(of(fields));
                }
            }
            return read;
        } catch (JsonException e) {
            return null;
        }
    }

    private static Notification of(Map<?, ?> fields) {
        String messageId = fields.get("resourceData") instanceof Map<?, ?> data ? text(data.get("id")) : null;
        String id = text(fields.get("subscriptionId"));
        String state = text(fields.get("clientState"));
        return new Notification(
                id == null ? "" : id,
                state == null ? "" : state,
                text(fields.get("lifecycleEvent")),
                messageId == null || messageId.length() > LONGEST_ID ? null : messageId);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
