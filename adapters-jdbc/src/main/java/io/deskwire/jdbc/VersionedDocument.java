package io.deskwire.jdbc;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.SecretMask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A channel's document as a version keeps it, and what differs between two. */
final class VersionedDocument {

    private VersionedDocument() {}

    /**
     * Without secrets.
     *
     * @param secretFields of the provider; where there are none nobody knows which fields are secret, so that all are
     */
    static Map<String, Object> of(ChannelConfig channel, Set<String> secretFields) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", channel.provider());
        document.put(
                "config",
                SecretMask.mask(
                        channel.config(),
                        secretFields.isEmpty() ? channel.config().keySet() : secretFields));
        putOrNull(document, "ticket_address", channel.ticketAddress());
        document.put("parser_config", channel.parserConfig());
        document.put("is_active", channel.active());
        return document;
    }

    /** A document's values may be null, which the type of the tree does not say. */
    @SuppressWarnings("NullAway")
    private static void putOrNull(Map<String, Object> document, String name, @Nullable Object value) {
        document.put(name, value);
    }

    /** Names of the fields that differ. */
    static List<String> changes(@Nullable ChannelConfig before, ChannelConfig after) {
        if (before == null) {
            return List.of("created");
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
        return changed;
    }

    private static void different(
            String prefix, Map<String, Object> old, Map<String, Object> young, List<String> changed) {
        Map<String, Object> before = Numbers.usual(old);
        Map<String, Object> after = Numbers.usual(young);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        names.forEach(name -> changed.add(prefix + name));
    }

    /** Whether all that changed is secret: then a version would look like the one before. */
    static boolean onlySecret(List<String> changed, Set<String> secretFields) {
        return secretFields.stream()
                .map(field -> "config." + field)
                .collect(Collectors.toSet())
                .containsAll(changed);
    }
}
