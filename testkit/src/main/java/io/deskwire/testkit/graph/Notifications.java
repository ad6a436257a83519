package io.deskwire.testkit.graph;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands in a notification. */
final class Notifications {

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    private Notifications() {}

    /** @param turn chooses one of the ways in which Graph spells a resource */
    static Map<String, Object> change(GraphSubscription subscription, Change change, int turn) {
        String user = subscription.mailbox().id();
        String id = change.id(subscription.usesImmutableIds());
        String resource = switch (turn % 3) {
            case 0 -> "Users/" + user + "/Messages/" + id;
            case 1 -> "Users('" + user + "')/Messages('" + id + "')";
            default -> "users/" + user + "/messages/" + id;
        };
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("@odata.type", "#Microsoft.Graph.Message");
        item.put("@odata.id", resource);
        item.put("@odata.etag", change.item().etag());
        item.put("id", id);
        Map<String, Object> entry = envelope(subscription);
        entry.put("changeType", change.kind().word());
        entry.put("resource", resource);
        entry.put("resourceData", item);
        return entry;
    }

    static Map<String, Object> lifecycle(GraphSubscription subscription, String event) {
        Map<String, Object> entry = envelope(subscription);
        entry.put("lifecycleEvent", event);
        return entry;
    }

    private static Map<String, Object> envelope(GraphSubscription subscription) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("subscriptionId", subscription.id());
        entry.put("subscriptionExpirationDateTime", EXPIRES.format(subscription.expires()));
        boolean wrong = subscription.mailbox().has(GraphQuirk.WRONG_CLIENT_STATE);
        subscription.clientState().ifPresent(state -> entry.put("clientState", wrong ? "x" + state : state));
        entry.put("tenantId", subscription.app().tenant());
        return entry;
    }
}
