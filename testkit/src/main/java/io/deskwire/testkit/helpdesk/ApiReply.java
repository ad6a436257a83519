package io.deskwire.testkit.helpdesk;

import io.deskwire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a simulated helpdesk answers. */
record ApiReply(int status, Map<String, String> headers, byte[] body) {

    static ApiReply json(int status, Object tree) {
        return new ApiReply(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.writeBytes(tree));
    }

    static ApiReply error(int status, String words) {
        return json(status, Map.of("error", words));
    }

    static ApiReply bytes(String contentType, byte[] body) {
        return new ApiReply(200, Map.of("Content-Type", contentType), body);
    }

    ApiReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiReply(status, more, body);
    }
}
