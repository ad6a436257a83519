package io.deskwire.adapter.whatsapp;

import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code template} object: every component that has a variable, and no other. */
final class TemplateBody {

    /** A media header's file. */
    record HeaderFile(String kind, Map<String, Object> content) {}

    private static final List<String> PLACE = List.of("latitude", "longitude", "name", "address");

    private TemplateBody() {}

    /**
     * @param known the template as approved, or null when it was never read; then the values are taken for what they look
     *     like
     * @param file the media header's file, or null
     */
    static Map<String, Object> of(
            RichContent.Template template, @Nullable MessageTemplate known, @Nullable HeaderFile file) {
        List<Object> components = new ArrayList<>();
        header(template, known, file, components);
        if (!template.parameters().isEmpty()) {
            components.add(component(
                    "body", texts(template.parameters(), known != null && known.named() ? known.variables() : null)));
        }
        for (RichContent.Button button : template.buttons()) {
            components.add(button(button, type(known, button.index())));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", template.name());
        body.put("language", Map.of("code", template.language()));
        if (!components.isEmpty()) {
            body.put("components", components);
        }
        return body;
    }

    private static void header(
            RichContent.Template template,
            @Nullable MessageTemplate known,
            @Nullable HeaderFile file,
            List<Object> components) {
        MessageTemplate.Header header = known == null ? null : known.header();
        if (file != null) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("type", file.kind());
            parameter.put(file.kind(), file.content());
            components.add(component("header", List.of(parameter)));
        } else if (header != null && header.format().equals("LOCATION")) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("type", "location");
            parameter.put("location", place(template.header()));
            components.add(component("header", List.of(parameter)));
        } else if (!template.header().isEmpty()) {
            List<String> names = known != null && known.named() && header != null ? header.variables() : null;
            components.add(component("header", texts(template.header(), names)));
        }
    }

    /** The file that an address leads to, as the header's format or else the address's ending says. */
    static HeaderFile link(String link, MessageTemplate.@Nullable Header header) {
        String path = link.replaceAll("[?#].*$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        String kind = header != null && header.isMedia()
                ? header.format().toLowerCase(Locale.ROOT)
                : SendableType.byEnding(ending).map(type -> type.kind().word()).orElse("image");
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("link", link);
        if (kind.equals("document") && !name.isBlank()) {
            content.put("filename", name);
        }
        return new HeaderFile(kind, content);
    }

    private static Map<String, Object> component(String type, List<Map<String, Object>> parameters) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", type);
        component.put("parameters", parameters);
        return component;
    }

    private static List<Map<String, Object>> texts(
            List<RichContent.Parameter> parameters, @Nullable List<String> names) {
        List<Map<String, Object>> texts = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            RichContent.Parameter parameter = parameters.get(i);
            String name = parameter.name();
            if (name == null && names != null && i < names.size()) {
                name = names.get(i);
            }
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("type", "text");
            // Numbers are places, not names.
            if (name != null && !name.matches("[0-9]+")) {
                text.put("parameter_name", name);
            }
            text.put("text", parameter.value());
            texts.add(text);
        }
        return texts;
    }

    private static Map<String, Object> place(List<RichContent.Parameter> values) {
        Map<String, Object> place = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String name = values.get(i).name();
            if (name == null && i < PLACE.size()) {
                name = PLACE.get(i);
            }
            if (name != null && PLACE.contains(name)) {
                place.put(name, values.get(i).value());
            }
        }
        return place;
    }

    private static String type(@Nullable MessageTemplate known, int index) {
        return known == null
                ? "URL"
                : known.buttons().stream()
                        .filter(button -> button.index() == index)
                        .map(MessageTemplate.Button::type)
                        .findFirst()
                        .orElse("URL");
    }

    private static Map<String, Object> button(RichContent.Button button, String type) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        String subType;
        switch (type) {
            case "QUICK_REPLY" -> {
                subType = "quick_reply";
                parameter.put("type", "payload");
                parameter.put("payload", button.value());
            }
            case "COPY_CODE" -> {
                subType = "copy_code";
                parameter.put("type", "coupon_code");
                parameter.put("coupon_code", button.value());
            }
            case "FLOW" -> {
                subType = "flow";
                parameter.put("type", "action");
                parameter.put("action", Map.of("flow_token", button.value()));
            }
            default -> {
                // One-time codes travel in what is an address to the API, too.
                subType = "url";
                parameter.put("type", "text");
                parameter.put("text", button.value());
            }
        }
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "button");
        component.put("sub_type", subType);
        component.put("index", Integer.toString(button.index()));
        component.put("parameters", List.of(parameter));
        return component;
    }
}
