package io.deskwire.adapter.whatsapp;

import io.deskwire.message.MessageTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Templates as the providers list them and as they are kept, to templates and back. */
final class TemplateTrees {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]{1,100}?)\\s*\\}\\}");

    private TemplateTrees() {}

    /** A template of Graph's or 360dialog's list; empty when the entry names none. */
    static Optional<MessageTemplate> listed(Map<String, Object> entry) {
        String name = Tree.text(entry, "name");
        String language = Tree.text(entry, "language");
        if (language == null) {
            language = Tree.text(Tree.object(entry, "language"), "code");
        }
        if (name == null || language == null) {
            return Optional.empty();
        }
        String body = "";
        String footer = null;
        MessageTemplate.Header header = null;
        List<MessageTemplate.Button> buttons = List.of();
        for (Object element : Tree.list(entry, "components")) {
            Map<String, Object> component = Tree.object(element);
            switch (upper(Tree.text(component, "type"), "")) {
                case "BODY" -> body = Objects.requireNonNullElse(Tree.text(component, "text"), "");
                case "FOOTER" -> footer = Tree.text(component, "text");
                case "HEADER" -> header = header(component);
                case "BUTTONS" -> buttons = buttons(component);
                default -> {
                    // Carousels and offers cannot be filled in here.
                }
            }
        }
        List<String> variables = variables(body);
        String format = upper(Tree.text(entry, "parameter_format"), "");
        boolean named = format.equals("NAMED")
                || (!format.equals("POSITIONAL") && variables.stream().anyMatch(v -> !isNumber(v)));
        return Optional.of(new MessageTemplate(
                name,
                language,
                upper(Tree.text(entry, "status"), "UNKNOWN"),
                upper(Tree.text(entry, "category"), "UNKNOWN"),
                quality(entry.get("quality_score")),
                named,
                header,
                body,
                variables,
                footer,
                buttons));
    }

    /** The names in double braces, each once; numbers in their own order, since that is how values are given. */
    static List<String> variables(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        List<String> list = new ArrayList<>(names);
        if (!list.isEmpty() && list.stream().allMatch(TemplateTrees::isNumber)) {
            list.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return list;
    }

    /** The text with values in its variables' places. */
    static String filled(String text, List<String> variables, List<String> values) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(variables.size(), values.size()); i++) {
            byName.put(variables.get(i), values.get(i));
        }
        return VARIABLE.matcher(text)
                .replaceAll(
                        m -> Matcher.quoteReplacement(Objects.requireNonNullElse(byName.get(m.group(1)), m.group())));
    }

    private static boolean isNumber(String name) {
        return name.matches("[0-9]{1,4}");
    }

    private static MessageTemplate.Header header(Map<String, Object> component) {
        String text = Tree.text(component, "text");
        return new MessageTemplate.Header(
                upper(Tree.text(component, "format"), "TEXT"), text, text == null ? List.of() : variables(text));
    }

    private static List<MessageTemplate.Button> buttons(Map<String, Object> component) {
        List<MessageTemplate.Button> buttons = new ArrayList<>();
        for (Object element : Tree.list(component, "buttons")) {
            Map<String, Object> button = Tree.object(element);
            String type = upper(Tree.text(button, "type"), "UNKNOWN");
            String url = Objects.requireNonNullElse(Tree.text(button, "url"), "");
            boolean needsValue = switch (type) {
                case "URL" -> !variables(url).isEmpty();
                case "COPY_CODE", "OTP" -> true;
                default -> false;
            };
            buttons.add(new MessageTemplate.Button(
                    buttons.size(), type, Objects.requireNonNullElse(Tree.text(button, "text"), ""), needsValue));
        }
        return buttons;
    }

    private static @Nullable String quality(@Nullable Object score) {
        String word = score instanceof Map<?, ?> ? Tree.text(Tree.object(score), "score") : Tree.text(score);
        return word == null ? null : word.toUpperCase(Locale.ROOT);
    }

    static String upper(@Nullable String word, String absent) {
        return word == null ? absent : word.strip().toUpperCase(Locale.ROOT);
    }

    /** As it is kept. */
    static Map<String, Object> kept(MessageTemplate template) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", template.name());
        tree.put("language", template.language());
        tree.put("status", template.status());
        tree.put("category", template.category());
        tree.put("quality", template.quality());
        tree.put("named", template.named());
        MessageTemplate.Header header = template.header();
        if (header != null) {
            Map<String, Object> above = new LinkedHashMap<>();
            above.put("format", header.format());
            above.put("text", header.text());
            tree.put("header", above);
        }
        tree.put("body", template.body());
        tree.put("footer", template.footer());
        List<Object> buttons = new ArrayList<>();
        for (MessageTemplate.Button button : template.buttons()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("index", (long) button.index());
            entry.put("type", button.type());
            entry.put("text", button.text());
            entry.put("needs_value", button.needsValue());
            buttons.add(entry);
        }
        tree.put("buttons", buttons);
        return tree;
    }

    /** From what was kept. */
    static Optional<MessageTemplate> restored(Map<String, Object> tree) {
        String name = Tree.text(tree, "name");
        String language = Tree.text(tree, "language");
        if (name == null || language == null) {
            return Optional.empty();
        }
        Map<String, Object> above = Tree.object(tree, "header");
        List<MessageTemplate.Button> buttons = new ArrayList<>();
        for (Object element : Tree.list(tree, "buttons")) {
            Map<String, Object> button = Tree.object(element);
            int index = button.get("index") instanceof Number number ? number.intValue() : buttons.size();
            buttons.add(new MessageTemplate.Button(
                    index,
                    upper(Tree.text(button, "type"), "UNKNOWN"),
                    Objects.requireNonNullElse(Tree.text(button, "text"), ""),
                    Tree.isTrue(button, "needs_value")));
        }
        String body = Objects.requireNonNullElse(Tree.text(tree, "body"), "");
        return Optional.of(new MessageTemplate(
                name,
                language,
                upper(Tree.text(tree, "status"), "UNKNOWN"),
                upper(Tree.text(tree, "category"), "UNKNOWN"),
                Tree.text(tree, "quality"),
                Tree.isTrue(tree, "named"),
                above.isEmpty() ? null : header(above),
                body,
                variables(body),
                Tree.text(tree, "footer"),
                buttons));
    }
}
