package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code messages.get} answers in each format. */
final class GmailRendering {

    /** Stands where the raw mail goes. */
    private static final String HERE = "@raw@";

    private GmailRendering() {}

    static GmailReply answer(GmailRequest request, GmailMessage message) {
        String format = request.parameter("format").orElse("full").toLowerCase(Locale.ROOT);
        Map<String, Object> tree = message.listed(true);
        tree.put("snippet", "");
        switch (format) {
            case "minimal" -> {}
            case "raw" -> {}
            case "metadata", "full" -> tree.put("payload", payload(request, message, format.equals("full")));
            default -> throw GmailRefusal.invalid("Invalid value at 'format' (TYPE_ENUM), \"" + format + "\"");
        }
        tree.put("sizeEstimate", message.sharedRaw().length);
        tree.put("historyId", Long.toString(message.historyId()));
        tree.put("internalDate", Long.toString(message.at().toEpochMilli()));
        if (format.equals("raw")) {
            tree.put("raw", HERE);
        }
        Optional<String> fields = request.parameter("fields");
        Object shown = fields.isEmpty() ? tree : FieldMask.of(fields.get()).apply(tree);
        String json = Json.write(shown);
        int at = json.indexOf("\"" + HERE + "\"");
        if (!format.equals("raw") || at < 0) {
            return GmailReply.json(out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        }
        // Piece by piece, so that a mail of 25 MB does not stand in memory once more as text.
        return GmailReply.json(out -> {
            out.write(json.substring(0, at + 1).getBytes(StandardCharsets.UTF_8));
            encode(message.sharedRaw(), out);
            out.write(json.substring(at + 1 + HERE.length()).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void encode(byte[] raw, OutputStream out) throws IOException {
        OutputStream open = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // The text around it goes on.
            }
        };
        try (OutputStream encoder = Base64.getUrlEncoder().wrap(open)) {
            for (int from = 0; from < raw.length; from += 1 << 16) {
                encoder.write(raw, from, Math.min(1 << 16, raw.length - from));
            }
        }
    }

    private static Map<String, Object> payload(GmailRequest request, GmailMessage message, boolean full) {
        List<String> wanted = request.parameters("metadataHeaders");
        List<Object> headers = new ArrayList<>();
        MailHead head = message.head();
        for (List<String> header : head.all()) {
            if (full || wanted.isEmpty() || wanted.stream().anyMatch(header.get(0)::equalsIgnoreCase)) {
                headers.add(Map.of("name", header.get(0), "value", header.get(1)));
            }
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        if (full) {
            payload.put("partId", "");
        }
        payload.put(
                "mimeType",
                head.value("Content-Type").orElse("text/plain").split(";", 2)[0].strip());
        if (full) {
            payload.put("filename", "");
        }
        if (!headers.isEmpty()) {
            payload.put("headers", headers);
        }
        return payload;
    }
}
