package io.deskwire.app.http;

import io.deskwire.rules.TicketFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A person's change of what else rules can set of a ticket. A name that is absent leaves what is there, null takes it away;
 * {@code tags} are the ticket's tags from now on; of {@code fields} each one named is set, or taken away by null.
 */
final class TicketFieldsBody {

    /** The names that may stand in a body. */
    static final Set<String> NAMES = Set.of("queue", "priority", "type", "assignee", "tags", "fields");

    /** As rules may set it. */
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST = 50;
    private static final int MOST_TAGS = 200;

    private final Fields body;

    private TicketFieldsBody(Fields body) {
        this.body = body;
    }

    /** The change; everything wrong with it is noted as problems of the body. */
    static UnaryOperator<TicketFields> change(Fields body) {
        return new TicketFieldsBody(body).read();
    }

    private UnaryOperator<TicketFields> read() {
        String queue = name("queue");
        String priority = name("priority");
        if (priority != null && !PRIORITIES.contains(priority)) {
            body.problem("priority", "must be one of " + String.join(", ", PRIORITIES));
        }
        String type = name("type");
        String assignee = name("assignee");
        List<String> tags = tags();
        Map<String, @Nullable Object> custom = custom();
        return now -> new TicketFields(
                body.isGiven("queue") ? queue : now.queue(),
                body.isGiven("priority") ? priority : now.priority(),
                body.isGiven("type") ? type : now.type(),
                body.isGiven("assignee") ? assignee : now.assignee(),
                now.ticketAddress(),
                body.isGiven("tags") ? tags : now.tags(),
                merged(now.custom(), custom));
    }

    private @Nullable String name(String field) {
        String text = body.text(field);
        if (text != null && (text.isBlank() || text.length() > LONGEST_VALUE || hasControls(text))) {
            body.problem(field, "must be a line of 1 to " + LONGEST_VALUE + " characters, or null");
            return null;
        }
        return text == null ? null : text.strip();
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private List<String> tags() {
        Set<String> tags = new LinkedHashSet<>();
        List<?> given = body.list("tags");
        for (int i = 0; i < given.size(); i++) {
            boolean good = given.get(i) instanceof String tag
                    && !tag.isBlank()
                    && tag.length() <= LONGEST_NAME
                    && !hasControls(tag);
            if (good) {
                tags.add(String.valueOf(given.get(i)).strip());
            } else {
                body.problem("tags[" + i + "]", "must be a line of 1 to " + LONGEST_NAME + " characters");
            }
        }
        if (tags.size() > MOST_TAGS) {
            body.problem("tags", "must be at most " + MOST_TAGS);
        }
        return new ArrayList<>(tags);
    }

    private Map<String, @Nullable Object> custom() {
        Map<String, @Nullable Object> custom = new LinkedHashMap<>();
        Map<String, Object> given = body.object("fields");
        if (given == null) {
            return custom;
        }
        given.forEach((name, value) -> {
            if (name.isBlank() || name.length() > LONGEST_NAME || hasControls(name)) {
                body.problem("fields", "names must be lines of 1 to " + LONGEST_NAME + " characters");
            } else if (value == null || value instanceof Boolean || value instanceof Long) {
                custom.put(name, value);
            } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                custom.put(name, number.doubleValue());
            } else if (value instanceof String text && text.length() <= LONGEST_VALUE) {
                custom.put(name, text);
            } else {
                body.problem(
                        "fields." + name,
                        "must be a text of at most " + LONGEST_VALUE + " characters, a number, true, false or null");
            }
        });
        if (custom.size() > MOST) {
            body.problem("fields", "must be at most " + MOST);
        }
        return custom;
    }

    private static Map<String, Object> merged(Map<String, Object> now, Map<String, @Nullable Object> changes) {
        Map<String, Object> merged = new LinkedHashMap<>(now);
        changes.forEach((name, value) -> {
            if (value == null) {
                merged.remove(name);
            } else if (merged.containsKey(name) || merged.size() < MOST) {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
