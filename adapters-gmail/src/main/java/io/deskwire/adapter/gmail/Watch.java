package io.deskwire.adapter.gmail;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A watch as Gmail granted it.
 *
 * @param topic where it publishes
 * @param labels whose changes
 * @param since when it was first granted, without a gap since
 * @param renewed when it was last granted
 * @param expires when it ends
 */
record Watch(String topic, List<String> labels, Instant since, Instant renewed, Instant expires) {

    Watch {
        labels = List.copyOf(labels);
    }

    String text() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("topic", topic);
        tree.put("labels", labels);
        tree.put("since", since.toString());
        tree.put("renewed_at", renewed.toString());
        tree.put("expires_at", expires.toString());
        return Json.write(tree);
    }

    /** Null when the text is none of ours. */
    static @Nullable Watch parse(String text) {
        try {
            Map<String, Object> tree = Json.lenient().parseObject(text);
            return new Watch(
                    String.valueOf(tree.get("topic")),
                    List.copyOf(Mail.labels(tree.get("labels"))),
                    Instant.parse(String.valueOf(tree.get("since"))),
                    Instant.parse(String.valueOf(tree.get("renewed_at"))),
                    Instant.parse(String.valueOf(tree.get("expires_at"))));
        } catch (JsonException | DateTimeException e) {
            return null;
        }
    }
}
