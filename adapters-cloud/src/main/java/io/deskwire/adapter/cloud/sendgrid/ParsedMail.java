package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.mime.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail in parsed mode: its header as text, its texts in the character sets they came in, its files. The fields that SendGrid
 * decoded are used only where the header lacks them.
 */
final class ParsedMail {

    private static final int LARGEST_FIELD = 1 << 20;
    private static final List<String> DECODED = List.of("From", "To", "Cc", "Subject");

    private final PostedForm form;
    private final Map<String, Object> charsets;

    ParsedMail(PostedForm form) throws IOException {
        this.form = form;
        this.charsets = json("charsets");
    }

    RebuiltMail rebuilt() throws IOException {
        RebuiltMail.Builder mail = RebuiltMail.builder();
        form.issues().forEach(issue -> mail.issue(issue.code(), issue.detail()));
        byte[] block = form.first("headers") == null ? new byte[0] : bytes("headers");
        if (block.length == 0) {
            mail.issue("no-header", "the form holds no header of the mail");
        }
        mail.headerBlock(block);
        String lower = "\n" + new String(block, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        for (String name : DECODED) {
            String field = name.toLowerCase(Locale.ROOT);
            if (!lower.contains("\n" + field + ":") && form.first(field) != null) {
                mail.header(name, decoded(field));
            }
        }
        FormField text = form.first("text");
        if (text != null) {
            mail.text(text.value(), charset("text"));
        }
        FormField html = form.first("html");
        if (html != null) {
            mail.html(html.value(), charset("html"));
        }
        files(mail);
        return mail.build();
    }

    private void files(RebuiltMail.Builder mail) throws IOException {
        Map<String, Object> infos = json("attachment-info");
        Map<String, String> contentIds = contentIds();
        for (FormField field : form.fields()) {
            if (!PostedForm.isFile(field)) {
                continue;
            }
            Map<String, Object> info = Tree.object(infos, field.name());
            String fileName = Tree.firstText(info, "filename", "name");
            String contentId = Tree.text(info, "content-id");
            mail.attachment(
                    fileName == null ? field.fileName() : fileName,
                    type(field, info),
                    contentId == null ? contentIds.get(field.name()) : contentId,
                    field.value());
        }
    }

    private static @Nullable String type(FormField field, Map<String, Object> info) {
        String told = Tree.text(info, "type");
        String type = told == null ? field.contentType() : told;
        String charset = Tree.word(info, "charset");
        boolean bare = type != null && type.indexOf(';') < 0;
        return bare && charset != null ? type + "; charset=\"" + charset.replace("\"", "") + "\"" : type;
    }

    /** By part; the field has them the other way round. */
    private Map<String, String> contentIds() throws IOException {
        Map<String, String> byPart = new LinkedHashMap<>();
        json("content-ids").forEach((contentId, part) -> {
            String name = Tree.text(part);
            if (name != null) {
                byPart.putIfAbsent(name, contentId);
            }
        });
        return byPart;
    }

    /** The label as mail would have it, which the decoder of mail understands or replaces. */
    private String charset(String field) {
        String label = Tree.word(charsets, field);
        return label == null ? "utf-8" : label.replace("\"", "").replace("'", "");
    }

    private String decoded(String field) throws IOException {
        return PlainText.decode(bytes(field), charset(field)).replaceAll("[\\r\\n]+", " ");
    }

    private Map<String, Object> json(String field) throws IOException {
        if (form.first(field) == null) {
            return Map.of();
        }
        try {
            return Tree.object(Json.lenient().parse(bytes(field)));
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private byte[] bytes(String name) throws IOException {
        FormField field = form.first(name);
        return field == null ? new byte[0] : field.bytes(LARGEST_FIELD);
    }
}
