package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.adapter.cloud.common.Verdicts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Postmark put on top of a mail's header: the envelope sender, and what its filter says. The topmost of each name counts:
 * others may be the sender's own.
 */
final class InboundVerdicts {

    /**
     * A header field.
     *
     * @param value as the mail had it, encoded words and all
     */
    record Field(String name, String value) {
        String lowerName() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    private static final String RETURN_PATH = "return-path";

    private final List<Field> fields;
    private final Map<String, String> topmost = new LinkedHashMap<>();

    private InboundVerdicts(List<Field> fields) {
        this.fields = fields;
        fields.forEach(field -> topmost.putIfAbsent(field.lowerName(), field.value()));
    }

    static InboundVerdicts of(PostedJson posted) throws IOException {
        return new InboundVerdicts(fields(posted));
    }

    /** The header fields in order. */
    static List<Field> fields(PostedJson posted) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (Object entry : Tree.list(posted.tree(), "Headers")) {
            Map<String, Object> header = Tree.object(entry);
            String name = posted.text(header, "Name");
            String value = posted.text(header, "Value");
            if (name != null) {
                fields.add(new Field(name.strip(), value == null ? "" : value));
            }
        }
        return fields;
    }

    /** Empty for the null sender, null when nobody said; only a field on top is Postmark's own. */
    @Nullable String envelopeSender() {
        return fields.isEmpty() || !fields.get(0).lowerName().equals(RETURN_PATH)
                ? null
                : Mailboxes.bare(fields.get(0).value());
    }

    /** Puts them into metadata as {@code MimeDecoder} reads it. */
    void into(Map<String, String> meta) {
        put(meta, "envelope_sender", envelopeSender());
        put(meta, "spf", Verdicts.word(topmost.get("received-spf")));
        put(meta, "dkim", dkim());
        if (topmost.getOrDefault("x-spam-status", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("yes")) {
            String score = topmost.getOrDefault("x-spam-score", "").strip();
            boolean number = score.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?");
            meta.put("spam", "Postmark takes it for spam" + (number ? " (score " + score + ")" : ""));
        }
    }

    /** The names of the tests are those of SpamAssassin. */
    private @Nullable String dkim() {
        Set<String> tests = new HashSet<>(
                Arrays.asList(topmost.getOrDefault("x-spam-tests", "").strip().split("[,\\s]+")));
        if (tests.contains("DKIM_VALID") || tests.contains("DKIM_VALID_AU")) {
            return "pass";
        }
        return tests.contains("DKIM_INVALID") || tests.contains("DKIM_SIGNED") ? "fail" : null;
    }

    private static void put(Map<String, String> meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, value);
        }
    }
}
