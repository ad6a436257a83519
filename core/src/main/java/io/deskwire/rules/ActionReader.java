package io.deskwire.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code then}: what is done with a message. */
final class ActionReader {

    private static final Set<String> KNOWN = Set.of(
            "drop", "quarantine", "queue", "priority", "type", "assignee", "ticket_address", "tags", "fields", "stop");
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

    private final Place place;
    private Verdict.Outcome outcome = Verdict.Outcome.PASS;
    private @Nullable String reason;
    private TicketFields fields = TicketFields.none();
    private boolean stop;

    ActionReader(Place place) {
        this.place = place;
    }

    Rule rule(String name, Condition when) {
        return new Rule(name, when, outcome, reason, fields, stop);
    }

    void read(@Nullable Object value) {
        if (value == null) {
            place.wrong("is required");
            return;
        }
        Map<String, Object> object = place.object(value, KNOWN);
        if (object == null) {
            return;
        }
        if (object.isEmpty()) {
            place.wrong("says nothing to do");
        }
        fate(object);
        String priority = word(object, "priority");
        if (priority != null && !PRIORITIES.contains(priority)) {
            place.field("priority").wrong("must be one of " + String.join(", ", PRIORITIES));
        }
        fields = new TicketFields(
                word(object, "queue"),
                priority,
                word(object, "type"),
                word(object, "assignee"),
                address(object),
                tags(object.get("tags")),
                custom(object.get("fields")));
        if (object.containsKey("stop")) {
            stop = Boolean.TRUE.equals(place.field("stop").bool(object.get("stop")));
        }
    }

    private void fate(Map<String, Object> object) {
        if (object.containsKey("drop") && object.containsKey("quarantine")) {
            place.wrong("cannot both drop and quarantine");
        }
        if (object.containsKey("drop")) {
            outcome = Verdict.Outcome.DROP;
            reason = reason("drop", object);
        } else if (object.containsKey("quarantine")) {
            outcome = Verdict.Outcome.QUARANTINE;
            reason = reason("quarantine", object);
        }
    }

    private @Nullable String reason(String field, Map<String, Object> object) {
        if (!(object.get(field) instanceof String)) {
            place.field(field).wrong("must be a text: the reason, shown with every message that it happens to");
            return null;
        }
        return place.field(field).line(object.get(field), RuleLimits.LONGEST_VALUE);
    }

    private @Nullable String word(Map<String, Object> object, String field) {
        return object.containsKey(field) ? place.field(field).line(object.get(field), RuleLimits.LONGEST_VALUE) : null;
    }

    private @Nullable String address(Map<String, Object> object) {
        String address = word(object, "ticket_address");
        if (address != null) {
            int at = address.lastIndexOf('@');
            boolean mail =
                    at > 0 && at < address.length() - 1 && address.chars().noneMatch(c -> c <= ' ');
            if (!mail) {
                place.field("ticket_address").wrong("must be an e-mail address");
            }
        }
        return address;
    }

    private List<String> tags(@Nullable Object value) {
        List<String> tags = new ArrayList<>();
        if (value == null) {
            return tags;
        }
        List<?> list = place.field("tags").list(value, RuleLimits.TAGS);
        if (list != null) {
            for (int i = 0; i < list.size(); i++) {
                String tag = place.field("tags").at(i).line(list.get(i), RuleLimits.LONGEST_NAME);
                if (tag != null && !tags.contains(tag)) {
                    tags.add(tag);
                }
            }
        }
        return tags;
    }

    private Map<String, Object> custom(@Nullable Object value) {
        Map<String, Object> custom = new LinkedHashMap<>();
        if (value == null) {
            return custom;
        }
        Place at = place.field("fields");
        Map<String, Object> object = at.object(value);
        if (object == null) {
            return custom;
        }
        if (object.size() > RuleLimits.CUSTOM_FIELDS) {
            at.wrong("must not have more than " + RuleLimits.CUSTOM_FIELDS + " fields");
            return custom;
        }
        object.forEach((name, entry) -> {
            if (name.isBlank() || name.length() > RuleLimits.LONGEST_NAME) {
                at.field(name).wrong("must have a name of 1 to " + RuleLimits.LONGEST_NAME + " characters");
            } else if (entry instanceof String) {
                String text = at.field(name).line(entry, RuleLimits.LONGEST_VALUE);
                custom.put(name, text == null ? "" : text);
            } else if (entry instanceof Boolean) {
                custom.put(name, entry);
            } else if (entry instanceof Number number && Double.isFinite(number.doubleValue())) {
                // One form for each number, so that what is stored compares with what is read again.
                boolean whole = number instanceof Long || number instanceof Integer;
                custom.put(name, whole ? (Object) number.longValue() : (Object) number.doubleValue());
            } else {
                at.field(name).wrong("must be a text, a number, true or false");
            }
        });
        return custom;
    }
}
