package io.deskwire.mime.compose;

import io.deskwire.message.OutboundAttachment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a message to be written, as a small tree. */
interface Outline {

    /** A text of one subtype. */
    record Text(String subtype, String content) implements Outline {}

    /** A file; inline ones are shown by the HTML beside them. */
    record File(OutboundAttachment attachment, boolean inline) implements Outline {}

    /** Parts in a multipart of one subtype; {@code rootType} for related ones. */
    record Multi(String subtype, @Nullable String rootType, List<Outline> parts) implements Outline {}

    /** Alternative inside related inside mixed, leaving out what has one part only. */
    static Outline of(String text, @Nullable String html, List<OutboundAttachment> attachments) {
        List<Outline> files = new ArrayList<>();
        List<Outline> shown = new ArrayList<>();
        for (OutboundAttachment each : attachments) {
            String id = each.contentId();
            boolean inline = id != null && html != null && html.contains("cid:" + id);
            (inline ? shown : files).add(new File(each, inline));
        }
        Outline letter = new Text("plain", text);
        if (html != null) {
            Outline rich = new Text("html", html);
            if (!shown.isEmpty()) {
                shown.add(0, rich);
                rich = new Multi("related", "text/html", shown);
            }
            letter = new Multi("alternative", null, List.of(letter, rich));
        }
        if (files.isEmpty()) {
            return letter;
        }
        files.add(0, letter);
        return new Multi("mixed", null, files);
    }
}
