package io.deskwire.testkit.graph;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message as JSON. */
final class MessageTrees {

    /** How the properties are called that hold a header field. */
    private static final Pattern NAMED =
            Pattern.compile("String \\{00020386-0000-0000-C000-000000000046\\} Name (\\S+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern IDS = Pattern.compile("id eq '([^']+)'");
    private static final int PREVIEW = 255;

    private MessageTrees() {}

    static List<String> select(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /** As the mailbox shows it. */
    static Map<String, Object> tree(GraphMailbox mailbox, GraphItem item, List<String> select, boolean immutable) {
        Map<String, Object> tree = tree(item, select, immutable);
        if (item.in().is("sentitems") && mailbox.has(GraphQuirk.SENT_HEADERS_MISSING)) {
            tree.remove("internetMessageHeaders");
        }
        return tree;
    }

    /** @param select empty for everything but the header */
    static Map<String, Object> tree(GraphItem item, List<String> select, boolean immutable) {
        MailContent content = item.content();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.etag", item.etag());
        tree.put("id", item.id(immutable));
        Selected selected = new Selected(tree, select);
        selected.put("createdDateTime", () -> shown(item.received()));
        selected.put("receivedDateTime", () -> shown(item.received()));
        selected.put("sentDateTime", () -> shown(item.received()));
        selected.put("hasAttachments", () -> content.shown().hasAttachments());
        selected.put("internetMessageId", content::messageId);
        selected.put("subject", content::subject);
        selected.put("bodyPreview", () -> {
            String body = content.shown().body();
            return body.substring(0, Math.min(PREVIEW, body.length()));
        });
        selected.put("parentFolderId", () -> item.in().id());
        selected.put("conversationId", item::conversationId);
        selected.put("isRead", item::isRead);
        selected.put("isDraft", item::isDraft);
        selected.put("body", () -> {
            MailContent.Shown shown = content.shown();
            return Map.of("contentType", shown.bodyType(), "content", shown.body());
        });
        Person from = content.from();
        if (from != null) {
            selected.put("sender", from::tree);
            selected.put("from", from::tree);
        }
        selected.put("toRecipients", () -> Person.trees(content.to()));
        selected.put("ccRecipients", () -> Person.trees(content.cc()));
        selected.put("bccRecipients", () -> Person.trees(content.bcc()));
        selected.put("replyTo", () -> Person.trees(content.replyTo()));
        if (select.contains("internetMessageHeaders") && !item.isDraft()) {
            tree.put("internetMessageHeaders", headers(item));
        }
        return tree;
    }

    /** Graph shows whole seconds, whatever it compares by. */
    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private record Selected(Map<String, Object> tree, List<String> select) {
        void put(String name, Supplier<@Nullable Object> value) {
            if (select.isEmpty() || select.contains(name)) {
                tree.put(name, value.get());
            }
        }
    }

    static List<Attached> attachments(GraphItem item) {
        Mime mime = item.content().mime();
        return mime == null
                ? List.copyOf(item.content().attachments())
                : MimeParts.of(mime.raw()).attachments();
    }

    private static List<Object> headers(GraphItem item) {
        List<Object> headers = new ArrayList<>();
        for (Mime.Field field : Mime.arrived(item.mime()).fields()) {
            headers.add(Map.of("name", field.name(), "value", field.value()));
        }
        return headers;
    }

    /** The MAPI properties that {@code $expand} names. */
    static List<Map<String, Object>> properties(GraphItem item, String expand) {
        List<Map<String, Object>> properties = new ArrayList<>();
        Matcher matcher = IDS.matcher(expand);
        while (matcher.find()) {
            String value = property(item, matcher.group(1));
            if (value != null) {
                properties.add(Map.of("id", matcher.group(1), "value", value));
            }
        }
        return properties;
    }

    static @Nullable String property(GraphItem item, String id) {
        MailContent content = item.content();
        switch (id.replace("0X", "0x")) {
            case "String 0x1035":
                return content.messageId();
            case "String 0x1042":
                return content.inReplyTo();
            case "String 0x1039":
                return content.references();
            case "Long 0x0E08", "Long 0x0e08", "Integer 0x0E08", "Integer 0x0e08":
                return Long.toString(content.size());
            default:
                Matcher named = NAMED.matcher(id);
                return named.matches() ? header(item, named.group(1)) : null;
        }
    }

    private static @Nullable String header(GraphItem item, String name) {
        Mime mime = item.content().mime();
        if (mime != null) {
            return mime.first(name);
        }
        return item.content().extra().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Mime.Field::value)
                .findFirst()
                .orElse(null);
    }
}
