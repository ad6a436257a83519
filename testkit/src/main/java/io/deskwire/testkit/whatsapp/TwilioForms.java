package io.deskwire.testkit.whatsapp;

import io.deskwire.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Twilio posts: Meta's inbound messages and statuses as its forms. */
final class TwilioForms {

    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");

    private final List<Map.Entry<String, String>> fields = new ArrayList<>();

    private TwilioForms() {}

    /** A message as a form; empty for what Twilio has no webhook for, such as reactions, edits and system events. */
    static Optional<List<Map.Entry<String, String>>> inbound(Update update) {
        Map<String, Object> message = update.element();
        String type = Trees.text(message.get("type"), "");
        boolean known = MEDIA.contains(type)
                || Set.of("text", "location", "contacts", "button", "interactive")
                        .contains(type);
        Map<String, Object> content = Trees.object(message.get(type));
        boolean told = known
                && (!type.equals("interactive")
                        || content.containsKey("button_reply")
                        || content.containsKey("list_reply"));
        if (!"messages".equals(update.array()) || !told || message.containsKey("group_id")) {
            return Optional.empty();
        }
        TwilioForms form = new TwilioForms();
        form.head(update, type);
        form.content(update.number(), message, type);
        form.context(message);
        form.referral(Trees.object(message.get("referral")));
        return Optional.of(form.fields);
    }

    /** A status callback. */
    static List<Map.Entry<String, String>> status(ReceivedMessage message, String status, int errorCode) {
        TwilioForms form = new TwilioForms();
        NumberSpec spec = message.number().spec();
        form.add("MessageSid", message.id());
        form.add("SmsSid", message.id());
        form.add("MessageStatus", status);
        form.add("SmsStatus", status);
        form.add("AccountSid", spec.accountSid());
        form.add("From", "whatsapp:+" + spec.displayDigits());
        form.add("To", message.customer().twilioAddress());
        form.add("ChannelToAddress", message.customer().twilioAddress().replaceAll("[0-9]{4}$", "XXXX"));
        form.add("ChannelPrefix", "whatsapp");
        form.add("ApiVersion", "2010-04-01");
        form.add("ChannelInstallSid", "XE" + spec.accountSid().substring(2));
        if (Set.of("read", "delivered", "undelivered").contains(status)) {
            form.add("EventType", status.toUpperCase(Locale.ROOT));
        }
        if (errorCode != 0) {
            form.add("ErrorCode", String.valueOf(errorCode));
            form.add("ErrorMessage", "");
            form.add("ChannelStatusMessage", "");
        }
        return form.fields;
    }

    static String encoded(List<Map.Entry<String, String>> form) {
        return form.stream()
                .map(f -> URLEncoder.encode(f.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private void head(Update update, String type) {
        NumberSpec spec = update.number().spec();
        Map<String, Object> message = update.element();
        Map<String, Object> contact = Trees.object(update.contact());
        String id = Trees.text(message.get("id"), "");
        add("SmsMessageSid", id);
        add("SmsSid", id);
        add("MessageSid", id);
        add("AccountSid", spec.accountSid());
        add("ApiVersion", "2010-04-01");
        add("SmsStatus", "received");
        add("NumSegments", "1");
        add("MessageType", type);
        add("To", "whatsapp:+" + spec.displayDigits());
        String phone = Trees.text(message.get("from"));
        String userId = Trees.text(message.get("from_user_id"));
        add("From", phone != null ? "whatsapp:+" + phone : "whatsapp:" + userId);
        add("WaId", phone);
        add("ExternalUserId", userId == null ? null : "whatsapp:" + userId);
        add("ProfileName", Trees.text(Trees.object(contact.get("profile")).get("name")));
        add("ChannelMetadata", Json.write(Trees.of("type", "whatsapp", "data", Trees.of("context", Trees.of()))));
    }

    private void content(SimulatedNumber number, Map<String, Object> message, String type) {
        Map<String, Object> content = Trees.object(message.get(type));
        String body = "";
        int media = 0;
        if (MEDIA.contains(type)) {
            body = Trees.text(content.get("caption"), Trees.text(content.get("filename"), ""));
            media = 1;
            add("MediaContentType0", Trees.text(content.get("mime_type")));
            add(
                    "MediaUrl0",
                    number.twilioMediaUrl(Trees.text(message.get("id"), ""), Trees.text(content.get("id"), "")));
        } else if (type.equals("text")) {
            body = Trees.text(content.get("body"), "");
        } else if (type.equals("location")) {
            add("Latitude", Trees.text(content.get("latitude")));
            add("Longitude", Trees.text(content.get("longitude")));
            add("Address", Trees.text(content.get("address")));
            add("Label", Trees.text(content.get("name")));
        } else if (type.equals("button")) {
            body = Trees.text(content.get("text"), "");
            add("ButtonText", body);
            add("ButtonPayload", Trees.text(content.get("payload")));
        } else if (type.equals("interactive")) {
            body = reply(content);
        } else {
            media = 1;
            add("MediaContentType0", "text/vcard");
            add("MediaUrl0", number.twilioContactUrl(Trees.text(message.get("id"), ""), message));
        }
        add("Body", body);
        add("NumMedia", String.valueOf(media));
    }

    private String reply(Map<String, Object> content) {
        Map<String, Object> button = Trees.object(content.get("button_reply"));
        Map<String, Object> row = Trees.object(content.get("list_reply"));
        if (!button.isEmpty()) {
            add("ButtonText", Trees.text(button.get("title")));
            add("ButtonPayload", Trees.text(button.get("id")));
            return Trees.text(button.get("title"), "");
        }
        add("ListId", Trees.text(row.get("id")));
        add("ListTitle", Trees.text(row.get("title")));
        add("ListDescription", Trees.text(row.get("description")));
        return Trees.text(row.get("title"), "");
    }

    private void context(Map<String, Object> message) {
        Map<String, Object> context = Trees.object(message.get("context"));
        add("OriginalRepliedMessageSid", Trees.text(context.get("id")));
        String sender = Trees.text(context.get("from"));
        add("OriginalRepliedMessageSender", sender == null ? null : "whatsapp:+" + sender);
        add("Forwarded", Trees.text(context.get("forwarded")));
        add("FrequentlyForwarded", Trees.text(context.get("frequently_forwarded")));
    }

    private void referral(Map<String, Object> referral) {
        add("ReferralSourceId", Trees.text(referral.get("source_id")));
        add("ReferralSourceUrl", Trees.text(referral.get("source_url")));
        add("ReferralSourceType", Trees.text(referral.get("source_type")));
        add("ReferralHeadline", Trees.text(referral.get("headline")));
        add("ReferralBody", Trees.text(referral.get("body")));
        add("ReferralCtwaClid", Trees.text(referral.get("ctwa_clid")));
    }

    private void add(String name, @Nullable String value) {
        if (value != null) {
            fields.add(new SimpleImmutableEntry<>(name, value));
        }
    }
}
