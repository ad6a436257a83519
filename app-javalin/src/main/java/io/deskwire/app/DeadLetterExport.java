package io.deskwire.app;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.RawInbound;
import io.deskwire.json.Json;
import io.deskwire.work.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Dead letters as a zip: each one's bytes as received, and a list of all with their reasons. */
public final class DeadLetterExport {

    private static final int PAGE = 100;

    private final ServerContext context;

    public DeadLetterExport(ServerContext context) {
        this.context = context;
    }

    /** A name for its bytes that no file system stumbles over. */
    public static String fileName(DeadLetter letter, RawInbound raw) {
        String format = raw.format();
        return letter.id() + (format.equals("rfc822") ? ".eml" : format.contains("json") ? ".json" : ".bin");
    }

    /** Writes those that are meant, one after the other, in the memory of one part of the list. */
    public void write(String tenantId, DeadLetters.Filter filter, OutputStream out) throws IOException {
        StringBuilder list = new StringBuilder();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            @Nullable String cursor = null;
            do {
                Page<DeadLetter> page = context.deskwire().deadLetters().list(tenantId, filter, cursor, PAGE);
                for (DeadLetter letter : page.items()) {
                    list.append(Json.write(tree(letter, bytes(zip, letter)))).append('\n');
                }
                cursor = page.nextCursor();
            } while (cursor != null);
            zip.putNextEntry(new ZipEntry("dead-letters.jsonl"));
            zip.write(list.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /** The file's name; null where the bytes are gone. */
    private @Nullable String bytes(ZipOutputStream zip, DeadLetter letter) throws IOException {
        Optional<RawInbound> raw = context.stores().inbox().raw(letter.tenantId(), letter.rawId());
        if (raw.isEmpty()) {
            return null;
        }
        String name = fileName(letter, raw.get());
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(letter.failedAt().toEpochMilli());
        zip.putNextEntry(entry);
        try (InputStream in = raw.get().content().open()) {
            in.transferTo(zip);
        }
        zip.closeEntry();
        return name;
    }

    private static Map<String, @Nullable Object> tree(DeadLetter letter, @Nullable String file) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", letter.id());
        tree.put("file", file);
        tree.put("channel_id", letter.channelId());
        tree.put("message_id", letter.messageId());
        tree.put("stage", letter.stage().name().toLowerCase(Locale.ROOT));
        tree.put("reason", letter.reason());
        tree.put("detail", letter.detail());
        tree.put("attempts", letter.attempts());
        tree.put("failed_at", letter.failedAt().toString());
        return tree;
    }
}
