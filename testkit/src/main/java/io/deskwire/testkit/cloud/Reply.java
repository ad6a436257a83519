package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a simulator answers. */
record Reply(int status, Map<String, String> headers, byte[] body) {

    static Reply json(int status, Object tree) {
        return new Reply(status, Map.of("Content-Type", "application/json"), Json.writeBytes(tree));
    }

    static Reply text(int status, String contentType, String text) {
        return new Reply(status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
