package io.deskwire.adapter.whatsapp;

import io.deskwire.message.MessageProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The limits of messages with buttons and lists. Types that are not known here pass as they are. */
final class InteractiveCheck {

    private static final String ROOT = "interactive";

    private final List<MessageProblem> problems = new ArrayList<>();

    private InteractiveCheck() {}

    static List<MessageProblem> of(Map<String, Object> interactive) {
        InteractiveCheck check = new InteractiveCheck();
        String type = Tree.text(interactive, "type");
        if (type == null) {
            check.problem("type", "is missing; it may be button, list, cta_url or location_request_message");
            return check.problems;
        }
        Map<String, Object> action = Tree.object(interactive, "action");
        switch (type) {
            case "button" -> {
                check.frame(interactive, false);
                check.buttons(Tree.list(action, "buttons"));
            }
            case "list" -> {
                check.frame(interactive, true);
                check.text("action.button", action.get("button"), 20, true);
                check.sections(Tree.list(action, "sections"));
            }
            case "cta_url" -> {
                check.frame(interactive, false);
                Map<String, Object> parameters = Tree.object(action, "parameters");
                check.text("action.parameters.display_text", parameters.get("display_text"), 20, true);
                String url = Tree.text(parameters, "url");
                if (url == null || !url.matches("(?i)https?://.+")) {
                    check.problem("action.parameters.url", "must start with https:// or http://");
                }
            }
            case "location_request_message" -> check.frame(interactive, false);
            default -> {
                // Passed through: flows, products and what comes next have limits of their own.
            }
        }
        return check.problems;
    }

    private void frame(Map<String, Object> interactive, boolean textHeaderOnly) {
        text("body.text", Tree.object(interactive, "body").get("text"), 1024, true);
        text("footer.text", Tree.object(interactive, "footer").get("text"), 60, false);
        Map<String, Object> header = Tree.object(interactive, "header");
        if (header.isEmpty()) {
            return;
        }
        String type = Tree.text(header, "type");
        if ("text".equals(type)) {
            text("header.text", header.get("text"), 60, true);
        } else if (textHeaderOnly) {
            problem("header.type", "must be text: lists take no other header");
        } else if (type == null || !Set.of("image", "video", "document").contains(type)) {
            problem("header.type", "must be text, image, video or document");
        }
    }

    private void buttons(List<?> buttons) {
        if (buttons.isEmpty() || buttons.size() > 3) {
            problem("action.buttons", "must be one to three buttons, not " + buttons.size());
        }
        Set<String> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (int i = 0; i < buttons.size(); i++) {
            String path = "action.buttons[" + i + "].reply.";
            Map<String, Object> reply = Tree.object(Tree.object(buttons.get(i)), "reply");
            unique(path + "id", text(path + "id", reply.get("id"), 256, true), ids);
            unique(path + "title", text(path + "title", reply.get("title"), 20, true), titles);
        }
    }

    private void sections(List<?> sections) {
        if (sections.isEmpty() || sections.size() > 10) {
            problem("action.sections", "must be one to ten sections, not " + sections.size());
        }
        Set<String> ids = new HashSet<>();
        int count = 0;
        for (int i = 0; i < sections.size(); i++) {
            String path = "action.sections[" + i + "].";
            Map<String, Object> section = Tree.object(sections.get(i));
            text(path + "title", section.get("title"), 24, sections.size() > 1);
            List<?> rows = Tree.list(section, "rows");
            if (rows.isEmpty()) {
                problem(path + "rows", "must not be empty");
            }
            for (int j = 0; j < rows.size(); j++) {
                String at = path + "rows[" + j + "].";
                Map<String, Object> row = Tree.object(rows.get(j));
                unique(at + "id", text(at + "id", row.get("id"), 200, true), ids);
                text(at + "title", row.get("title"), 24, true);
                text(at + "description", row.get("description"), 72, false);
            }
            count += rows.size();
        }
        if (count > 10) {
            problem("action.sections", "hold " + count + " rows; ten in all is the most");
        }
    }

    private void unique(String path, @Nullable String value, Set<String> seen) {
        if (value != null && !seen.add(value)) {
            problem(path, "stands there twice");
        }
    }

    private @Nullable String text(String path, @Nullable Object value, int most, boolean required) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            if (required) {
                problem(path, "is missing");
            }
            return null;
        }
        if (!(value instanceof String text)) {
            problem(path, "must be a text");
            return null;
        }
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            problem(path, "has " + length + " characters; " + most + " is the most");
        }
        return text;
    }

    private void problem(String path, String message) {
        problems.add(new MessageProblem(ROOT + "." + path, message));
    }
}
