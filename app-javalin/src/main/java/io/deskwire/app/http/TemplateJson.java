package io.deskwire.app.http;

import io.deskwire.message.MessageTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template with everything that is needed to fill it in. */
final class TemplateJson {

    private TemplateJson() {}

    static Map<String, @Nullable Object> tree(MessageTemplate template) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", template.name());
        tree.put("language", template.language());
        tree.put("status", template.status());
        tree.put("category", template.category());
        tree.put("quality", template.quality());
        tree.put("parameter_format", template.named() ? "named" : "positional");
        tree.put("header", header(template.header()));
        tree.put("body", template.body());
        tree.put("variables", template.variables());
        tree.put("footer", template.footer());
        tree.put("buttons", buttons(template.buttons()));
        return tree;
    }

    private static @Nullable Map<String, @Nullable Object> header(MessageTemplate.@Nullable Header header) {
        if (header == null) {
            return null;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("format", header.format());
        tree.put("text", header.text());
        tree.put("variables", header.variables());
        return tree;
    }

    private static List<Map<String, Object>> buttons(List<MessageTemplate.Button> buttons) {
        return buttons.stream().map(TemplateJson::button).toList();
    }

    private static Map<String, Object> button(MessageTemplate.Button button) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("index", button.index());
        tree.put("type", button.type());
        tree.put("text", button.text());
        tree.put("needs_value", button.needsValue());
        return tree;
    }
}
