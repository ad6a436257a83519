package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.adapter.cloud.common.Verdicts;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail that SES received, as its notification tells of it. Recipients are those of the envelope that the receipt rule
 * matched; what the mail's header names decides nothing.
 *
 * @param id the provider's, or null
 * @param meta what {@link io.deskwire.mime.MimeDecoder} takes beside the bytes
 * @param at when SES took it, or null
 * @param action what the receipt rule did with it
 * @param content the mail itself, or null when it lies elsewhere
 */
record ReceivedMail(
        @Nullable String id,
        Envelope envelope,
        Map<String, String> meta,
        @Nullable Instant at,
        Map<String, Object> action,
        @Nullable String content) {

    /** SES writes an object of this name when a rule is saved, and may tell of it like of a mail. */
    static final String SETUP = "AMAZON_SES_SETUP_NOTIFICATION";

    static ReceivedMail of(Map<String, Object> notification) {
        Map<String, Object> receipt = Tree.object(notification, "receipt");
        Map<String, Object> mail = Tree.object(notification, "mail");
        Instant at = Times.read(mail.get("timestamp"));
        return new ReceivedMail(
                Tree.word(mail, "messageId"),
                new Envelope(sender(mail), recipients(receipt)),
                meta(mail, receipt),
                at == null ? Times.read(receipt.get("timestamp")) : at,
                Tree.object(receipt, "action"),
                notification.get("content") instanceof String text ? text : null);
    }

    private static @Nullable String sender(Map<String, Object> mail) {
        if (!(mail.get("source") instanceof String source)) {
            return null;
        }
        String plain = source.strip();
        return plain.equals("<>") ? "" : plain;
    }

    private static List<String> recipients(Map<String, Object> receipt) {
        List<String> recipients = new ArrayList<>();
        for (Object entry : Tree.list(receipt, "recipients")) {
            String address = Tree.text(entry);
            if (address != null) {
                recipients.add(address.strip());
            }
        }
        return recipients;
    }

    private static Map<String, String> meta(Map<String, Object> mail, Map<String, Object> receipt) {
        Map<String, String> meta = new LinkedHashMap<>();
        put(meta, "envelope_sender", sender(mail));
        put(meta, "provider_message_id", Tree.word(mail, "messageId"));
        put(meta, "spf", Verdicts.word(status(receipt, "spfVerdict")));
        put(meta, "dkim", Verdicts.word(status(receipt, "dkimVerdict")));
        put(meta, "dmarc", Verdicts.word(status(receipt, "dmarcVerdict")));
        if ("FAIL".equalsIgnoreCase(status(receipt, "spamVerdict"))) {
            meta.put("spam", "Amazon SES takes it for spam.");
        }
        if ("FAIL".equalsIgnoreCase(status(receipt, "virusVerdict"))) {
            meta.put("virus", "Amazon SES found a virus in it.");
        }
        return meta;
    }

    private static void put(Map<String, String> meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, value);
        }
    }

    private static @Nullable String status(Map<String, Object> receipt, String verdict) {
        return Tree.word(Tree.object(receipt, verdict), "status");
    }

    boolean isSetup() {
        String key = key();
        return SETUP.equals(id) || (key != null && (key.equals(SETUP) || key.endsWith("/" + SETUP)));
    }

    @Nullable String bucket() {
        return Tree.text(action, "bucketName");
    }

    /** The object's whole name, prefix included. */
    @Nullable String key() {
        return Tree.text(action, "objectKey");
    }

    /**
     * The mail's bytes as the notification carries them; empty when it does not. Rules spell their encodings otherwise than
     * notifications do.
     */
    Optional<byte[]> bytes() {
        if (content == null) {
            return Optional.empty();
        }
        String encoding = String.valueOf(Tree.word(action, "encoding"))
                .toLowerCase(Locale.ROOT)
                .replace("-", "");
        if (encoding.equals("base64")) {
            try {
                return Optional.of(Base64.getMimeDecoder().decode(content));
            } catch (IllegalArgumentException e) {
                // It says base64 and is not: shown to people as it came, which beats losing it.
                return Optional.of(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for every notification about this mail and these recipients; empty when SES gave the mail no name. */
    Optional<String> name() {
        if (id == null) {
            return Optional.empty();
        }
        List<String> sorted = envelope.recipients().stream().sorted().toList();
        String digest = Content.of(String.join("\n", sorted).getBytes(StandardCharsets.UTF_8))
                .sha256();
        return Optional.of(id + ":" + digest.substring(0, 16));
    }
}
