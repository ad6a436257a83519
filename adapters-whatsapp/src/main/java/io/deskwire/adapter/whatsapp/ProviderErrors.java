package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One element of an {@code errors} array. Title and message are mostly the same and change their wording; the details tell
 * more; older ones have them in another place.
 *
 * @param code the provider's code, or null
 * @param text title and details
 */
record ProviderErrors(@Nullable String code, String text) {

    static List<ProviderErrors> in(Map<String, Object> element) {
        return Tree.list(element, "errors").stream()
                .filter(Objects::nonNull)
                .map(error -> of(Tree.object(error)))
                .toList();
    }

    private static ProviderErrors of(Map<String, Object> error) {
        String title = Tree.firstText(error, "title", "message");
        String details = Tree.text(Tree.object(error, "error_data"), "details");
        if (details == null) {
            details = Tree.firstText(error, "error_data", "details");
        }
        String text = Stream.of(title, details)
                .filter(Objects::nonNull)
                .map(String::strip)
                .distinct()
                .collect(Collectors.joining(": "));
        return new ProviderErrors(Tree.word(error, "code"), text);
    }

    /** The number of the code, or -1 when it is none. */
    int number() {
        return number(code);
    }

    static int number(@Nullable String code) {
        return code != null && code.matches("[0-9]{1,9}") ? Integer.parseInt(code) : -1;
    }

    /** Code and text in one line. */
    String line() {
        return ((code == null ? "" : code + " ") + text).strip();
    }

    /** What happened and what to do about it. */
    @Nullable String reason() {
        return reason(text, code);
    }

    static @Nullable String reason(String text, @Nullable String code) {
        String hint = GraphErrors.hint(number(code));
        String end = text.isEmpty() || text.endsWith(".") ? "" : ".";
        String both = hint == null ? text : (text + end + " " + hint).strip();
        return both.isEmpty() ? null : both;
    }

    /** What kind of failure the code means, or null when there is no code. */
    @Nullable FailureKind failure() {
        return failure(code);
    }

    static @Nullable FailureKind failure(@Nullable String code) {
        int number = number(code);
        return number < 0 ? null : GraphErrors.kind(number);
    }
}
