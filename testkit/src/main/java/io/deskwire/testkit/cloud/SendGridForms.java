package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what Inbound Parse posts for a mail. */
final class SendGridForms {

    static final String BOUNDARY = "xYzZY";

    private final byte[] mail;
    private final TakenApart apart;
    private final String envelopeFrom;
    private final List<String> envelopeTo;

    SendGridForms(byte[] mail, String envelopeFrom, List<String> envelopeTo) {
        this.mail = mail;
        this.apart = TakenApart.of(mail);
        this.envelopeFrom = envelopeFrom;
        this.envelopeTo = envelopeTo;
    }

    byte[] raw(boolean spamCheck) {
        List<FormPart> parts = new ArrayList<>();
        parts.add(new FormPart("email", null, null, mail));
        common(parts, spamCheck, new LinkedHashMap<>());
        return FormBytes.multipart(BOUNDARY, parts);
    }

    byte[] parsed(boolean spamCheck) {
        List<FormPart> parts = new ArrayList<>();
        StringBuilder headers = new StringBuilder();
        for (TakenApart.Field field : apart.fields()) {
            headers.append(field.name()).append(": ").append(field.value()).append('\n');
        }
        parts.add(FormPart.text("headers", headers.toString()));
        Map<String, Object> charsets = new LinkedHashMap<>();
        TakenApart.Text text = apart.text();
        if (text != null) {
            parts.add(new FormPart("text", null, null, text.bytes()));
            charsets.put("text", text.charset());
        }
        TakenApart.Text html = apart.html();
        if (html != null) {
            parts.add(new FormPart("html", null, null, html.bytes()));
            charsets.put("html", html.charset());
        }
        common(parts, spamCheck, charsets);
        files(parts);
        return FormBytes.multipart(BOUNDARY, parts);
    }

    private void common(List<FormPart> parts, boolean spamCheck, Map<String, Object> charsets) {
        for (String name : List.of("to", "from", "cc", "subject")) {
            String value = apart.decoded(name);
            if (!value.isEmpty()) {
                parts.add(FormPart.text(name, value));
                charsets.put(name, "UTF-8");
            }
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("to", envelopeTo);
        envelope.put("from", envelopeFrom);
        parts.add(FormPart.text("envelope", Json.write(envelope)));
        parts.add(FormPart.text("sender_ip", "192.0.2.10"));
        String domain = envelopeFrom.substring(envelopeFrom.lastIndexOf('@') + 1);
        parts.add(FormPart.text("dkim", domain.isEmpty() ? "none" : "{@" + domain + " : pass}"));
        parts.add(FormPart.text("SPF", "pass"));
        if (spamCheck) {
            parts.add(FormPart.text("spam_score", "0.1"));
            parts.add(FormPart.text("spam_report", "Content analysis details: none"));
        }
        parts.add(FormPart.text("charsets", Json.write(charsets)));
    }

    private void files(List<FormPart> parts) {
        Map<String, Object> infos = new LinkedHashMap<>();
        Map<String, Object> contentIds = new LinkedHashMap<>();
        List<FormPart> files = new ArrayList<>();
        for (TakenApart.File file : apart.files()) {
            String part = "attachment" + (files.size() + 1);
            Map<String, Object> info = new LinkedHashMap<>();
            String name = file.fileName() == null ? "" : file.fileName();
            info.put("filename", name);
            info.put("name", name);
            info.put("type", file.contentType());
            String contentId = file.contentId();
            if (contentId != null) {
                String bare = contentId.replace("<", "").replace(">", "");
                info.put("content-id", bare);
                contentIds.put(bare, part);
            }
            infos.put(part, info);
            files.add(new FormPart(part, name, file.contentType(), file.bytes()));
        }
        parts.add(FormPart.text("attachments", Integer.toString(files.size())));
        if (!files.isEmpty()) {
            parts.add(FormPart.text("attachment-info", Json.write(infos)));
        }
        if (!contentIds.isEmpty()) {
            parts.add(FormPart.text("content-ids", Json.write(contentIds)));
        }
        parts.addAll(files);
    }
}
