package io.deskwire.app.console;

import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A template that is being filled in.
 *
 * @param header the fields of its header
 * @param body the fields of its body
 * @param buttons the fields of its buttons
 * @param fileNeeded what kind of file the header takes, in a word; null when it takes none
 * @param preview what it will say, in pieces that follow the fields
 */
record TemplateForm(
        String name,
        String language,
        String category,
        List<Field> header,
        List<Field> body,
        List<Field> buttons,
        @Nullable String fileNeeded,
        Preview preview) {

    /**
     * A value to be given.
     *
     * @param id name of the form's field
     * @param label what it is for
     * @param optional whether it may stay empty
     */
    record Field(String id, String label, String value, boolean optional) {}

    /**
     * What the customer will see.
     *
     * @param header above the text, or none
     * @param footer below it, or null
     * @param buttons labels
     */
    record Preview(
            List<Part> header, List<Part> body, @Nullable String footer, List<String> buttons) {}

    /**
     * A piece of the preview.
     *
     * @param field the field whose value stands here, or null for fixed text
     */
    record Part(String text, @Nullable String field) {}

    TemplateForm {
        header = List.copyOf(header);
        body = List.copyOf(body);
        buttons = List.copyOf(buttons);
    }

    /** How a choice names the template: its name alone is not unique. */
    static String choice(MessageTemplate template) {
        return template.name() + " " + template.language();
    }

    static Optional<MessageTemplate> find(List<MessageTemplate> templates, @Nullable String choice) {
        return templates.stream()
                .filter(template -> choice(template).equals(choice))
                .findFirst();
    }

    /**
     * @param given values that were typed before, by field
     */
    static TemplateForm of(MessageTemplate template, Map<String, String> given) {
        MessageTemplate.Header top = template.header();
        boolean place = top != null && top.format().equals("LOCATION");
        List<Field> header =
                top == null ? List.of() : place ? place(given) : fields("header-", "Header ", top.variables(), given);
        List<Field> buttons = new ArrayList<>();
        for (MessageTemplate.Button button : template.buttons()) {
            if (button.needsValue()) {
                buttons.add(field("button-" + button.index(), "Button “" + button.text() + "”", given, false));
            }
        }
        return new TemplateForm(
                template.name(),
                template.language(),
                template.category(),
                header,
                fields("body-", "", template.variables(), given),
                buttons,
                top != null && top.isMedia() ? file(top.format()) : null,
                preview(template, given));
    }

    private static List<Field> place(Map<String, String> given) {
        return List.of(
                field("header-latitude", "Latitude", given, false),
                field("header-longitude", "Longitude", given, false),
                field("header-name", "Name of the place", given, true),
                field("header-address", "Its address", given, true));
    }

    private static List<Field> fields(String prefix, String label, List<String> variables, Map<String, String> given) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            fields.add(field(prefix + i, label + "{{" + variables.get(i) + "}}", given, false));
        }
        return fields;
    }

    private static Field field(String id, String label, Map<String, String> given, boolean optional) {
        return new Field(id, label, given.getOrDefault(id, ""), optional);
    }

    private static String file(String format) {
        return switch (format) {
            case "IMAGE" -> "picture";
            case "VIDEO" -> "film";
            default -> "document";
        };
    }

    private static Preview preview(MessageTemplate template, Map<String, String> given) {
        MessageTemplate.Header top = template.header();
        String headerText = top == null ? null : top.text();
        return new Preview(
                top == null || headerText == null ? List.of() : parts(headerText, "header-", top.variables(), given),
                parts(template.body(), "body-", template.variables(), given),
                template.footer(),
                template.buttons().stream().map(MessageTemplate.Button::text).toList());
    }

    private static List<Part> parts(String text, String prefix, List<String> variables, Map<String, String> given) {
        List<Part> parts = new ArrayList<>();
        for (RichText.Piece piece : RichText.pieces(text)) {
            int index = piece.variable() == null ? -1 : variables.indexOf(piece.variable());
            String field = index < 0 ? null : prefix + index;
            String value = field == null ? "" : given.getOrDefault(field, "");
            parts.add(new Part(value.isBlank() ? piece.text() : value, field));
        }
        return parts;
    }

    /** The content that the typed values make; what is wrong with it the channel says. */
    static RichContent.Template content(MessageTemplate template, Map<String, String> given) {
        MessageTemplate.Header top = template.header();
        boolean place = top != null && top.format().equals("LOCATION");
        List<RichContent.Parameter> header = new ArrayList<>();
        if (place) {
            for (String name : List.of("latitude", "longitude", "name", "address")) {
                String value = given.getOrDefault("header-" + name, "");
                if (!value.isBlank()) {
                    header.add(new RichContent.Parameter(name, value.strip()));
                }
            }
        } else if (top != null) {
            header.addAll(parameters(template.named(), "header-", top.variables(), given));
        }
        List<RichContent.Button> buttons = template.buttons().stream()
                .filter(MessageTemplate.Button::needsValue)
                .map(button -> new RichContent.Button(
                        button.index(),
                        given.getOrDefault("button-" + button.index(), "").strip()))
                .toList();
        return new RichContent.Template(
                template.name(),
                template.language(),
                parameters(template.named(), "body-", template.variables(), given),
                header,
                null,
                buttons);
    }

    private static List<RichContent.Parameter> parameters(
            boolean named, String prefix, List<String> variables, Map<String, String> given) {
        List<RichContent.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            parameters.add(new RichContent.Parameter(
                    named ? variables.get(i) : null,
                    given.getOrDefault(prefix + i, "").strip()));
        }
        return parameters;
    }
}
