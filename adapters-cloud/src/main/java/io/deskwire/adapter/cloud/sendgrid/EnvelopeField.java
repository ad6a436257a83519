package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field {@code envelope}: {@code {"to":["a@host"],"from":"x@y"}}. */
final class EnvelopeField {

    private static final int LARGEST = 1 << 20;
    private static final int MOST = 1000;

    private EnvelopeField() {}

    /** The envelope; unknown where the field is something else. */
    static Envelope read(FormField field) throws IOException {
        Map<String, Object> tree;
        try {
            tree = Tree.object(Json.lenient().parse(field.bytes(LARGEST)));
        } catch (JsonException e) {
            return Envelope.unknown();
        }
        List<String> recipients = new ArrayList<>();
        for (Object entry : Tree.list(tree, "to")) {
            if (entry instanceof String address && isPlain(address) && recipients.size() < MOST) {
                recipients.add(bare(address));
            }
        }
        return new Envelope(sender(tree.get("from")), recipients);
    }

    private static @Nullable String sender(@Nullable Object from) {
        if (!(from instanceof String text)) {
            return null;
        }
        String bare = bare(text);
        // The null sender of automatic mail is empty.
        return bare.isEmpty() || isPlain(bare) ? bare : null;
    }

    private static String bare(String address) {
        String text = address.strip();
        return text.startsWith("<") && text.endsWith(">")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static boolean isPlain(String address) {
        return !address.isBlank() && address.chars().noneMatch(c -> c < ' ' || c == 127);
    }
}
