package io.deskwire.testkit.whatsapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message template. {@link #of} makes an approved utility template of a body; the {@code with…} methods give a copy with
 * more. Variables are {@code {{1}}} or {@code {{first_name}}}.
 *
 * @param id Meta's id, given when it is added; empty before
 * @param contentSid Twilio's id of the same template, given when it is added; empty before
 * @param name lower-case letters, digits, underscore; unique together with the language
 * @param language compared exactly: {@code en} is not {@code en_US}
 * @param category {@code UTILITY}, {@code MARKETING}, {@code AUTHENTICATION}
 * @param status {@code APPROVED}, {@code PENDING}, {@code REJECTED}, {@code PAUSED}, {@code DISABLED} …
 * @param quality {@code GREEN}, {@code YELLOW}, {@code RED}, {@code UNKNOWN}
 * @param components as they stand in the listing
 */
public record SimulatedTemplate(
        String id,
        String contentSid,
        String name,
        String language,
        String category,
        String status,
        String quality,
        List<Map<String, Object>> components) {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");

    public SimulatedTemplate {
        components = List.copyOf(components);
        if (!name.matches("[a-z0-9_]{1,512}")) {
            throw new IllegalArgumentException("a template's name is lower-case letters, digits and underscores");
        }
    }

    /** An approved utility template with a body. */
    public static SimulatedTemplate of(String name, String language, String body) {
        return new SimulatedTemplate("", "", name, language, "UTILITY", "APPROVED", "GREEN", List.of())
                .with(Trees.of("type", "BODY", "text", body));
    }

    /** With a header of text, which may have one variable. */
    public SimulatedTemplate withHeader(String text) {
        return with(Trees.of("type", "HEADER", "format", "TEXT", "text", text));
    }

    /** With a header of another format: {@code IMAGE}, {@code VIDEO}, {@code DOCUMENT}, {@code LOCATION}. */
    public SimulatedTemplate withMediaHeader(String format) {
        return with(Trees.of(
                "type",
                "HEADER",
                "format",
                format,
                "example",
                Trees.of("header_handle", List.of("https://scontent.whatsapp.net/example"))));
    }

    /** With a footer. */
    public SimulatedTemplate withFooter(String text) {
        return with(Trees.of("type", "FOOTER", "text", text));
    }

    /** With one more quick reply. */
    public SimulatedTemplate withQuickReply(String text) {
        return withButton(Trees.of("type", "QUICK_REPLY", "text", text));
    }

    /** With one more link, which may end in {@code {{1}}}. */
    public SimulatedTemplate withUrlButton(String text, String url) {
        return withButton(Trees.of("type", "URL", "text", text, "url", url));
    }

    /** With one more button to copy a code. */
    public SimulatedTemplate withCopyCodeButton() {
        return withButton(Trees.of("type", "COPY_CODE", "text", "Copy code"));
    }

    /** In another category. */
    public SimulatedTemplate withCategory(String newCategory) {
        return new SimulatedTemplate(id, contentSid, name, language, newCategory, status, quality, components);
    }

    /** With another status. */
    public SimulatedTemplate withStatus(String newStatus) {
        return new SimulatedTemplate(id, contentSid, name, language, category, newStatus, quality, components);
    }

    /** With another quality. */
    public SimulatedTemplate withQuality(String newQuality) {
        return new SimulatedTemplate(id, contentSid, name, language, category, status, newQuality, components);
    }

    /** {@code NAMED} when a variable of header or body has a name, else {@code POSITIONAL}. */
    public String parameterFormat() {
        boolean named = components.stream()
                .filter(c -> !"BUTTONS".equals(c.get("type")))
                .flatMap(c -> variables(Trees.text(c.get("text"), "")).stream())
                .anyMatch(v -> !v.matches("\\d+"));
        return named ? "NAMED" : "POSITIONAL";
    }

    SimulatedTemplate withIds(String newId, String newContentSid) {
        return new SimulatedTemplate(newId, newContentSid, name, language, category, status, quality, components);
    }

    /** The component of a type; empty when it has none. */
    Map<String, Object> component(String type) {
        return components.stream()
                .filter(c -> type.equals(c.get("type")))
                .findFirst()
                .orElse(Map.of());
    }

    List<Map<String, Object>> buttons() {
        List<Map<String, Object>> buttons = new ArrayList<>();
        Trees.list(component("BUTTONS").get("buttons")).forEach(b -> buttons.add(Trees.object(b)));
        return buttons;
    }

    /** The names or numbers of the variables in a text, in order, each once. */
    static List<String> variables(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** A text with its variables filled in. */
    static String filled(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
    }

    /** The form of the listing; 360dialog has the status in lower case. */
    Map<String, Object> listed(boolean dialog360) {
        return Trees.of(
                "id",
                id,
                "name",
                name,
                "status",
                dialog360 ? status.toLowerCase(Locale.ROOT) : status,
                "category",
                category,
                "language",
                language,
                "namespace",
                dialog360 ? "5c9ec1a5_0000_4f6b_8f6e_deskwire0000" : null,
                "parameter_format",
                parameterFormat(),
                "quality_score",
                Trees.of("score", quality),
                "rejected_reason",
                status.equals("REJECTED") ? "INVALID_FORMAT" : "NONE",
                "components",
                components);
    }

    private SimulatedTemplate with(Map<String, Object> component) {
        List<Map<String, Object>> more = new ArrayList<>(components);
        more.add(component);
        return new SimulatedTemplate(id, contentSid, name, language, category, status, quality, more);
    }

    private SimulatedTemplate withButton(Map<String, Object> button) {
        List<Map<String, Object>> buttons = buttons();
        buttons.add(button);
        List<Map<String, Object>> rest = new ArrayList<>(components);
        rest.removeIf(c -> "BUTTONS".equals(c.get("type")));
        rest.add(Trees.of("type", "BUTTONS", "buttons", buttons));
        return new SimulatedTemplate(id, contentSid, name, language, category, status, quality, rest);
    }
}
