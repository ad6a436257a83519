package io.deskwire.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a document into rules and notes everything that is wrong with it. */
final class RulebookReader {

    private static final Set<String> OF_RULE = Set.of("name", "enabled", "comment", "when", "then");
    private static final Set<String> OF_ROUTE = Set.of("name", "enabled", "comment", "recipient", "then");
    private static final int LONGEST_COMMENT = 2_000;

    private final Place root;
    private final ConditionReader conditions;
    private final Set<String> names = new HashSet<>();

    RulebookReader(Place root, Expressions expressions) {
        this.root = root;
        this.conditions = new ConditionReader(new TextTestReader(expressions));
    }

    Rulebook read(Map<String, Object> document) {
        List<Rulebook.Route> routes = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        entries(document, "routing", RuleLimits.ROUTES, (place, entry) -> route(place, entry, routes));
        entries(document, "rules", RuleLimits.RULES, (place, entry) -> rule(place, entry, rules));
        return new Rulebook(routes, rules);
    }

    private interface EntryReader {
        void read(Place place, @Nullable Object entry);
    }

    private void entries(Map<String, Object> document, String field, int most, EntryReader reader) {
        Object value = document.get(field);
        if (value == null) {
            return;
        }
        Place place = root.field(field);
        List<?> list = place.list(value, most);
        if (list != null) {
            for (int i = 0; i < list.size(); i++) {
                reader.read(place.at(i), list.get(i));
            }
        }
    }

    private void route(Place place, @Nullable Object entry, List<Rulebook.Route> routes) {
        Map<String, Object> object = place.object(entry, OF_ROUTE);
        if (object == null) {
            return;
        }
        // A route without a name goes by its place.
        String name = object.containsKey("name")
                ? name(place, object)
                : place.path().substring(root.path().length() + 1);
        TextTest recipient =
                conditions.texts().required(place.field("recipient"), object.get("recipient"), TextTest.Way.IS);
        Rule rule = rule(place, object, name, candidate -> true);
        if (recipient != null && rule != null) {
            routes.add(new Rulebook.Route(recipient, rule));
        }
    }

    private void rule(Place place, @Nullable Object entry, List<Rule> rules) {
        Map<String, Object> object = place.object(entry, OF_RULE);
        if (object == null) {
            return;
        }
        Rule rule = rule(place, object, name(place, object), conditions.read(place.field("when"), object.get("when")));
        if (rule != null) {
            rules.add(rule);
        }
    }

    private @Nullable String name(Place place, Map<String, Object> object) {
        Place at = place.field("name");
        if (object.get("name") == null) {
            at.wrong("is required: it stands in the record of every message that the rule applies to");
            return null;
        }
        String name = at.line(object.get("name"), RuleLimits.LONGEST_NAME);
        if (name != null && !names.add(name)) {
            at.wrong("is the name of another rule too");
        }
        return name;
    }

    /** Null when it is switched off or something is wrong with it. */
    private static @Nullable Rule rule(
            Place place, Map<String, Object> object, @Nullable String name, @Nullable Condition when) {
        if (object.get("comment") != null) {
            place.field("comment").text(object.get("comment"), LONGEST_COMMENT);
        }
        Boolean enabled =
                object.containsKey("enabled") ? place.field("enabled").bool(object.get("enabled")) : Boolean.TRUE;
        ActionReader actions = new ActionReader(place.field("then"));
        actions.read(object.get("then"));
        return name == null || when == null || enabled == null || !enabled ? null : actions.rule(name, when);
    }
}
