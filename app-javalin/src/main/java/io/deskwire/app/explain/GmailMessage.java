package io.deskwire.app.explain;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message as Gmail's API shows it taken apart ({@code format=full}): put together again from its payload. */
final class GmailMessage {

    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([A-Za-z0-9._:+-]{1,60})");
    private static final int LONGEST_ID = 100;

    private final RebuiltMail.Builder mail = RebuiltMail.builder();
    private boolean text;
    private boolean html;

    private GmailMessage() {}

    /** Empty when it is no JSON object after all. */
    static Optional<StoredMail> read(FileSlice json, String name, int index) throws IOException {
        Map<String, Object> tree;
        try (InputStream in = json.open()) {
            tree = Json.lenient().parseObject(in);
        } catch (JsonException e) {
            return Optional.empty();
        }
        GmailMessage message = new GmailMessage();
        Map<String, Object> payload = Tree.object(tree.get("payload"));
        for (Object header : Tree.list(payload, "headers")) {
            Map<String, Object> field = Tree.object(header);
            String fieldName = Tree.word(field, "name");
            String value = Tree.text(field.get("value"));
            if (fieldName != null && value != null) {
                message.mail.header(fieldName, value);
            }
        }
        message.parts(payload);
        Map<String, String> meta = new HashMap<>();
        put(meta, "provider_message_id", Tree.word(tree, "id"));
        put(meta, "provider_thread_id", Tree.word(tree, "threadId"));
        return Optional.of(
                new StoredMail(name, index, StoredMail.MAIL, Envelope.unknown(), meta, message.mail.build()));
    }

    /** What Gmail names a message and its thread, out of the values of these fields. */
    static Map<String, String> meta(@Nullable FileSlice id, @Nullable FileSlice thread) throws IOException {
        Map<String, String> meta = new HashMap<>();
        put(meta, "provider_message_id", word(id));
        put(meta, "provider_thread_id", word(thread));
        return meta;
    }

    private static @Nullable String word(@Nullable FileSlice value) throws IOException {
        if (value == null) {
            return null;
        }
        try (InputStream in = value.open()) {
            return new String(in.readNBytes(LONGEST_ID), StandardCharsets.UTF_8)
                    .strip()
                    .replace("\"", "");
        }
    }

    private static void put(Map<String, String> meta, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            meta.put(name, value);
        }
    }

    private void parts(Map<String, Object> payload) {
        Deque<Map<String, Object>> open = new ArrayDeque<>();
        open.push(payload);
        while (!open.isEmpty()) {
            Map<String, Object> part = open.pop();
            List<?> children = Tree.list(part, "parts");
            for (int i = children.size() - 1; i >= 0; i--) {
                open.push(Tree.object(children.get(i)));
            }
            if (children.isEmpty()) {
                leaf(part);
            }
        }
    }

    private void leaf(Map<String, Object> part) {
        String fileName = Tree.word(part, "filename");
        String type = contentType(part);
        String media = FormBody.mediaType(type);
        Map<String, Object> body = Tree.object(part.get("body"));
        String data = Tree.text(body.get("data"));
        byte[] bytes = decoded(data == null ? "" : data);
        boolean file = fileName != null && !fileName.isEmpty();
        if (!file && media.equals("text/plain") && !text) {
            text = true;
            mail.text(Content.of(bytes), charset(bytes, type));
        } else if (!file && media.equals("text/html") && !html) {
            html = true;
            mail.html(Content.of(bytes), charset(bytes, type));
        } else {
            if (data == null && Tree.word(body, "attachmentId") != null) {
                mail.issue("file-left-at-gmail", "the API names this file, its bytes were not captured: " + fileName);
            }
            mail.attachment(file ? fileName : null, type, header(part, "content-id"), Content.of(bytes));
        }
    }

    private static String contentType(Map<String, Object> part) {
        String given = header(part, "content-type");
        String media = Tree.word(part, "mimeType");
        return given != null ? given : media == null ? "text/plain" : media;
    }

    private static @Nullable String header(Map<String, Object> part, String lowerName) {
        for (Object header : Tree.list(part, "headers")) {
            Map<String, Object> field = Tree.object(header);
            String name = Tree.word(field, "name");
            if (name != null && name.toLowerCase(Locale.ROOT).equals(lowerName)) {
                return Tree.text(field.get("value"));
            }
        }
        return null;
    }

    /** Bytes of a base64 text of either alphabet. */
    static byte[] decoded(String data) {
        try (InputStream in = new UrlBase64(new ByteArrayInputStream(data.getBytes(StandardCharsets.ISO_8859_1)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /** The API shows most texts in UTF-8 whatever the part says of them. */
    private static String charset(byte[] bytes, String type) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return "utf-8";
        } catch (CharacterCodingException e) {
            Matcher named = CHARSET.matcher(type);
            return named.find() ? named.group(1) : "utf-8";
        }
    }
}
