package io.deskwire.json;

import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of what an item says about messages or people known already. */
final class EventTrees {

    private enum Type {
        REACTION,
        EDIT,
        DELETION,
        STATUS_UPDATE,
        ENGAGEMENT,
        IDENTITY_CHANGE,
        ECHO,
        CALL,
        NOTICE
    }

    private EventTrees() {}

    static @Nullable Map<String, Object> treeOrNull(@Nullable ChannelEvent event) {
        return event == null ? null : tree(event);
    }

    private static Map<String, Object> tree(ChannelEvent event) {
        TreeFields fields = new TreeFields();
        if (event instanceof ChannelEvent.Reaction reaction) {
            fields.put("type", Type.REACTION)
                    .put("target_id", reaction.targetId())
                    .put("emoji", reaction.emoji());
        } else if (event instanceof ChannelEvent.Edit edit) {
            fields.put("type", Type.EDIT).put("target_id", edit.targetId()).put("text", edit.text());
        } else if (event instanceof ChannelEvent.Deletion deletion) {
            fields.put("type", Type.DELETION).put("target_id", deletion.targetId());
        } else if (event instanceof ChannelEvent.StatusUpdate) {
            fields.put("type", Type.STATUS_UPDATE);
        } else if (event instanceof ChannelEvent.Engagement engagement) {
            fields.put("type", Type.ENGAGEMENT)
                    .put("original_message_id", engagement.originalMessageId())
                    .put("provider_message_id", engagement.providerMessageId())
                    .put("kind", engagement.kind())
                    .put("recipient", MessageTrees.treeOrNull(engagement.recipient()))
                    .put("text", engagement.text());
        } else if (event instanceof ChannelEvent.IdentityChange change) {
            fields.put("type", Type.IDENTITY_CHANGE)
                    .putAll("before", change.before(), MessageTrees::tree)
                    .putAll("after", change.after(), MessageTrees::tree);
        } else if (event instanceof ChannelEvent.Echo) {
            fields.put("type", Type.ECHO);
        } else if (event instanceof ChannelEvent.Call) {
            fields.put("type", Type.CALL);
        } else if (event instanceof ChannelEvent.Notice notice) {
            fields.put("type", Type.NOTICE).put("topic", notice.topic()).put("details", notice.details());
        } else {
            throw new IllegalArgumentException("no stored form of " + event.getClass());
        }
        return fields.tree();
    }

    static ChannelEvent event(TreeReader in) {
        return switch (in.choice("type", Type.class)) {
            case REACTION -> new ChannelEvent.Reaction(in.text("target_id"), in.textOrNull("emoji"));
            case EDIT -> new ChannelEvent.Edit(in.text("target_id"), in.text("text"));
            case DELETION -> new ChannelEvent.Deletion(in.text("target_id"));
            case STATUS_UPDATE -> new ChannelEvent.StatusUpdate();
            case ENGAGEMENT ->
                new ChannelEvent.Engagement(
                        in.textOrNull("original_message_id"),
                        in.textOrNull("provider_message_id"),
                        in.choice("kind", Annotation.Kind.class),
                        in.objectOrNull("recipient", MessageTrees::address),
                        in.textOrNull("text"));
            case IDENTITY_CHANGE ->
                new ChannelEvent.IdentityChange(
                        in.objects("before", MessageTrees::address), in.objects("after", MessageTrees::address));
            case ECHO -> new ChannelEvent.Echo();
            case CALL -> new ChannelEvent.Call();
            case NOTICE -> new ChannelEvent.Notice(in.text("topic"), in.plain("details"));
        };
    }
}
