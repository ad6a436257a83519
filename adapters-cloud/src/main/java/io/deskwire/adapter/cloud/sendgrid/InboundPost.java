package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A post of Inbound Parse: one mail. In raw mode the part {@code email} is the mail as it came; in parsed mode, and where the
 * mail may have added fields to the form ({@link PostedForm}), the whole form is kept, and read later. In doubt the sender's
 * verdicts are left out.
 */
final class InboundPost {

    /** Format of items whose body is the whole form. */
    static final String FORM = "sendgrid-form";

    /** Name in the metadata of forms for the request's {@code Content-Type}, without which nobody can read them. */
    static final String TYPE = "content_type";

    /** As many as the names of a request at a shared address. */
    private static final int MOST_OTHERS = WebhookKeys.MOST_KEYS;

    private static final int LONGEST_HEADERS = 1 << 20;
    private static final int LONGEST_WORD = 4096;

    private final WebhookRequest request;
    private final SendGridSettings settings;
    private final Map<String, String> meta = new LinkedHashMap<>();
    private boolean cut;

    private InboundPost(WebhookRequest request, SendGridSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * The one item, and the answer: never fails on what the body holds. A form without its end is kept as what nobody can
     * read, never as a mail, and SendGrid is asked to bring the whole one.
     */
    static Received.Items received(WebhookRequest request, SendGridSettings settings, @Nullable String unproven)
            throws IOException {
        InboundPost post = new InboundPost(request, settings);
        RawItem item = post.item();
        return new Received.Items(List.of(item), Answer.of(post.cut ? 503 : 200), unproven);
    }

    private RawItem item() throws IOException {
        PostedForm form;
        try {
            form = PostedForm.of(FormBody.read(request));
        } catch (MalformedFormException e) {
            cut = e.isCut();
            return unreadable();
        }
        FormField envelopeField = form.sole("envelope");
        Envelope envelope = envelopeField == null ? Envelope.unknown() : EnvelopeField.read(envelopeField);
        names(envelope);
        if (envelope.sender() != null) {
            meta.put("envelope_sender", envelope.sender());
        }
        if (!form.isInDoubt()) {
            verdict(form, "SPF", "spf", SenderVerdicts::spf);
            verdict(form, "dkim", "dkim", SenderVerdicts::dkim);
            verdict(form, "spam_score", "spam", SenderVerdicts::spam);
        }
        Content mail = form.mail();
        return mail == null ? parsed(form, envelope) : raw(form, mail, envelope);
    }

    private RawItem raw(PostedForm form, Content mail, Envelope envelope) throws IOException {
        String key = new MailKey().mail(mail).of(envelope.recipients());
        if (form.isInDoubt()) {
            type();
            return new RawItem(key, FORM, envelope, null, meta, new ContentBody(request.body()));
        }
        return new RawItem(key, MimeDecoder.FORMAT, envelope, null, meta, new ContentBody(mail));
    }

    private RawItem parsed(PostedForm form, Envelope envelope) throws IOException {
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

    /**
     * At an address of several channels each takes what is for it; at its own address it takes everything, also what is for
     * others as well, whom the item names: SendGrid posts a mail once, however many of a host's addresses it goes to.
     */
    private void names(Envelope envelope) {
        Set<String> keys = new LinkedHashSet<>();
        for (String recipient : envelope.recipients()) {
            keys.add(WebhookKeys.address(recipient));
        }
        Set<String> own = new HashSet<>();
        settings.addresses().forEach(address -> own.add(WebhookKeys.address(address)));
        if (!keys.isEmpty() && Collections.disjoint(keys, own)) {
            String first = keys.iterator().next();
            meta.put(RawItem.FOREIGN, first);
            keys.remove(first);
        }
        keys.removeAll(own);
        String others = keys.stream()
                .filter(key -> key.chars().noneMatch(c -> c <= ' '))
                .limit(MOST_OTHERS)
                .collect(Collectors.joining(" "));
        if (!others.isEmpty()) {
            meta.put(RawItem.ALSO, others);
        }
    }

    private void verdict(PostedForm form, String name, String into, Function<String, @Nullable String> reading)
            throws IOException {
        FormField field = form.sole(name);
        if (field == null) {
            return;
        }
        String verdict = reading.apply(field.text(StandardCharsets.UTF_8, LONGEST_WORD));
        if (verdict != null) {
            meta.put(into, verdict);
        }
    }
}
