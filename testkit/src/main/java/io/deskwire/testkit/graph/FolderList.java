package io.deskwire.testkit.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists of folders. */
final class FolderList {

    private static final Pattern BY_NAME = Pattern.compile("displayName eq '((?:[^']|'')*)'");
    private static final int PAGE = 10;

    private FolderList() {}

    static Answer answer(Call call, MailStore store, String url) {
        List<Folder> found = named(store, call.query("$filter"));
        String topText = call.query("$top");
        String skipText = call.query("$skip");
        int top = topText == null ? PAGE : call.number(topText, "$top");
        int skip = skipText == null ? 0 : call.number(skipText, "$skip");
        int end = Math.min(found.size(), skip + top);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "value",
                found.subList(Math.min(skip, end), end).stream()
                        .map(folder -> tree(folder, store))
                        .toList());
        if (end < found.size()) {
            tree.put("@odata.nextLink", url + "?$top=" + top + "&$skip=" + end);
        }
        return Answer.json(200, tree);
    }

    private static List<Folder> named(MailStore store, @Nullable String filter) {
        if (filter == null) {
            return store.folders();
        }
        Matcher matcher = BY_NAME.matcher(filter.strip());
        if (!matcher.matches()) {
            throw new Refusal(400, "ErrorInvalidUrlQueryFilter", "The simulator filters folders by displayName only.");
        }
        String name = matcher.group(1).replace("''", "'");
        return store.folders().stream()
                .filter(folder -> folder.displayName().equalsIgnoreCase(name))
                .toList();
    }

    static Map<String, Object> tree(Folder folder, MailStore store) {
        List<GraphItem> items = store.items(folder);
        int unread = (int) items.stream().filter(item -> !item.isRead()).count();
        return folder.tree(items.size(), unread);
    }
}
