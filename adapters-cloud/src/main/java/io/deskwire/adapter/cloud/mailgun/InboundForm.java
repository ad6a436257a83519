package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mail as a route posts it: whole in {@code body-mime}, or taken apart into fields. */
final class InboundForm {

    /** The format of a mail that was taken apart; its bytes are the form as posted. */
    static final String FORMAT = "mailgun-form";

    /** Name in an item's metadata of the form's content type. */
    static final String CONTENT_TYPE = "content_type";

    /** Stands in the form of every mail that was taken apart, and of no other. */
    private static final String HEADERS = "message-headers";

    /** Stands in the form of a mail that comes whole; in others it is a header field that the sender named so. */
    private static final String WHOLE = "body-mime";

    /**
     * Fields of which one decides; a sender can add others of these names by header fields of such names. {@link OwnFields}
     * tells the rest apart, by {@link #HEADERS}.
     */
    private static final Set<String> DECISIVE =
            Set.of("recipient", "sender", "timestamp", "token", "signature", HEADERS);

    private static final int LONGEST = 2000;
    private static final int HEADER = 64 * 1024;
    private static final int HEADERS_JSON = 4 << 20;

    private final FormBody form;

    InboundForm(FormBody form) {
        this.form = form;
    }

    SignedToken signed() throws IOException {
        String signature = text("signature");
        return new SignedToken(text("timestamp"), text("token"), signature == null ? List.of() : List.of(signature));
    }

    /** The name of a field of Mailgun's own that stands there with different values, or null. */
    @Nullable String forged() {
        if (!isTakenApart() && isAmbiguous(WHOLE)) {
            return WHOLE;
        }
        return DECISIVE.stream().filter(this::isAmbiguous).findFirst().orElse(null);
    }

    private boolean isAmbiguous(String name) {
        List<FormField> all = form.all(name);
        return all.size() > 1
                && all.stream().map(field -> field.value().sha256()).distinct().count() > 1;
    }

    private boolean isTakenApart() {
        return form.has(HEADERS);
    }

    /** Whether it is a mail, or at least not one of the event notices of the years before 2018. */
    boolean isMail() {
        return !form.has("event") || form.has(WHOLE) || isTakenApart();
    }

    RawItem item(String sourceKey, @Nullable SignedToken proven, MailgunSettings settings, WebhookRequest request)
            throws IOException {
        String sender = text("sender");
        String recipient = Mailboxes.bare(text("recipient"));
        Map<String, String> meta = new LinkedHashMap<>();
        if (sender != null) {
            meta.put("envelope_sender", Mailboxes.bare(sender));
        }
        String own = Mailboxes.plain(recipient);
        boolean foreign = !own.isEmpty()
                && (settings.addresses().isEmpty()
                        ? !Mailboxes.domain(own).equals(settings.domain())
                        : !settings.addresses().contains(own));
        if (foreign) {
            meta.put(RawItem.FOREIGN, WebhookKeys.address(own));
        }
        FormField mime = isTakenApart() ? null : form.first(WHOLE).orElse(null);
        MailgunVerdicts verdicts = new MailgunVerdicts();
        if (mime != null) {
            headerOf(mime, verdicts);
        } else {
            headers(form).forEach(field -> verdicts.field(field.get(0), field.get(1)));
            meta.put(CONTENT_TYPE, request.header("content-type").orElse(""));
        }
        verdicts.into(meta);
        return new RawItem(
                sourceKey,
                mime != null ? MimeDecoder.FORMAT : FORMAT,
                new Envelope(
                        sender == null ? null : Mailboxes.bare(sender),
                        recipient.isEmpty() ? List.of() : List.of(recipient)),
                proven == null ? null : proven.at(),
                meta,
                new ContentBody(mime != null ? mime.value() : request.body()));
    }

    /** The fields of {@code message-headers}, each its name and value; empty when they cannot be read. */
    static List<List<String>> headers(FormBody form) throws IOException {
        FormField field = form.first(HEADERS).orElse(null);
        if (field == null || field.value().length() > HEADERS_JSON) {
            return List.of();
        }
        try {
            return Tree.list(Json.lenient().parse(field.bytes(HEADERS_JSON))).stream()
                    .filter(each -> each instanceof List<?> pair && pair.size() == 2)
                    .map(each -> {
                        List<?> pair = (List<?>) each;
                        return List.of(
                                Objects.requireNonNullElse(Tree.text(pair.get(0)), ""),
                                Objects.requireNonNullElse(Tree.text(pair.get(1)), ""));
                    })
                    .toList();
        } catch (JsonException e) {
            return List.of();
        }
    }

    /** Its own first line on ends at the empty one; folded lines say nothing here. */
    private static void headerOf(FormField mime, MailgunVerdicts verdicts) throws IOException {
        String head = new String(mime.bytes(HEADER), StandardCharsets.ISO_8859_1);
        for (String line : head.split("\r?\n", -1)) {
            if (line.isEmpty()) {
                return;
            }
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                verdicts.field(line.substring(0, colon), line.substring(colon + 1));
            }
        }
    }

    private @Nullable String text(String name) throws IOException {
        FormField field = form.first(name).orElse(null);
        if (field == null || field.fileName() != null || field.value().length() > LONGEST) {
            return null;
        }
        return field.text(StandardCharsets.UTF_8, LONGEST);
    }
}
