package io.deskwire.app.setup;

import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The guides of this program, as they stand in {@code resources/setup}. */
public final class Guides {

    /** In the order in which they are offered. */
    private static final List<String> IDS = List.of(
            "gmail",
            "microsoft365",
            "imap",
            "pop3",
            "sendgrid",
            "mailgun",
            "aws_ses",
            "postmark",
            "whatsapp-meta",
            "whatsapp-360dialog",
            "whatsapp-twilio");

    private final List<Guide> all = IDS.stream().map(Guides::read).toList();

    /** All of them in the order in which they are offered. */
    public List<Guide> all() {
        return all;
    }

    public Optional<Guide> find(String id) {
        return all.stream().filter(guide -> guide.id().equals(id)).findFirst();
    }

    /** The guide for a channel that is there; empty for providers without one. */
    public Optional<Guide> of(ChannelConfig channel) {
        List<Guide> provider = all.stream()
                .filter(guide -> guide.provider().equals(channel.provider()))
                .toList();
        return provider.stream()
                .filter(guide -> guide.fixed().entrySet().stream()
                        .allMatch(fixed -> fixed.getValue()
                                .equals(channel.config()
                                        .getOrDefault(fixed.getKey(), first(provider, fixed.getKey())))))
                .findFirst();
    }

    /** What an absent word means: the first guide's. */
    private static Object first(List<Guide> provider, String name) {
        return String.valueOf(provider.get(0).fixed().get(name));
    }

    private static Guide read(String id) {
        try (InputStream in = Guides.class.getResourceAsStream("/setup/" + id + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the guide " + id + " is missing in this program");
            }
            return guide(Json.lenient().parseObject(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Guide guide(Map<String, Object> tree) {
        Map<String, Object> fixed = tree.containsKey("fixed")
                ? objectsOf(List.of(tree.get("fixed"))).get(0)
                : Map.of();
        return new Guide(
                text(tree, "id"),
                text(tree, "provider"),
                text(tree, "name"),
                text(tree, "summary"),
                fixed,
                objects(tree, "parts").stream().map(Guides::part).toList(),
                objects(tree, "fields").stream().map(Guides::field).toList());
    }

    private static Guide.Part part(Map<String, Object> tree) {
        return new Guide.Part(
                text(tree, "title"),
                texts(tree, "lines"),
                objects(tree, "copy").stream()
                        .map(copy -> new Guide.Copy(text(copy, "label"), text(copy, "value")))
                        .toList());
    }

    private static Guide.Field field(Map<String, Object> tree) {
        return new Guide.Field(
                text(tree, "name"),
                text(tree, "label"),
                Guide.Kind.valueOf(text(tree, "kind").toUpperCase(Locale.ROOT)),
                Boolean.TRUE.equals(tree.get("required")),
                text(tree, "help"),
                Boolean.TRUE.equals(tree.get("advanced")),
                texts(tree, "choices"),
                tree.containsKey("fill")
                        ? Guide.Fill.valueOf(text(tree, "fill").toUpperCase(Locale.ROOT))
                        : Guide.Fill.NEVER);
    }

    private static String text(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : "";
    }

    private static List<String> texts(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static List<Map<String, Object>> objects(Map<String, Object> tree, String name) {
        return objectsOf(tree.get(name));
    }

    private static List<Map<String, Object>> objectsOf(@Nullable Object value) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    objects.add(map.entrySet().stream()
                            .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> e.getValue())));
                }
            }
        }
        return objects;
    }
}
