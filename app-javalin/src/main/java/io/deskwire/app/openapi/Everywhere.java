package io.deskwire.app.openapi;

import io.deskwire.app.access.Rights;
import java.util.LinkedHashMap;
import java.util.Map;

/** What holds for every call that needs a token, said at each of them without being written at each. */
final class Everywhere {

    private static final String UNAUTHORIZED = "401";
    private static final String FORBIDDEN = "403";
    private static final String TOO_MANY = "429";
    private static final String DEFAULT = "default";

    private Everywhere() {}

    /** An operation with what it need not say by itself. */
    static Map<String, Object> added(String route, Map<String, Object> operation) {
        Map<String, Object> responses = Trees.object(operation, "responses");
        if (!responses.containsKey(UNAUTHORIZED)) {
            return operation;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        responses.forEach((status, answer) -> {
            all.put(status, status.startsWith("2") ? headed(Trees.object(answer)) : answer);
            if (status.equals(UNAUTHORIZED)) {
                all.put(FORBIDDEN, Map.of("$ref", "#/components/responses/Forbidden"));
            }
        });
        all.put(TOO_MANY, Map.of("$ref", "#/components/responses/TooManyRequests"));
        Object other = all.remove(DEFAULT);
        if (other != null) {
            all.put(DEFAULT, other);
        }
        Map<String, Object> added = new LinkedHashMap<>(operation);
        added.put("responses", all);
        String who = Rights.decided(route).map(Everywhere::who).orElse("");
        if (!who.isEmpty()) {
            String description = Trees.text(operation, "description");
            added.put("description", description.isEmpty() ? who : description + "\n\n" + who);
        }
        return added;
    }

    private static Map<String, Object> headed(Map<String, Object> answer) {
        Map<String, Object> headers = new LinkedHashMap<>(Trees.object(answer, "headers"));
        headers.put("RateLimit-Policy", Map.of("$ref", "#/components/headers/rate_limit_policy"));
        headers.put("RateLimit", Map.of("$ref", "#/components/headers/rate_limit"));
        headers.put("X-Request-Id", Map.of("$ref", "#/components/headers/request_id"));
        Map<String, Object> headed = new LinkedHashMap<>(answer);
        headed.put("headers", headers);
        return headed;
    }

    private static String who(Rights.Right right) {
        return switch (right) {
            case OPEN, SIGNED_IN -> "";
            case AGENT -> "For the roles `agent` and `admin`.";
            case ADMIN -> "For the role `admin`.";
            case INSTALLATION -> "For the role `admin`, by a token for all tenants.";
        };
    }
}
