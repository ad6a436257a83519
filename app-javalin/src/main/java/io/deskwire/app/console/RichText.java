package io.deskwire.app.console;

import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person reads for content that is no plain text. */
final class RichText {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

    private RichText() {}

    /** What it is, in a word or two; null for none. */
    static @Nullable Chip chip(@Nullable RichContent rich) {
        if (rich instanceof RichContent.Template template) {
            return new Chip("Template " + template.name(), Tone.CALM);
        } else if (rich instanceof RichContent.Reaction) {
            return new Chip("Reaction", Tone.CALM);
        } else if (rich instanceof RichContent.Interactive) {
            return new Chip("Choices", Tone.CALM);
        } else if (rich instanceof RichContent.Location) {
            return new Chip("Place", Tone.CALM);
        } else if (rich instanceof RichContent.Contacts) {
            return new Chip("Contact", Tone.CALM);
        }
        return null;
    }

    /**
     * What it says.
     *
     * @param templates definitions, in which a template's values are put
     */
    static String text(RichContent rich, List<MessageTemplate> templates) {
        if (rich instanceof RichContent.Template template) {
            return template(template, templates);
        } else if (rich instanceof RichContent.Reaction reaction) {
            return reaction.emoji() == null ? "Took the reaction away" : "Reacted with " + reaction.emoji();
        } else if (rich instanceof RichContent.Interactive interactive) {
            return interactive(interactive.document());
        } else if (rich instanceof RichContent.Location place) {
            return place(place);
        }
        return ((RichContent.Contacts) rich)
                .cards().stream()
                        .map(card -> text(card.get("name"), "formatted_name"))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.joining("\n"));
    }

    private static String template(RichContent.Template sent, List<MessageTemplate> templates) {
        String values = sent.parameters().stream()
                .map(p -> p.name() == null ? p.value() : p.name() + ": " + p.value())
                .collect(Collectors.joining("\n"));
        return templates.stream()
                .filter(t -> t.name().equals(sent.name()) && t.language().equals(sent.language()))
                .findFirst()
                .map(definition -> filled(definition, sent.parameters()))
                .orElse(values);
    }

    /** The body with its values in place. */
    private static String filled(MessageTemplate definition, List<RichContent.Parameter> values) {
        Matcher variable = VARIABLE.matcher(definition.body());
        return variable.replaceAll(found -> {
            String name = found.group(1);
            int position = definition.variables().indexOf(name);
            String value = values.stream()
                    .filter(p -> name.equals(p.name()))
                    .map(RichContent.Parameter::value)
                    .findFirst()
                    .orElse(
                            position >= 0
                                            && position < values.size()
                                            && values.get(position).name() == null
                                    ? values.get(position).value()
                                    : found.group());
            return Matcher.quoteReplacement(value);
        });
    }

    /** Pieces of a template's text: plain ones, and names of variables. */
    record Piece(String text, @Nullable String variable) {}

    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        int from = 0;
        while (variable.find()) {
            if (variable.start() > from) {
                pieces.add(new Piece(text.substring(from, variable.start()), null));
            }
            pieces.add(new Piece(variable.group(), variable.group(1)));
            from = variable.end();
        }
        if (from < text.length()) {
            pieces.add(new Piece(text.substring(from), null));
        }
        return pieces;
    }

    private static String place(RichContent.Location place) {
        String where = String.format(Locale.ROOT, "%.6f, %.6f", place.latitude(), place.longitude());
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {place.name(), place.address(), where}) {
            if (part != null && !part.isBlank()) {
                text.append(text.isEmpty() ? "" : "\n").append(part);
            }
        }
        return text.toString();
    }

    /** The text above the choices and their titles; the document is the provider's own. */
    private static String interactive(Map<String, Object> document) {
        List<String> lines = new ArrayList<>();
        for (String part : List.of("header", "body", "footer")) {
            String text = text(document.get(part), "text");
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        titles(document.get("action"), lines, 0);
        return String.join("\n", lines);
    }

    private static void titles(@Nullable Object node, List<String> lines, int depth) {
        if (depth > 6) {
            return;
        }
        if (node instanceof List<?> list) {
            list.forEach(entry -> titles(entry, lines, depth + 1));
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("title") instanceof String title) {
                lines.add("• " + title);
            }
            map.values().forEach(value -> titles(value, lines, depth + 1));
        }
    }

    private static String text(@Nullable Object node, String field) {
        return node instanceof Map<?, ?> map && map.get(field) instanceof String text ? text.strip() : "";
    }
}
