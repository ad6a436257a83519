package io.deskwire.app;

import io.deskwire.config.ChannelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which fields of a channel's document were changed; their names, never what stands in them. */
final class DocumentChanges {

    private DocumentChanges() {}

    /** Names with commas between them. */
    static String between(@Nullable ChannelConfig before, @Nullable ChannelConfig after) {
        if (after == null) {
            return "";
        }
        if (before == null) {
            return "created, " + after.provider();
        }
        List<String> changed = new ArrayList<>();
        if (!before.provider().equals(after.provider())) {
            changed.add("provider");
        }
        different("config.", before.config(), after.config(), changed);
        different("parser_config.", before.parserConfig(), after.parserConfig(), changed);
        if (!Objects.equals(before.ticketAddress(), after.ticketAddress())) {
            changed.add("ticket_address");
        }
        if (before.active() != after.active()) {
            changed.add("is_active");
        }
        return changed.isEmpty() ? "nothing changed" : String.join(", ", changed);
    }

    private static void different(
            String prefix, Map<String, Object> before, Map<String, Object> after, List<String> changed) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        names.forEach(name -> changed.add(prefix + name));
    }
}
