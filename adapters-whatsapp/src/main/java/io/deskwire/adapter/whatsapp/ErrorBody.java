package io.deskwire.adapter.whatsapp;

import io.deskwire.http.HttpAnswer;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a refusing answer says, in whichever shape it came: Graph's {@code error}, 360dialog's {@code meta}, the old
 * {@code errors[]}, Twilio's flat object, or the page of a proxy in between.
 *
 * @param code the provider's error code, or null when it names none
 * @param subcode its {@code error_subcode}, or null
 * @param title what the provider calls the error, or null; wording that changes
 * @param details what it says about this case, or null
 * @param isTransient whether it says itself that it passes
 * @param fromProvider whether the provider's own error was understood, as opposed to a proxy's page or nothing
 */
record ErrorBody(
        @Nullable Integer code,
        @Nullable Integer subcode,
        @Nullable String title,
        @Nullable String details,
        boolean isTransient,
        boolean fromProvider) {

    private static final ErrorBody NONE = new ErrorBody(null, null, null, null, false, false);
    private static final int LONGEST_TEXT = 400;

    static ErrorBody of(HttpAnswer answer) {
        return of(answer.body());
    }

    /** Whether the error has the form that Graph alone gives it, so that no gateway wrote it. */
    static boolean isGraphs(HttpAnswer answer) {
        Map<String, Object> error = Tree.object(Tree.object(tree(answer.body())), "error");
        return error.containsKey("code") && error.containsKey("message");
    }

    /** Reads a body; never fails. */
    static ErrorBody of(byte[] body) {
        Object tree = tree(body);
        Map<String, Object> object = Tree.object(tree);
        if (object.get("error") instanceof Map<?, ?>) {
            return graph(Tree.object(object, "error"));
        }
        for (Object entry : Tree.list(object, "errors")) {
            if (entry instanceof Map<?, ?>) {
                return onPremises(Tree.object(entry));
            }
        }
        Map<String, Object> meta = Tree.object(object, "meta");
        if (meta.containsKey("developer_message") || Boolean.FALSE.equals(meta.get("success"))) {
            String words = cut(Tree.firstText(meta, "developer_message", "api_status"));
            return new ErrorBody(null, null, words, null, false, true);
        }
        if (object.containsKey("code") && (object.containsKey("message") || object.containsKey("more_info"))) {
            return new ErrorBody(
                    number(object.get("code")), null, cut(Tree.text(object, "message")), null, false, true);
        }
        if (object.get("error") instanceof String words) {
            return new ErrorBody(null, null, cut(words), null, false, true);
        }
        return NONE;
    }

    private static ErrorBody graph(Map<String, Object> error) {
        return new ErrorBody(
                number(error.get("code")),
                number(error.get("error_subcode")),
                cut(Tree.firstText(error, "message", "title")),
                cut(details(error)),
                Tree.isTrue(error, "is_transient"),
                true);
    }

    private static ErrorBody onPremises(Map<String, Object> error) {
        return new ErrorBody(
                number(error.get("code")),
                null,
                cut(Tree.firstText(error, "title", "message")),
                cut(details(error)),
                false,
                true);
    }

    /** {@code error_data} is an object, a sentence, or an object written as text. */
    private static @Nullable String details(Map<String, Object> error) {
        Object data = error.get("error_data");
        if (data instanceof String text && text.stripLeading().startsWith("{")) {
            Object inner = tree(text.getBytes(StandardCharsets.UTF_8));
            data = inner instanceof Map<?, ?> ? inner : text;
        }
        if (data instanceof Map<?, ?>) {
            String details = Tree.text(Tree.object(data), "details");
            if (details != null) {
                return details;
            }
        } else if (Tree.text(data) != null) {
            return Tree.text(data);
        }
        return Tree.firstText(error, "details", "error_user_msg");
    }

    /** The title and the details, for an administrator; empty when the answer says nothing. */
    String words() {
        String said = title == null ? "" : title;
        if (details != null && !said.toLowerCase(Locale.ROOT).contains(details.toLowerCase(Locale.ROOT))) {
            said = said.isEmpty() ? details : said + ": " + details;
        }
        return masked(said);
    }

    /** Errors repeat what was sent, and phone numbers have no place in logs and exceptions. */
    private static String masked(String words) {
        return words.replaceAll("\\+?[0-9]{9,}", "…").replaceAll("[\\p{Cntrl}]+", " ");
    }

    private static @Nullable Integer number(@Nullable Object value) {
        String text = Tree.text(value);
        return text != null && text.strip().matches("-?[0-9]{1,9}") ? Integer.valueOf(text.strip()) : null;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private static @Nullable Object tree(byte[] body) {
        try {
            return Json.lenient().parse(body);
        } catch (JsonException e) {
            return null;
        }
    }
}
