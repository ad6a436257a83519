package io.deskwire.app.console;

import io.deskwire.app.setup.Guide;
import java.util.List;

/**
 * One field of a channel's form.
 *
 * @param field what it is
 * @param value what stands in it; always empty for secrets, which are written and never shown
 * @param stored whether a secret is stored that an empty field stands for
 * @param locked whether the document holds more there than a field can show; it is left alone
 * @param problems what is wrong with it
 */
record FieldView(Guide.Field field, String value, boolean stored, boolean locked, List<String> problems) {

    FieldView {
        problems = List.copyOf(problems);
    }

    /** Name in the form, and the element's id. */
    String name() {
        return SetUpForm.PREFIX + field.name();
    }

    boolean wrong() {
        return !problems.isEmpty();
    }

    boolean required() {
        return field.required() && !stored;
    }

    /** Ids of what describes it, for assistive technology; null when nothing does. */
    String describedBy() {
        return name() + "-help " + name() + "-problems";
    }

    boolean isLong() {
        return field.kind() == Guide.Kind.LONG_SECRET || field.kind() == Guide.Kind.LONG_TEXT;
    }

    /** The browser's kind of input. */
    String input() {
        return field.kind().isSecret() ? "password" : "text";
    }

    /** Words of a list; the first means that nothing is set. */
    List<String> choices() {
        return field.kind() == Guide.Kind.BOOL ? List.of("true", "false") : field.choices();
    }

    static String word(String choice) {
        return switch (choice) {
            case "true" -> "Yes";
            case "false" -> "No";
            default -> choice;
        };
    }
}
