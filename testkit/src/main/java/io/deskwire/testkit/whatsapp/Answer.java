package io.deskwire.testkit.whatsapp;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a face answers, and what happens once it is on its way. */
final class Answer {

    private final int status;
    private final Map<String, String> headers = new TreeMap<>();
    private final byte[] body;
    private @Nullable Runnable afterwards;

    private Answer(int status, byte[] body, @Nullable String contentType) {
        this.status = status;
        this.body = body;
        if (contentType != null) {
            headers.put("Content-Type", contentType);
        }
    }

    static Answer json(int status, Object tree) {
        return new Answer(status, Json.writeBytes(tree), "application/json; charset=UTF-8");
    }

    /** JSON with Meta's escapes. */
    static Answer metaJson(int status, Object tree) {
        return new Answer(status, MetaJson.bytes(tree), "application/json; charset=UTF-8");
    }

    static Answer bytes(int status, byte[] body, String contentType) {
        return new Answer(status, body, contentType);
    }

    static Answer text(int status, String text, String contentType) {
        return new Answer(status, text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    static Answer empty(int status) {
        return new Answer(status, new byte[0], null);
    }

    static Answer success() {
        return metaJson(200, Trees.of("success", true));
    }

    Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Runs when the answer has been written, or could not be. */
    Answer then(Runnable action) {
        afterwards = action;
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    void runAfterwards() {
        if (afterwards != null) {
            afterwards.run();
        }
    }

    /** The same with another body. */
    Answer withBody(byte[] other) {
        Answer copy = new Answer(status, other, null);
        copy.headers.putAll(headers);
        copy.afterwards = afterwards;
        return copy;
    }
}
