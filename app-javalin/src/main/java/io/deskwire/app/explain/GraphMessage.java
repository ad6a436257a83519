package io.deskwire.app.explain;

import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message as Microsoft Graph shows it: put together again from its fields. The header as it was counts where it is there. */
final class GraphMessage {

    private final RebuiltMail.Builder mail = RebuiltMail.builder();
    private final Set<String> given = new HashSet<>();

    private GraphMessage() {}

    static StoredMail read(FileSlice json, String name, int index) throws IOException {
        Map<String, Object> tree;
        try (InputStream in = json.open()) {
            tree = Json.lenient().parseObject(in);
        } catch (JsonException e) {
            throw new IOException("the message is no JSON object", e);
        }
        GraphMessage message = new GraphMessage();
        message.header(tree);
        message.body(Tree.object(tree.get("body")));
        message.files(tree);
        Map<String, String> meta = new HashMap<>();
        String conversation = Tree.word(tree, "conversationId");
        if (conversation != null) {
            meta.put("provider_thread_id", conversation);
        }
        return new StoredMail(name, index, StoredMail.MAIL, Envelope.unknown(), meta, message.mail.build());
    }

    private void header(Map<String, Object> tree) {
        for (Object header : Tree.list(tree, "internetMessageHeaders")) {
            Map<String, Object> field = Tree.object(header);
            String fieldName = Tree.word(field, "name");
            String value = Tree.text(field.get("value"));
            if (fieldName != null && value != null) {
                given.add(fieldName.toLowerCase(Locale.ROOT));
                mail.header(fieldName, value);
            }
        }
        Map<String, Object> from = Tree.object(tree.get("from"));
        add("From", person(from.isEmpty() ? Tree.object(tree.get("sender")) : from));
        add("Reply-To", people(tree, "replyTo"));
        add("To", people(tree, "toRecipients"));
        add("Cc", people(tree, "ccRecipients"));
        add("Bcc", people(tree, "bccRecipients"));
        String subject = Tree.text(tree.get("subject"));
        add("Subject", subject == null ? null : word(subject));
        add("Message-ID", Tree.word(tree, "internetMessageId"));
        String sent = Tree.word(tree, "sentDateTime");
        add("Date", sent == null ? null : date(sent));
    }

    private void add(String name, @Nullable String value) {
        if (value != null && !value.isBlank() && !given.contains(name.toLowerCase(Locale.ROOT))) {
            mail.header(name, value);
        }
    }

    private static @Nullable String people(Map<String, Object> tree, String name) {
        String all = Tree.list(tree, name).stream()
                .map(each -> person(Tree.object(each)))
                .filter(person -> person != null)
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? null : all;
    }

    private static @Nullable String person(Map<String, Object> recipient) {
        Map<String, Object> person = Tree.object(recipient.get("emailAddress"));
        String address = Tree.word(person, "address");
        String name = Tree.text(person.get("name"));
        if (address == null) {
            return null;
        }
        return name == null || name.isBlank() ? "<" + address + ">" : word(name) + " <" + address + ">";
    }

    /** An encoded word (RFC 2047) carries every letter. */
    private static String word(String text) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static @Nullable String date(String rfc3339) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.parse(rfc3339).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void body(Map<String, Object> body) {
        String content = Tree.text(body.get("content"));
        if (content == null) {
            return;
        }
        Content bytes = Content.of(content.getBytes(StandardCharsets.UTF_8));
        String type = Tree.word(body, "contentType");
        if (type != null && type.toLowerCase(Locale.ROOT).equals("html")) {
            mail.html(bytes, "utf-8");
        } else {
            mail.text(bytes, "utf-8");
        }
    }

    private void files(Map<String, Object> tree) {
        List<?> files = Tree.list(tree, "attachments");
        if (files.isEmpty() && Boolean.TRUE.equals(tree.get("hasAttachments"))) {
            mail.issue("files-left-at-microsoft", "the message has files, which were not captured");
        }
        for (Object each : files) {
            Map<String, Object> file = Tree.object(each);
            String name = Tree.word(file, "name");
            String bytes = Tree.text(file.get("contentBytes"));
            if (bytes == null) {
                mail.issue("files-left-at-microsoft", "the bytes of this file were not captured: " + name);
            }
            mail.attachment(
                    name,
                    Tree.word(file, "contentType"),
                    Tree.word(file, "contentId"),
                    Content.of(GmailMessage.decoded(bytes == null ? "" : bytes)));
        }
    }
}
