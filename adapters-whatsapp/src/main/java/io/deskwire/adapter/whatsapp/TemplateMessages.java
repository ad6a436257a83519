package io.deskwire.adapter.whatsapp;

import io.deskwire.config.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a channel's document that says which template stands for which event. */
final class TemplateMessages {

    private static final String FIELD = "template_messages";

    private TemplateMessages() {}

    static void check(@Nullable Object value, SettingsReader reader) {
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> entries)) {
            reader.problem(FIELD, "must be an array of objects with name, template_id and language");
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            check(entries.get(i), FIELD + "[" + i + "]", reader);
        }
    }

    private static void check(@Nullable Object entry, String path, SettingsReader reader) {
        if (!(entry instanceof Map<?, ?> map)) {
            reader.problem(path, "must be an object with name, template_id and language");
            return;
        }
        if (!(map.get("name") instanceof String name) || name.isBlank()) {
            reader.problem(path + ".name", "is required: the event it stands for, such as ticket_created");
        }
        Object id = map.get("template_id");
        // Providers' ids of templates are numbers that people write without quotes.
        if (id != null && !(id instanceof String) && !(id instanceof Number)) {
            reader.problem(path + ".template_id", "must be a text");
        }
        Object language = map.get("language");
        if (language != null && (!(language instanceof String text) || text.isBlank())) {
            reader.problem(path + ".language", "must be a language code exactly as approved, such as en_US");
        }
        Object parameters = map.get("parameters");
        if (parameters != null && !areParameters(parameters)) {
            reader.problem(path + ".parameters", "must be an array of texts, or of objects with name and value");
        }
    }

    private static boolean areParameters(Object parameters) {
        return parameters instanceof List<?> list
                && list.stream()
                        .allMatch(p -> p instanceof String
                                || (p instanceof Map<?, ?> map
                                        && map.get("name") instanceof String
                                        && map.get("value") instanceof String));
    }

    /** The language that the document gives for a template of this name, or null. */
    static @Nullable String languageOf(@Nullable Object value, String template) {
        if (!(value instanceof List<?> entries)) {
            return null;
        }
        return entries.stream()
                .filter(entry -> entry instanceof Map<?, ?> map
                        && (template.equals(map.get("name")) || template.equals(map.get("template_id"))))
                .map(entry -> ((Map<?, ?>) entry).get("language"))
                .filter(Objects::nonNull)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse(null);
    }
}
