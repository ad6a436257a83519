package io.deskwire.app.openapi;

import io.deskwire.app.access.Rights;
import java.util.LinkedHashMap;
import java.util.Map;

/** What holds for every call that needs a token, said at each of them without being written at each. */
final class Everywhere {

    private static final String UNAUTHORIZED = "401";
    private static final String FORBIDDEN = "403";

    private Everywhere() {}

    /** An operation with what it need not say by itself. */
    static Map<String, Object> added(String route, Map<String, Object> operation) {
        Map<String, Object> responses = Trees.object(operation, "responses");
        if (!responses.containsKey(UNAUTHORIZED)) {
            return operation;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        responses.forEach((status, answer) -> {
            all.put(status, answer);
            if (status.equals(UNAUTHORIZED)) {
                all.put(FORBIDDEN, Map.of("$ref", "#/components/responses/Forbidden"));
            }
        });
        Map<String, Object> added = new LinkedHashMap<>(operation);
        added.put("responses", all);
        String who = Rights.decided(route).map(Everywhere::who).orElse("");
        if (!who.isEmpty()) {
            String description = Trees.text(operation, "description");
            added.put("description", description.isEmpty() ? who : description + "\n\n" + who);
        }
        return added;
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
