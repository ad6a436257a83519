package io.deskwire.adapter.whatsapp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The contacts that stand beside the elements of a value: who the people are that the elements name by id. */
final class Contacts {

    /** Where contacts carry ids. */
    private static final String[] OWN_IDS = {"wa_id", "user_id", "parent_user_id"};

    /** Where elements carry the ids of the customer they are about. */
    private static final String[] ELEMENT_IDS = {
        "from",
        "from_user_id",
        "from_parent_user_id",
        "recipient_id",
        "recipient_user_id",
        "recipient_parent_user_id",
        "parent_recipient_user_id",
        "recipient_participant_id",
        "recipient_participant_user_id",
        "to",
        "to_user_id",
        "to_parent_user_id",
        "wa_id",
        "user_id"
    };

    private final List<?> all;
    private final Map<String, Object> byId = new HashMap<>();

    Contacts(Map<String, Object> value) {
        all = Tree.list(value, "contacts");
        for (Object contact : all) {
            for (String name : OWN_IDS) {
                String id = Tree.word(Tree.object(contact), name);
                if (id != null) {
                    byId.putIfAbsent(id, contact);
                }
            }
        }
    }

    /** Those that belong to none of these elements: kept beside the first, so that nothing is lost, and never read as its own. */
    List<Object> without(List<WebhookElement> elements) {
        if (all.isEmpty()) {
            return List.of();
        }
        IdentityHashMap<Object, Boolean> taken = new IdentityHashMap<>();
        elements.forEach(element -> of(element).forEach(contact -> taken.put(contact, true)));
        List<Object> left = new ArrayList<>(all);
        left.removeIf(taken::containsKey);
        return left;
    }

    /**
     * Those that belong to an element, by id and not by position: elements and contacts are not promised to be in the same
     * order. An element that names nobody belongs to the only contact there is.
     */
    List<?> of(WebhookElement element) {
        Set<Object> matching = new LinkedHashSet<>();
        boolean named = false;
        for (String name : ELEMENT_IDS) {
            String id = Tree.word(element.object(), name);
            if (id != null) {
                named = true;
                Object contact = byId.get(id);
                if (contact != null) {
                    matching.add(contact);
                }
            }
        }
        return named || all.size() != 1 ? new ArrayList<>(matching) : all;
    }
}
