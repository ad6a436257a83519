package io.deskwire.testkit.graph;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file at a message. Its bytes are not copied. */
record Attached(
        String id,
        String name,
        String contentType,
        byte[] bytes,
        boolean inline,
        @Nullable String contentId) {

    static final String FILE = "#microsoft.graph.fileAttachment";

    static Attached read(Fields fields) {
        String type = fields.text("@odata.type", "");
        if (!FILE.equals(type)) {
            throw Refusal.badRequest("The annotation '@odata.type' is missing or names a type that is not supported.");
        }
        String name = fields.text("name");
        String content = fields.text("contentBytes");
        if (name == null || content == null) {
            throw new Refusal(400, "ErrorRequiredPropertyMissing", "Required property is missing.");
        }
        try {
            return new Attached(
                    Ids.opaque("AAMkAT"),
                    name,
                    fields.text("contentType", "application/octet-stream"),
                    Base64.getDecoder().decode(content),
                    fields.flag("isInline", false),
                    fields.text("contentId"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("Cannot convert the literal to the expected type 'Edm.Binary'.");
        }
    }

    /** The attachment as JSON; with {@code select} only what it names. */
    Map<String, Object> tree(List<String> select) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.type", FILE);
        tree.put("id", id);
        put(tree, select, "name", name);
        put(tree, select, "contentType", contentType);
        put(tree, select, "size", bytes.length);
        put(tree, select, "isInline", inline);
        put(tree, select, "contentId", contentId);
        if (select.isEmpty() || select.contains("contentBytes")) {
            tree.put("contentBytes", Base64.getEncoder().encodeToString(bytes));
        }
        return tree;
    }

    private static void put(Map<String, Object> tree, List<String> select, String name, @Nullable Object value) {
        if (value != null && (select.isEmpty() || select.contains(name))) {
            tree.put(name, value);
        }
    }
}
