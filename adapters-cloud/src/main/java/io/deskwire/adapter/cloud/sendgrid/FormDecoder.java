package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.adapter.cloud.common.RebuiltDecoder;
import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.channel.Decoder;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads forms of parsed mode, and those of raw mode that were kept whole; says so of what is none. */
final class FormDecoder implements Decoder {

    private static final Set<String> OF_A_MAIL = Set.of("email", "headers", "from", "subject", "text", "html");

    private final RebuiltDecoder rebuilt = new RebuiltDecoder(new MimeDecoder(), (raw, meta) -> {
        PostedForm form = form(raw, meta).orElseThrow(() -> new IOException("the item is no form"));
        Content mail = form.mail();
        return mail == null ? new ParsedMail(form).rebuilt() : RebuiltMail.whole(mail, form.issues());
    });

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        Optional<PostedForm> form = form(raw, meta).filter(FormDecoder::isMail);
        return form.isPresent()
                ? rebuilt.decode(raw, meta)
                : EventReader.unreadable("sendgrid-form:sha256-" + raw.sha256());
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        return rebuilt.attachment(raw, meta, index);
    }

    private static Optional<PostedForm> form(Content raw, Map<String, String> meta) throws IOException {
        try {
            return Optional.of(PostedForm.of(FormBody.read(raw, meta.get(InboundPost.TYPE))));
        } catch (MalformedFormException e) {
            return Optional.empty();
        }
    }

    private static boolean isMail(PostedForm form) {
        return form.fields().stream()
                .anyMatch(field -> field.fileName() != null
                        || OF_A_MAIL.contains(field.name().toLowerCase(Locale.ROOT)));
    }
}
