package io.deskwire.json;

import io.deskwire.message.RichContent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of what an outbound message carries besides text and files. */
final class RichTrees {

    private enum Type {
        TEMPLATE,
        REACTION,
        INTERACTIVE,
        LOCATION,
        CONTACTS
    }

    private RichTrees() {}

    static @Nullable Map<String, Object> treeOrNull(@Nullable RichContent rich) {
        return rich == null ? null : tree(rich);
    }

    private static Map<String, Object> tree(RichContent rich) {
        TreeFields fields = new TreeFields();
        if (rich instanceof RichContent.Template template) {
            fields.put("type", Type.TEMPLATE)
                    .put("name", template.name())
                    .put("language", template.language())
                    .putAll("parameters", template.parameters(), RichTrees::tree)
                    .putAll("header", template.header(), RichTrees::tree)
                    .put("header_link", template.headerLink())
                    .putAll("buttons", template.buttons(), RichTrees::tree);
        } else if (rich instanceof RichContent.Reaction reaction) {
            fields.put("type", Type.REACTION)
                    .put("message_id", reaction.messageId())
                    .put("target_id", reaction.targetId())
                    .put("emoji", reaction.emoji());
        } else if (rich instanceof RichContent.Interactive interactive) {
            fields.put("type", Type.INTERACTIVE).put("document", interactive.document());
        } else if (rich instanceof RichContent.Location location) {
            fields.put("type", Type.LOCATION)
                    .put("latitude", location.latitude())
                    .put("longitude", location.longitude())
                    .put("name", location.name())
                    .put("address", location.address());
        } else if (rich instanceof RichContent.Contacts contacts) {
            fields.put("type", Type.CONTACTS).put("cards", contacts.cards());
        } else {
            throw new IllegalArgumentException("no stored form of " + rich.getClass());
        }
        return fields.tree();
    }

    static RichContent rich(TreeReader in) {
        return switch (in.choice("type", Type.class)) {
            case TEMPLATE ->
                new RichContent.Template(
                        in.text("name"),
                        in.text("language"),
                        in.objects("parameters", RichTrees::parameter),
                        in.objects("header", RichTrees::parameter),
                        in.textOrNull("header_link"),
                        in.objects("buttons", RichTrees::button));
            case REACTION ->
                new RichContent.Reaction(in.text("message_id"), in.text("target_id"), in.textOrNull("emoji"));
            case INTERACTIVE -> new RichContent.Interactive(in.plain("document"));
            case LOCATION ->
                new RichContent.Location(
                        in.decimal("latitude"),
                        in.decimal("longitude"),
                        in.textOrNull("name"),
                        in.textOrNull("address"));
            case CONTACTS -> new RichContent.Contacts(in.objects("cards", TreeReader::plain));
        };
    }

    private static Map<String, Object> tree(RichContent.Parameter parameter) {
        return new TreeFields()
                .put("name", parameter.name())
                .put("value", parameter.value())
                .tree();
    }

    private static RichContent.Parameter parameter(TreeReader in) {
        return new RichContent.Parameter(in.textOrNull("name"), in.text("value"));
    }

    private static Map<String, Object> tree(RichContent.Button button) {
        return new TreeFields()
                .put("index", button.index())
                .put("value", button.value())
                .tree();
    }

    private static RichContent.Button button(TreeReader in) {
        return new RichContent.Button(in.integer("index"), in.text("value"));
    }
}
