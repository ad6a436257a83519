package io.deskwire.json;

import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules said, and what they want of tickets. */
final class RuleTrees {

    private RuleTrees() {}

    static Map<String, Object> tree(Verdict verdict) {
        return new TreeFields()
                .put("outcome", verdict.outcome())
                .put("rule", verdict.rule())
                .put("reason", verdict.reason())
                .put("matched", verdict.matched())
                .put("ticket", treeOrNull(verdict.fields()))
                .tree();
    }

    static @Nullable Map<String, Object> treeOrNull(Verdict verdict) {
        return verdict.isEmpty() ? null : tree(verdict);
    }

    static Map<String, Object> tree(TicketFields fields) {
        return new TreeFields()
                .put("queue", fields.queue())
                .put("priority", fields.priority())
                .put("type", fields.type())
                .put("assignee", fields.assignee())
                .put("ticket_address", fields.ticketAddress())
                .put("tags", fields.tags())
                .put("fields", fields.custom().isEmpty() ? null : fields.custom())
                .tree();
    }

    static @Nullable Map<String, Object> treeOrNull(TicketFields fields) {
        return fields.isEmpty() ? null : tree(fields);
    }

    static Verdict verdict(TreeReader in) {
        TicketFields fields = in.objectOrNull("ticket", RuleTrees::fields);
        return new Verdict(
                in.choice("outcome", Verdict.Outcome.class),
                in.textOrNull("rule"),
                in.textOrNull("reason"),
                in.texts("matched"),
                fields == null ? TicketFields.none() : fields);
    }

    static TicketFields fields(TreeReader in) {
        Map<String, Object> custom = new LinkedHashMap<>();
        in.plain("fields").forEach((name, value) -> custom.put(name, plain(value)));
        return new TicketFields(
                in.textOrNull("queue"),
                in.textOrNull("priority"),
                in.textOrNull("type"),
                in.textOrNull("assignee"),
                in.textOrNull("ticket_address"),
                List.copyOf(in.texts("tags")),
                custom);
    }

    /** Numbers in the two forms that rules know. */
    private static Object plain(Object value) {
        return value instanceof Number number && !(value instanceof Long) ? (Object) number.doubleValue() : value;
    }
}
