package io.deskwire.http;

import io.deskwire.message.Attachment;
import io.deskwire.ticket.TicketEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts files, or where to fetch them, into an event's message. */
final class EventFiles {

    /** All files of one event in memory at once, and again in base64. */
    private static final int MOST_INLINE = 8 << 20;

    private EventFiles() {}

    /**
     * The message's tree with its files as the options want them.
     *
     * @throws IOException when a file that is to go along cannot be read
     */
    static Map<String, Object> added(Map<String, Object> message, TicketEvent event, HttpTicketSink.Options options)
            throws IOException {
        List<Attachment> files = event.message().attachments();
        if (options.files() == HttpTicketSink.Files.NAMED
                || files.isEmpty()
                || !(message.get("attachments") instanceof List<?> named)
                || named.size() != files.size()) {
            return message;
        }
        int left = options.files() == HttpTicketSink.Files.INLINE ? MOST_INLINE : 0;
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Map<String, Object> tree = new LinkedHashMap<>();
            if (named.get(i) instanceof Map<?, ?> entry) {
                entry.forEach((name, value) -> tree.put(String.valueOf(name), value));
            }
            Attachment file = files.get(i);
            if (file.state() == Attachment.State.AVAILABLE) {
                byte[] bytes = left > 0 && file.size() <= left ? read(event, file.index(), left) : null;
                if (bytes != null) {
                    left -= bytes.length;
                    tree.put("content_base64", Base64.getEncoder().encodeToString(bytes));
                } else {
                    link(tree, event, file, options);
                }
            }
            all.add(tree);
        }
        Map<String, Object> whole = new LinkedHashMap<>(message);
        whole.put("attachments", all);
        return whole;
    }

    private static void link(
            Map<String, Object> tree, TicketEvent event, Attachment file, HttpTicketSink.Options options) {
        Optional<AttachmentLinks.Link> link = options.links().link(event.message(), file, event.now());
        link.ifPresent(found -> {
            tree.put("url", found.address().toString());
            tree.put("url_expires_at", found.expiresAt().toString());
        });
    }

    /** The bytes, or null when there are more than may go along. */
    private static byte @Nullable [] read(TicketEvent event, int index, int most) throws IOException {
        try (InputStream bytes = event.attachments().open(index)) {
            byte[] read = bytes.readNBytes(most + 1);
            return read.length > most ? null : read;
        }
    }
}
