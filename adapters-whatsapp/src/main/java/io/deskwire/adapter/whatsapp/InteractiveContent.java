package io.deskwire.adapter.whatsapp;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.json.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers to buttons, lists, forms and requests. */
final class InteractiveContent {

    private InteractiveContent() {}

    static void read(Map<String, Object> interactive, Draft draft) {
        String type = Tree.word(interactive, "type");
        String named = type == null ? firstObject(interactive) : type;
        Map<String, Object> reply = Tree.object(interactive, named);
        if (reply.isEmpty()) {
            draft.issue("missing-content", "the interactive message has no answer that is known");
            MessageContent.unsupported("interactive " + named, draft);
            return;
        }
        switch (named) {
            case "button_reply", "list_reply" -> {
                choice(reply, draft);
                draft.reference(Tree.text(reply, "id"));
            }
            case "nfm_reply" -> form(reply, draft);
            case "call_permission_reply" -> {
                String response = Objects.requireNonNullElse(Tree.text(reply, "response"), "unknown");
                draft.text("Answer to the request to call: " + response);
            }
            default -> {
                MessageContent.unsupported("interactive " + named, draft);
                draft.issue("unknown-type", "an interactive message of the type " + Identities.plain(named, 80));
            }
        }
    }

    private static String firstObject(Map<String, Object> interactive) {
        return interactive.keySet().stream()
                .filter(name -> interactive.get(name) instanceof Map)
                .findFirst()
                .orElse("without type");
    }

    private static void choice(Map<String, Object> reply, Draft draft) {
        String title = Tree.firstText(reply, "title", "id");
        String description = Tree.text(reply, "description");
        if (title == null) {
            draft.issue("missing-content", "the answer has neither title nor id");
            MessageContent.unsupported("interactive", draft);
        } else {
            draft.text(description == null ? title : title + "\n" + description);
        }
    }

    /** A form's answers come as JSON inside of a text, which nobody promises to be right. */
    private static void form(Map<String, Object> reply, Draft draft) {
        Object written = reply.get("response_json");
        Map<String, Object> answers = Tree.object(written);
        if (written instanceof String text) {
            try {
                answers = Json.lenient().withLimits(JsonLimits.DOCUMENT).parseObject(text);
            } catch (JsonException e) {
                draft.issue("unreadable-answers", "the form's answers are no JSON object");
                draft.text(lines(Tree.text(reply, "body"), text));
                return;
            }
        }
        draft.reference(Tree.text(answers, "flow_token"));
        List<String> lines = new ArrayList<>();
        answers.forEach((name, value) -> {
            if (name.equals("values") && value instanceof Map<?, ?> map) {
                map.forEach((inner, deeper) -> answer(String.valueOf(inner), deeper, lines));
            } else if (!name.equals("flow_token")) {
                answer(name, value, lines);
            }
        });
        if (lines.isEmpty()) {
            String body = Tree.firstText(reply, "body", "name");
            draft.text(body == null ? "A form without answers" : body);
        } else {
            draft.text(String.join("\n", lines));
        }
    }

    private static void answer(String name, @Nullable Object value, List<String> lines) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((inner, deeper) -> answer(name + "." + inner, deeper, lines));
        } else if (value instanceof List<?> list) {
            boolean plain = list.stream().noneMatch(entry -> entry instanceof Map || entry instanceof List);
            if (plain) {
                lines.add(name + ": "
                        + String.join(
                                ", ",
                                list.stream().map(InteractiveContent::shown).toList()));
            } else {
                for (int i = 0; i < list.size(); i++) {
                    answer(name + "[" + i + "]", list.get(i), lines);
                }
            }
        } else {
            lines.add((name + ": " + shown(value)).strip());
        }
    }

    private static String shown(@Nullable Object value) {
        return Objects.requireNonNullElse(Tree.text(value), "");
    }

    private static String lines(@Nullable String first, String second) {
        return first == null ? second : first + "\n" + second;
    }
}
