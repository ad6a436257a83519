package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent.Deletion;
import io.deskwire.message.ChannelEvent.Edit;
import io.deskwire.message.ChannelEvent.IdentityChange;
import io.deskwire.message.ChannelEvent.Reaction;
import io.deskwire.message.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads messages that say something about other messages or about the person, instead of something to somebody. */
final class EventReader {

    private static final Set<String> MOVED = Set.of(
            "user_changed_number", "customer_changed_number", "user_changed_user_id", "customer_changed_user_id");
    private static final Set<String> IDENTITY = Set.of("customer_identity_changed", "user_identity_changed");
    private static final Pattern USER_ID =
            Pattern.compile(" changed from ([A-Z]{2}(?:\\.ENT)?\\.[A-Za-z0-9]{1,128}) to \\S+$");

    private EventReader() {}

    /** Whether it was one. */
    static boolean read(Map<String, Object> message, Draft draft) {
        String type = MessageContent.type(message);
        switch (type) {
            case "reaction" -> reaction(Tree.object(message, type), draft);
            case "edit" -> edit(Tree.object(message, type), draft);
            case "revoke" -> revoke(Tree.object(message, type), draft);
            case "system" -> system(message, Tree.object(message, type), draft);
            case "request_welcome" -> draft.notice(type, message).text("The customer opened an empty chat");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void reaction(Map<String, Object> reaction, Draft draft) {
        String target = Tree.word(reaction, "message_id");
        String emoji = Tree.text(reaction, "emoji");
        draft.text(emoji == null ? "" : emoji);
        if (target == null) {
            withoutTarget("reaction", reaction, draft);
        } else {
            draft.event(MessageKind.REACTION, new Reaction(ElementKey.plain(target), emoji));
        }
    }

    private static void edit(Map<String, Object> edit, Draft draft) {
        Draft edited = new Draft();
        Map<String, Object> message = Tree.object(edit, "message");
        MessageContent.read(message, edited);
        draft.text(edited.text());
        String target = Tree.word(edit, "original_message_id");
        if (target == null) {
            withoutTarget("edit", edit, draft);
        } else {
            draft.event(MessageKind.SYSTEM, new Edit(ElementKey.plain(target), edited.text()));
        }
    }

    private static void revoke(Map<String, Object> revoke, Draft draft) {
        String target = Tree.word(revoke, "original_message_id");
        if (target == null) {
            withoutTarget("revoke", revoke, draft);
        } else {
            draft.event(MessageKind.SYSTEM, new Deletion(ElementKey.plain(target)));
        }
    }

    private static void withoutTarget(String type, Map<String, Object> details, Draft draft) {
        draft.notice(type, details).issue("missing-target", "it does not name the message it is about");
    }

    private static void system(Map<String, Object> message, Map<String, Object> system, Draft draft) {
        String type = Objects.requireNonNullElse(Tree.word(system, "type"), "unknown");
        String body = Objects.requireNonNullElse(Tree.text(system, "body"), "");
        draft.text(body);
        if (IDENTITY.contains(type)) {
            draft.event(MessageKind.SYSTEM, new IdentityChange(List.of(), List.of()));
        } else if (MOVED.contains(type)) {
            moved(message, system, body, draft);
        } else {
            draft.notice("system", system);
        }
    }

    private static void moved(Map<String, Object> message, Map<String, Object> system, String body, Draft draft) {
        Identities now = Identities.named(null)
                .add(Tree.firstText(system, "wa_id", "new_wa_id"))
                .add(Tree.word(system, "user_id"))
                .add(Tree.word(system, "parent_user_id"));
        Identities before = Identities.named(null)
                .add(Tree.firstText(message, "from"))
                .add(Tree.word(system, "customer"))
                .add(Tree.word(system, "previous_user_id"))
                .add(Tree.word(message, "from_user_id"))
                .add(Tree.word(system, "previous_parent_user_id"))
                .add(Tree.word(message, "from_parent_user_id"));
        if (Tree.word(system, "previous_user_id") == null && Tree.word(message, "from_user_id") == null) {
            // Before August 2026 only the text named the old id. What stands before it is a name that anybody gives
            // himself.
            Matcher named = USER_ID.matcher(body.strip());
            if (named.find()) {
                before.add(named.group(1));
            }
        }
        List<Address> after = now.all();
        List<String> kept = after.stream().map(Address::key).toList();
        List<Address> gone = new ArrayList<>(before.all());
        gone.removeIf(address -> kept.contains(address.key()));
        if (after.isEmpty()) {
            draft.issue("missing-identity", "the change does not say how the person is reached now");
        } else {
            draft.from(after);
        }
        draft.event(MessageKind.SYSTEM, new IdentityChange(gone, after));
    }
}
