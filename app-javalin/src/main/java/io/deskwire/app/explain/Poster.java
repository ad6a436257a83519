package io.deskwire.app.explain;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.adapter.cloud.mailgun.MailgunChannelType;
import io.deskwire.adapter.cloud.postmark.PostmarkChannelType;
import io.deskwire.adapter.cloud.sendgrid.SendGridChannelType;
import io.deskwire.adapter.cloud.ses.SesChannelType;
import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who posts to webhooks, told by what only they post. Their channels take a body apart without proof: nobody is called, since
 * no key and no topic is configured, and nothing is stored.
 */
enum Poster {
    META,
    TWILIO,
    SENDGRID,
    MAILGUN,
    SES,
    POSTMARK;

    private static final Set<String> OF_MAILGUN =
            Set.of("message-headers", "body-mime", "body-plain", "stripped-text", "message-url");
    private static final Set<String> OF_SENDGRID =
            Set.of("envelope", "sender_ip", "charsets", "email", "attachment-info", "spf");

    ChannelType type() {
        return switch (this) {
            case META, TWILIO -> new WhatsAppChannelType();
            case SENDGRID -> new SendGridChannelType();
            case MAILGUN -> new MailgunChannelType();
            case SES -> new SesChannelType(() -> Instant.EPOCH);
            case POSTMARK -> new PostmarkChannelType();
        };
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new HashMap<>();
        document.put("verification", "observe");
        document.put("api_key", "none");
        switch (this) {
            case META -> {
                document.put("phone_number", "+10000000");
                document.put("phone_number_id", "0");
            }
            case TWILIO -> {
                document.put("flavour", "twilio");
                document.put("phone_number", "+10000000");
                document.put("api_key", "AC00000000000000000000000000000000");
                document.put("api_secret", "none");
                document.put("webhook_url", "https://localhost/");
            }
            case SENDGRID, POSTMARK -> document.put("email_address", "nobody@localhost");
            case MAILGUN -> document.put("domain", "localhost");
            case SES -> {
                document.put("access_key_id", "none");
                document.put("secret_access_key", "none");
                document.put("region", "us-east-1");
            }
        }
        return document;
    }

    /** A channel that takes whatever this poster posts. */
    Channel open() {
        ChannelType type = type();
        return type.open(
                ChannelConfig.of("explain", "explain", type.id(), document(), null),
                new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none()));
    }

    /** Who posts such a form; null when nobody does, or the form cannot be read. */
    static @Nullable Poster ofForm(CapturedRequest request) throws IOException {
        Set<String> names;
        try {
            names = FormBody.read(request.body(), request.type()).fields().stream()
                    .map(field -> field.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        } catch (MalformedFormException e) {
            // A form of mail that was cut is shown as what it is.
            return request.type().startsWith("multipart/") ? SENDGRID : null;
        }
        if (names.contains("messagesid") || names.contains("smsmessagesid")) {
            return TWILIO;
        }
        if (names.stream().anyMatch(OF_MAILGUN::contains)) {
            return MAILGUN;
        }
        return names.stream().anyMatch(OF_SENDGRID::contains) ? SENDGRID : null;
    }

    /** Who posts such JSON; null when nobody does. */
    static @Nullable Poster ofJson(JsonOutline outline) throws IOException {
        if (outline.hasAll("Type", "TopicArn")) {
            return SES;
        }
        if (outline.hasAll("signature", "event-data")) {
            return MAILGUN;
        }
        if (outline.has("RecordType")
                || outline.has("OriginalRecipient")
                || outline.has("RawEmail")
                || outline.hasAll("FromFull", "ToFull")
                || outline.hasAll("Headers", "TextBody")) {
            return POSTMARK;
        }
        if (outline.has("entry")
                || outline.has("messages")
                || outline.has("statuses")
                || outline.hasAll("object", "field")) {
            return META;
        }
        if (!outline.elements().isEmpty()) {
            JsonOutline first = JsonOutline.of(outline.elements().get(0));
            return first.has("sg_event_id") || first.has("sg_message_id") || first.hasAll("event", "email")
                    ? SENDGRID
                    : null;
        }
        return null;
    }
}
