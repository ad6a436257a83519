package io.deskwire.testkit.gmail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mailbox's labels. Guarded by the mailbox. */
final class GmailLabels {

    private static final Set<String> SYSTEM = Set.of(
            "INBOX",
            "UNREAD",
            "SENT",
            "DRAFT",
            "SPAM",
            "TRASH",
            "STARRED",
            "IMPORTANT",
            "CHAT",
            "CATEGORY_PERSONAL",
            "CATEGORY_SOCIAL",
            "CATEGORY_PROMOTIONS",
            "CATEGORY_UPDATES",
            "CATEGORY_FORUMS");
    private static final Set<String> NOT_SETTABLE = Set.of("SENT", "DRAFT", "CHAT");

    private final Map<String, String> users = new LinkedHashMap<>();
    private int last = 6;

    /** Adds a label, or finds the one with that name. */
    String add(String name) {
        return byName(name).orElseGet(() -> {
            String id = "Label_" + ++last;
            users.put(id, name);
            return id;
        });
    }

    Optional<String> byName(String name) {
        return users.entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The id for a name as searches and people write it. */
    String idFor(String name) {
        String upper = name.toUpperCase(java.util.Locale.ROOT);
        return SYSTEM.contains(upper)
                ? upper
                : byName(name.replace('-', ' ')).or(() -> byName(name)).orElse(name);
    }

    boolean knows(String id) {
        return SYSTEM.contains(id) || users.containsKey(id);
    }

    void checkSettable(Iterable<String> ids) {
        for (String id : ids) {
            if (!knows(id) || NOT_SETTABLE.contains(id)) {
                throw GmailRefusal.invalid((knows(id) ? "Invalid label: " : "labelId not found: ") + id);
            }
        }
    }

    List<Object> trees() {
        List<Object> trees = new ArrayList<>();
        SYSTEM.stream().sorted().forEach(id -> trees.add(tree(id, id, "system")));
        users.forEach((id, name) -> trees.add(tree(id, name, "user")));
        return trees;
    }

    Map<String, Object> tree(String id) {
        if (!knows(id)) {
            throw GmailRefusal.notFound();
        }
        return SYSTEM.contains(id) ? tree(id, id, "system") : tree(id, users.getOrDefault(id, id), "user");
    }

    private static Map<String, Object> tree(String id, String name, String type) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        tree.put("name", name);
        tree.put("type", type);
        if (type.equals("user")) {
            tree.put("messageListVisibility", "show");
            tree.put("labelListVisibility", "labelShow");
        }
        return tree;
    }
}
