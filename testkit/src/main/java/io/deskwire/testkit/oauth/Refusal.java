package io.deskwire.testkit.oauth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not granted. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    Refusal(int status, String error, String description) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
    }

    static Refusal grant(String description) {
        return new Refusal(400, "invalid_grant", description);
    }

    static Refusal request(String description) {
        return new Refusal(400, "invalid_request", description);
    }

    String error() {
        return error;
    }

    Reply reply() {
        return Reply.error(status, error, String.valueOf(getMessage()));
    }

    static String required(Map<String, String> fields, String name) throws Refusal {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw request("Missing required parameter: " + name);
        }
        return value;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
