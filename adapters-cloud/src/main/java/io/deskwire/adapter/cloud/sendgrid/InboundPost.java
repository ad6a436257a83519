package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A post of Inbound Parse: one mail. In raw mode the part {@code email} is the mail as it came; in parsed mode the whole form
 * is kept, and read later.
 */
final class InboundPost {

    /** Format of items whose body is the whole form. */
    static final String FORM = "sendgrid-form";

    /** Name in the metadata of forms for the request's {@code Content-Type}, without which nobody can read them. */
    static final String TYPE = "content_type";

    private static final int LONGEST_HEADERS = 1 << 20;
    private static final int LONGEST_WORD = 4096;

    private final WebhookRequest request;
    private final SendGridSettings settings;
    private final Map<String, String> meta = new LinkedHashMap<>();

    private InboundPost(WebhookRequest request, SendGridSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /** The one item; never fails on what the body holds. */
    static RawItem item(WebhookRequest request, SendGridSettings settings) throws IOException {
        return new InboundPost(request, settings).item();
    }

    private RawItem item() throws IOException {
        FormBody form;
        try {
            form = FormBody.read(request);
        } catch (MalformedFormException e) {
            return unreadable();
        }
        FormField envelopeField = sole(form, "envelope");
        Envelope envelope = envelopeField == null ? Envelope.unknown() : EnvelopeField.read(envelopeField);
        foreign(envelope);
        if (envelope.sender() != null) {
            meta.put("envelope_sender", envelope.sender());
        }
        verdict(form, "SPF", "spf", SenderVerdicts::spf);
        verdict(form, "dkim", "dkim", SenderVerdicts::dkim);
        verdict(form, "spam_score", "spam", SenderVerdicts::spam);

        Optional<FormField> email = form.allIgnoringCase("email").stream().findFirst();
        if (email.isPresent()) {
            Content mail = email.get().value();
            String key = new MailKey().mail(mail).of(envelope.recipients());
            return new RawItem(key, MimeDecoder.FORMAT, envelope, null, meta, new ContentBody(mail));
        }
        return parsed(form, envelope);
    }

    private RawItem parsed(FormBody form, Envelope envelope) throws IOException {
        MailKey key = new MailKey();
        for (FormField field : form.fields()) {
            if (field.name().equalsIgnoreCase("headers")) {
                key.header(field.text(StandardCharsets.ISO_8859_1, LONGEST_HEADERS));
            } else if (isContent(field)) {
                key.part(field.name(), field.value());
            }
        }
        type();
        return new RawItem(key.of(envelope.recipients()), FORM, envelope, null, meta, new ContentBody(request.body()));
    }

    /** What SendGrid finds out anew for each post, such as its spam score, is no part of what makes a mail the same. */
    private static boolean isContent(FormField field) {
        return field.fileName() != null
                || field.name().equalsIgnoreCase("text")
                || field.name().equalsIgnoreCase("html")
                || field.name().equalsIgnoreCase("subject");
    }

    private RawItem unreadable() throws IOException {
        type();
        String key = "mail:unreadable:sha256-" + request.body().sha256();
        return new RawItem(key, FORM, Envelope.unknown(), null, meta, new ContentBody(request.body()));
    }

    private void type() {
        request.header("content-type").ifPresent(type -> meta.put(TYPE, type));
    }

    /** At an address of several channels each takes what is for it; at its own address it takes everything. */
    private void foreign(Envelope envelope) {
        List<String> keys =
                envelope.recipients().stream().map(WebhookKeys::address).toList();
        boolean ours = settings.addresses().stream().map(WebhookKeys::address).anyMatch(keys::contains);
        if (!ours && !keys.isEmpty()) {
            meta.put(RawItem.FOREIGN, keys.get(0));
        }
    }

    private void verdict(FormBody form, String name, String into, Function<String, @Nullable String> reading)
            throws IOException {
        FormField field = sole(form, name);
        if (field == null) {
            return;
        }
        String verdict = reading.apply(field.text(StandardCharsets.UTF_8, LONGEST_WORD));
        if (verdict != null) {
            meta.put(into, verdict);
        }
    }

    /** SendGrid's boundary is always the same: who writes it into a mail can add fields, but not take the real one away. */
    private static @Nullable FormField sole(FormBody form, String name) {
        List<FormField> fields = form.allIgnoringCase(name);
        return fields.size() == 1 ? fields.get(0) : null;
    }
}
