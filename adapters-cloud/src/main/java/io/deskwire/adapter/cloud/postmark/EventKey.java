package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.message.Content;
import java.util.Locale;
import java.util.Map;

/** What makes an event the same as another: its id where it has one, else what it is about and when. */
final class EventKey {

    private static final int LONGEST = 800;

    private EventKey() {}

    /** Ids have 64 bits, and two kinds of event may have the same. */
    static String of(Map<String, Object> event, Content body) {
        String type = Tree.word(event, "RecordType");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        String id = Tree.word(event, "ID");
        if (type != null && id != null && !id.equals("0") && id.length() <= LONGEST) {
            return lower + ":" + id;
        }
        String message = Tree.word(event, "MessageID");
        String at = Tree.firstText(event, "DeliveredAt", "ReceivedAt", "ChangedAt", "BouncedAt");
        String recipient = Tree.firstText(event, "Recipient", "Email");
        if (type != null && message != null && at != null && recipient != null) {
            String key = lower + ":" + message + ":" + recipient.strip().toLowerCase(Locale.ROOT) + ":" + at.strip();
            if (key.length() <= LONGEST) {
                return key;
            }
        }
        return "sha256-" + body.sha256();
    }
}
