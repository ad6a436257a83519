package io.deskwire.testkit.helpdesk;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A webhook that a helpdesk has to post, with its proof; it may be posted any number of times, in any order.
 *
 * @param headers with the signature
 * @param text the body
 */
public record HookPost(Map<String, String> headers, String text) {
    public HookPost {
        headers = Map.copyOf(headers);
    }

    /** The body's bytes. */
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
