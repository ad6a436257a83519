package io.deskwire.testkit.graph;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of messages with {@code $filter}, {@code $orderby}, {@code $top}, {@code $skip} and {@code $select}. */
final class MessageList {

    private MessageList() {}

    static Answer answer(Call call, GraphMailbox mailbox, List<GraphItem> all, String url) {
        MessageFilter filter = MessageFilter.parse(call.query("$filter"));
        List<GraphItem> found = new ArrayList<>(all.stream()
                .filter(item -> !item.isHidden())
                .filter(filter::admits)
                .toList());
        found.sort(order(call, filter));
        int top = number(call, "$top", 10);
        int skip = number(call, "$skip", 0);
        if (top < 1 || top > 1000 || skip < 0) {
            throw Refusal.badRequest("Invalid value for $top or $skip.");
        }
        List<String> select = MessageTrees.select(call.query("$select"));
        String expand = call.query("$expand");
        List<Object> value = new ArrayList<>();
        int end = Math.min(found.size(), skip + top);
        for (GraphItem item : found.subList(Math.min(skip, end), end)) {
            Map<String, Object> tree = MessageTrees.tree(mailbox, item, select, call.wantsImmutableIds());
            if (expand != null) {
                tree.put("singleValueExtendedProperties", MessageTrees.properties(item, expand));
            }
            value.add(tree);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", url.replaceFirst("/v1\\.0/.*", "/v1.0/\\$metadata#Collection(message)"));
        tree.put("value", value);
        if (end < found.size()) {
            tree.put("@odata.nextLink", url + "?" + query(call, end));
        }
        return Answer.json(200, tree);
    }

    private static Comparator<GraphItem> order(Call call, MessageFilter filter) {
        String order = call.query("$orderby");
        Comparator<GraphItem> byTime = Comparator.comparing(GraphItem::received);
        if (order == null) {
            return byTime.reversed();
        }
        String[] words = order.strip().split("\\s+", -1);
        if (!List.of("receivedDateTime", "sentDateTime", "createdDateTime").contains(words[0])) {
            throw Refusal.badRequest("The simulator sorts by times only.");
        }
        filter.checkOrder(words[0]);
        return words.length > 1 && words[1].equalsIgnoreCase("desc") ? byTime.reversed() : byTime;
    }

    private static int number(Call call, String name, int otherwise) {
        String text = call.query(name);
        return text == null ? otherwise : call.number(text, name);
    }

    private static String query(Call call, int skip) {
        StringBuilder query = new StringBuilder("$skip=" + skip);
        for (String name : List.of("$filter", "$orderby", "$top", "$select", "$expand")) {
            String value = call.query(name);
            if (value != null) {
                query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }
}
