package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the simulator answers. The body is not copied: it may be a whole mail. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer json(int status, Object tree) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json;odata.metadata=minimal;charset=utf-8"),
                Json.writeBytes(tree));
    }

    static Answer text(int status, String contentType, String text) {
        return new Answer(status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
