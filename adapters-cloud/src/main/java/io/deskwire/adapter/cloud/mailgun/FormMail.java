package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.adapter.cloud.common.Pieces;
import io.deskwire.adapter.cloud.common.RebuiltDecoder;
import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a mail together again from the fields of a route. */
final class FormMail implements RebuiltDecoder.Source {

    private static final Pattern FILE = Pattern.compile("attachment-[0-9]{1,6}");
    private static final int MAP = 1 << 20;
    /** Fields of the form that stand in for those of the header when that cannot be read. */
    private static final List<String> HEADERS =
            List.of("Date", "Message-Id", "In-Reply-To", "References", "Reply-To", "To", "Cc", "Auto-Submitted");

    @Override
    public RebuiltMail of(Content raw, Map<String, String> meta) throws IOException {
        RebuiltMail.Builder mail = RebuiltMail.builder();
        FormBody form;
        try {
            form = FormBody.read(raw, meta.get(InboundForm.CONTENT_TYPE));
        } catch (MalformedFormException e) {
            return mail.issue("malformed-form", Objects.requireNonNullElse(e.getMessage(), ""))
                    .build();
        }
        List<List<String>> headers = InboundForm.headers(form);
        OwnFields own = new OwnFields(form, headers);
        boolean htmlOnly = header(form, headers, mail);
        Optional<Content> html = letter(own.all("body-html"));
        // Of a mail that has HTML alone, the plain text is made by Mailgun.
        if (!htmlOnly || html.isEmpty()) {
            letter(own.all("body-plain")).ifPresent(text -> mail.text(text, "utf-8"));
        }
        html.ifPresent(text -> mail.html(text, "utf-8"));
        files(form, own, mail);
        return mail.build();
    }

    /** Writes the header; whether it says that the mail is HTML alone. */
    private static boolean header(FormBody form, List<List<String>> headers, RebuiltMail.Builder mail)
            throws IOException {
        boolean htmlOnly = false;
        for (List<String> field : headers) {
            mail.header(field.get(0), field.get(1));
            htmlOnly |= field.get(0).equalsIgnoreCase("content-type")
                    && FormBody.mediaType(field.get(1)).equals("text/html");
        }
        if (headers.isEmpty()) {
            mail.issue("no-message-headers", "the field message-headers is missing or cannot be read");
            fallback(form, "from", "From", mail);
            fallback(form, "subject", "Subject", mail);
            for (String name : HEADERS) {
                fallback(form, name, name, mail);
            }
        }
        return htmlOnly;
    }

    private static void fallback(FormBody form, String field, String name, RebuiltMail.Builder mail)
            throws IOException {
        FormField value = form.first(field).orElse(null);
        if (value != null) {
            mail.header(name, value.text());
        }
    }

    /** Texts of several parts come as a name that stands there more than once. */
    private static Optional<Content> letter(List<FormField> fields) {
        List<Content> all = new ArrayList<>();
        for (FormField field : fields) {
            if (!all.isEmpty()) {
                all.add(Pieces.text("\n"));
            }
            all.add(field.value());
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(Pieces.of(all));
    }

    private static void files(FormBody form, OwnFields own, RebuiltMail.Builder mail) throws IOException {
        Map<String, String> contentIds = contentIds(own.only("content-id-map").orElse(null));
        List<FormField> files = new ArrayList<>();
        for (FormField field : form.fields()) {
            if (FILE.matcher(field.name()).matches()
                    && (field.fileName() != null || own.all(field.name()).contains(field))) {
                files.add(field);
            }
        }
        files.stream()
                .sorted(Comparator.comparingInt(FormMail::number))
                .forEach(file -> mail.attachment(
                        file.fileName(), file.contentType(), contentIds.get(file.name()), file.value()));
        for (FormField stored : own.all("attachments")) {
            left(stored, mail);
        }
    }

    private static int number(FormField file) {
        return Integer.parseInt(file.name().substring("attachment-".length()));
    }

    private static Map<String, String> contentIds(@Nullable FormField map) throws IOException {
        Map<String, String> ids = new HashMap<>();
        if (map == null) {
            return ids;
        }
        try {
            Tree.object(Json.lenient().parse(map.bytes(MAP))).forEach((id, field) -> {
                if (!id.isBlank() && field instanceof String name) {
                    ids.put(name, id);
                }
            });
        } catch (JsonException e) {
            // Without it images are ordinary files.
        }
        return ids;
    }

    /** A route with {@code store()} keeps the files and posts where they lie. */
    private static void left(FormField stored, RebuiltMail.Builder mail) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (Object file : Tree.list(Json.lenient().parse(stored.text(StandardCharsets.UTF_8, MAP)))) {
                @Nullable String name = Tree.word(Tree.object(file), "name");
                names.add(name == null ? "a file without a name" : name);
            }
        } catch (JsonException e) {
            names.add("files");
        }
        if (!names.isEmpty()) {
            mail.issue(
                    "files-left-at-mailgun",
                    "the route stores mail instead of forwarding it, so these files were not sent and stay at Mailgun"
                            + " for three days: " + String.join(", ", names)
                            + "; change its action from store() to forward()");
        }
    }
}
