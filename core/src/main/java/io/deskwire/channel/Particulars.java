package io.deskwire.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in raw bytes beside the message itself, for those who ask about more than a message has fields for.
 *
 * @param headers fields of an e-mail's header by lower-case name, decoded and unfolded, topmost first; may be cut
 * @param networkType what the network calls this kind of message, such as WhatsApp's {@code image}; or null
 */
public record Particulars(
        Map<String, List<String>> headers, @Nullable String networkType) {

    private static final Particulars NONE = new Particulars(Map.of(), null);

    public Particulars {
        Map<String, List<String>> copy = new HashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Map.copyOf(copy);
    }

    /** Nothing is known. */
    public static Particulars none() {
        return NONE;
    }

    /** The values of a field, topmost first. */
    public List<String> header(String lowerName) {
        return headers.getOrDefault(lowerName, List.of());
    }
}
