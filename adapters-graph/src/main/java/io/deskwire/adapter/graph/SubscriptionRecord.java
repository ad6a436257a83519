package io.deskwire.adapter.graph;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a subscription.
 *
 * @param id Microsoft's id, or an empty text while it is being made
 * @param stateHash hash of its client state
 * @param owner hash of application and account: nobody else may look at it or end it
 * @param resource what it is about
 * @param address where it posts to
 * @param renewed when it was made or renewed last
 * @param expires when it ends
 */
record SubscriptionRecord(
        String id, String stateHash, String owner, String resource, String address, Instant renewed, Instant expires) {

    String text() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("state_sha256", stateHash);
        tree.put("owner", owner);
        tree.put("resource", resource);
        tree.put("address", address);
        tree.put("renewed", renewed.toString());
        tree.put("expires", expires.toString());
        return Json.write(tree);
    }

    /** Reads a kept one; null when it is none. */
    static @Nullable SubscriptionRecord parse(String text) {
        try {
            Map<String, Object> tree = Json.lenient().parseObject(text);
            return new SubscriptionRecord(
                    word(tree, "id"),
                    word(tree, "state_sha256"),
                    word(tree, "owner"),
                    word(tree, "resource"),
                    word(tree, "address"),
                    Instant.parse(word(tree, "renewed")),
                    Instant.parse(word(tree, "expires")));
        } catch (JsonException | DateTimeException e) {
            return null;
        }
    }

    private static String word(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : "";
    }
}
