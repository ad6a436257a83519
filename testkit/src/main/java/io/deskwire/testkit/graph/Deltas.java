package io.deskwire.testkit.graph;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rounds of delta over the folders of one mailbox. Guarded by the world's lock, which callers hold. */
final class Deltas {

    private static final Pattern FILTER = Pattern.compile("receivedDateTime\\s+(ge|gt)\\s+(\\S+)");
    private static final int PAGE = 10;
    private static final int FILTERED_AT_MOST = 5000;

    /** What the first request of a round asked for; baked into every link. */
    private record Options(
            Folder folder, List<String> select, @Nullable Instant since, boolean createdOnly, int top) {}

    /** An item, or word that one is gone. */
    private record Row(GraphItem item, boolean removed, String immutableId, String ordinaryId) {}

    /**
     * Where a link leads.
     *
     * @param rows null for a link that starts a round
     */
    private record State(
            Options options, @Nullable List<Row> rows, int at, long change, int generation, boolean first) {}

    private final GraphMailbox mailbox;
    private final Map<String, State> states = new HashMap<>();
    private int generation;
    private String expiry = "syncStateNotFound";
    private boolean withLocation;

    Deltas(GraphMailbox mailbox) {
        this.mailbox = mailbox;
    }

    void expire(String code, boolean location) {
        generation++;
        expiry = code;
        withLocation = location;
    }

    /** @param owner {@code me} or {@code users('id')} */
    Map<String, Object> answer(Call call, Folder folder, String apiBaseUrl, String owner) {
        String path = "/" + owner + "/mailFolders('" + folder.id() + "')/messages/delta";
        String skip = call.query("$skiptoken");
        String token = skip == null ? call.query("$deltatoken") : skip;
        State state = token == null ? first(call, folder) : found(call, token, apiBaseUrl + path);
        if (!state.options().folder().equals(folder)) {
            throw Refusal.badRequest("Badly formed token.");
        }
        boolean foreign = mailbox.has(GraphQuirk.DELTA_FOREIGN_HOST);
        return page(call, state, foreign ? "http://foreign.example:1/v1.0" + path : apiBaseUrl + path);
    }

    private State first(Call call, Folder folder) {
        Instant since = null;
        String filter = call.query("$filter");
        if (filter != null) {
            Matcher matcher = FILTER.matcher(filter.strip());
            if (!matcher.matches()) {
                throw new Refusal(
                        400, "ErrorInvalidUrlQueryFilter", "The filter is not supported for change tracking.");
            }
            try {
                since = OffsetDateTime.parse(matcher.group(2)).toInstant();
            } catch (DateTimeParseException e) {
                throw new Refusal(400, "ErrorInvalidUrlQueryFilter", "The query filter contains an invalid date.");
            }
            since = matcher.group(1).equals("gt") ? since.plusNanos(1) : since;
        }
        String order = call.query("$orderby");
        if (call.query("$search") != null || (order != null && !order.strip().equals("receivedDateTime desc"))) {
            throw Refusal.badRequest("The query option is not supported for change tracking.");
        }
        String changeType = call.query("changeType");
        String top = call.query("$top");
        Options options = new Options(
                folder,
                MessageTrees.select(call.query("$select")),
                since,
                "created".equalsIgnoreCase(changeType),
                top == null ? 0 : call.number(top, "$top"));
        List<Row> rows = new ArrayList<>();
        for (GraphItem item : mailbox.store().items(folder)) {
            if (!item.isHidden() && (since == null || !item.received().isBefore(since))) {
                rows.add(new Row(item, false, item.id(true), item.id(false)));
            }
        }
        if (since != null && rows.size() > FILTERED_AT_MOST) {
            rows = new ArrayList<>(rows.subList(rows.size() - FILTERED_AT_MOST, rows.size()));
        }
        return started(options, rows);
    }

    private State started(Options options, List<Row> rows) {
        if (mailbox.has(GraphQuirk.DELTA_UNORDERED)) {
            Collections.reverse(rows);
        }
        return new State(options, rows, 0, mailbox.store().lastChange(), generation, true);
    }

    private State found(Call call, String token, String freshStart) {
        if (call.query("$filter") != null || call.query("$select") != null || call.query("$top") != null) {
            throw Refusal.badRequest("Query options are not allowed beside a token: they are part of it.");
        }
        State state = states.get(token);
        if (state == null) {
            throw new Refusal(410, "syncStateNotFound", "The sync state is not found.");
        }
        if (state.generation() < generation) {
            Refusal gone = new Refusal(410, expiry, "The sync state generation is not found; synchronise again.");
            throw withLocation ? gone.with("Location", freshStart) : gone;
        }
        return state.rows() == null ? started(state.options(), since(state)) : state;
    }

    private List<Row> since(State state) {
        Options options = state.options();
        Map<GraphItem, List<Change>> byItem = new LinkedHashMap<>();
        for (Change change : mailbox.store().since(state.change(), options.folder())) {
            byItem.computeIfAbsent(change.item(), item -> new ArrayList<>()).add(change);
        }
        List<Row> rows = new ArrayList<>();
        byItem.forEach((item, changes) -> {
            Change last = changes.get(changes.size() - 1);
            boolean created = changes.stream().anyMatch(change -> change.kind() == Change.Kind.CREATED);
            boolean removed = last.kind() == Change.Kind.DELETED;
            boolean wanted = removed
                    ? !options.createdOnly() || mailbox.has(GraphQuirk.DELTA_REMOVALS)
                    : (created || !options.createdOnly()) && !item.isHidden();
            Instant since = options.since();
            if (wanted && (since == null || !item.received().isBefore(since))) {
                rows.add(new Row(item, removed, last.immutableId(), last.ordinaryId()));
            }
        });
        return rows;
    }

    private Map<String, Object> page(Call call, State state, String link) {
        List<Row> rows = state.rows() == null ? List.of() : state.rows();
        boolean immutable = call.wantsImmutableIds();
        int asked = call.maxPageSize();
        int top = state.options().top();
        int size = asked > 0 ? asked : top > 0 ? top : PAGE;
        boolean empty = state.first() && mailbox.has(GraphQuirk.DELTA_EMPTY_PAGE);
        int end = empty ? state.at() : Math.min(rows.size(), state.at() + size);
        List<Object> value = new ArrayList<>();
        for (Row row : rows.subList(state.at(), end)) {
            value.add(tree(row, state.options(), immutable));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", link.replaceFirst("/v1\\.0/.*", "/v1.0/\\$metadata#Collection(message)"));
        String token = UUID.randomUUID().toString().replace("-", "");
        if (empty || end < rows.size()) {
            boolean repeats = mailbox.has(GraphQuirk.DELTA_REPEATS) && value.size() > 1;
            int next = repeats ? end - 1 : end;
            states.put(token, new State(state.options(), rows, next, state.change(), state.generation(), false));
            tree.put("@odata.nextLink", link + "?$skiptoken=" + token);
        } else {
            states.put(token, new State(state.options(), null, 0, state.change(), state.generation(), true));
            tree.put("@odata.deltaLink", link + "?$deltatoken=" + token);
        }
        tree.put("value", value);
        return tree;
    }

    private static Map<String, Object> tree(Row row, Options options, boolean immutable) {
        String id = immutable ? row.immutableId() : row.ordinaryId();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.type", "#microsoft.graph.message");
        if (row.removed()) {
            tree.put("id", id);
            tree.put("@removed", Map.of("reason", "deleted"));
        } else {
            tree.putAll(MessageTrees.tree(row.item(), options.select(), immutable));
            tree.put("id", id);
        }
        return tree;
    }
}
