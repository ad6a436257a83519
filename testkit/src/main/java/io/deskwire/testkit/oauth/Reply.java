package io.deskwire.testkit.oauth;

import io.deskwire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the server answers. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply json(int status, Map<String, ?> tree) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json", "Cache-Control", "no-store", "Pragma", "no-cache"),
                Json.write(tree));
    }

    static Reply html(int status, String text) {
        return new Reply(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), "<html><p>" + text + "</p></html>");
    }

    static Reply redirect(String address) {
        return new Reply(302, Map.of("Location", address, "Cache-Control", "no-store"), "");
    }

    /** RFC 6749 section 5.2. */
    static Reply error(int status, String error, String description) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("error", error);
        tree.put("error_description", description);
        return json(status, tree);
    }
}
