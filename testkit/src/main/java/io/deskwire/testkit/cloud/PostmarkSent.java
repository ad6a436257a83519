package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that was taken for sending. Immutable. */
public final class PostmarkSent {

    private final String messageId;
    private final List<String> recipients;
    private final byte[] json;
    private final Instant at;
    private final boolean keepsIds;

    PostmarkSent(String messageId, List<String> recipients, Map<String, Object> body, Instant at, boolean keepsIds) {
        this.messageId = messageId;
        this.recipients = List.copyOf(recipients);
        this.json = Json.writeBytes(body);
        this.at = at;
        this.keepsIds = keepsIds;
    }

    /** Postmark's id. */
    public String messageId() {
        return messageId;
    }

    /** Those it goes to: recipients and copies that were not inactive, lower-case. */
    public List<String> recipients() {
        return recipients;
    }

    Instant at() {
        return at;
    }

    /** The request as it was posted; a tree of its own. */
    public Map<String, Object> body() {
        return Json.lenient().parseObject(json);
    }

    /** The Message-ID people see, without angle brackets. */
    public String wireMessageId() {
        String own = header("Message-ID");
        return keepsIds && own != null && "true".equals(header("X-PM-KeepID"))
                ? own.replaceAll("^<|>$", "")
                : messageId + "@mtasv.net";
    }

    /** The value of a header field that came along, or null. */
    public @Nullable String header(String name) {
        for (Object each : (List<?>) body().getOrDefault("Headers", List.of())) {
            Map<?, ?> header = (Map<?, ?>) each;
            if (name.equalsIgnoreCase(String.valueOf(header.get("Name")))) {
                return String.valueOf(header.get("Value"));
            }
        }
        return null;
    }

    /** The metadata it carries. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) body().getOrDefault("Metadata", Map.of()))
                .forEach((name, value) -> metadata.put(String.valueOf(name), String.valueOf(value)));
        return metadata;
    }

    /** The bytes of its files, in order. */
    public List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (Object each : (List<?>) body().getOrDefault("Attachments", List.of())) {
            files.add(Base64.getDecoder().decode(String.valueOf(((Map<?, ?>) each).get("Content"))));
        }
        return files;
    }
}
