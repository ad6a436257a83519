package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads Twilio's forms. They say nothing of when a message was written: the time of receipt counts. */
final class TwilioDecoder implements Decoder {

    private static final int MOST_FILES = 50;

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        Form form;
        try (InputStream stream = raw.open()) {
            form = Form.parse(stream.readAllBytes());
        }
        Draft draft = new Draft();
        String key = TwilioSplitter.key(form, raw.sha256());
        String sid = TwilioSplitter.sid(form);
        String state = TwilioSplitter.state(form);
        if (meta.containsKey(RawItem.FOREIGN)) {
            draft.notice("unknown_phone_number", details(form, "To", "From", "MessageSid", "MessageStatus"))
                    .text("A webhook for a number that is not this channel's");
            key = RawItem.FOREIGN + ":" + key;
        } else if (sid == null) {
            draft.notice("unreadable", details(form)).text("A webhook that cannot be understood");
            draft.issue("no-element", "the form names no message");
        } else if (state != null) {
            status(form, ElementKey.plain(sid), state, meta.get(TwilioSplitter.CORRELATION), draft);
        } else {
            message(form, ElementKey.plain(sid), draft);
            key = ElementKey.plain(sid);
        }
        return draft.parsed(WhatsAppDecoder.PREFIX + key);
    }

    private static void message(Form form, String sid, Draft draft) {
        List<Address> customer = Identities.named(form.text("ProfileName"))
                .add(bare(form.text("From")))
                .add(bare(form.text("WaId")))
                .add(bare(form.text("ExternalUserId")))
                .all();
        draft.message().id(sid).from(customer).to(Identities.business(form.text("To")));
        if (customer.isEmpty()) {
            draft.issue("no-sender", "the message names neither number nor user id of its sender");
        }
        String answered = form.text("OriginalRepliedMessageSid");
        if (answered != null) {
            draft.answers(ElementKey.plain(answered.strip()));
        }
        draft.reference(form.text("ButtonPayload")).reference(form.text("ListId"));
        for (MediaPart file : files(form)) {
            draft.attach(file.attachment(draft.attachmentCount()));
        }
        draft.text(TwilioText.of(form, draft.attachmentCount() > 0));
        TwilioText.notes(form, draft);
    }

    private static void status(Form form, String sid, String state, @Nullable String ours, Draft draft) {
        List<Address> customer = Identities.named(null)
                .add(bare(form.text("To")))
                .add(bare(form.text("ExternalUserId")))
                .all();
        draft.from(customer).to(Identities.business(form.text("From")));
        DeliveryStatus status = state(state);
        if (status == null) {
            draft.notice("status", details(form)).text("News of a message: " + Identities.plain(state, 80));
            return;
        }
        String code = form.text("ErrorCode");
        String text = Stream.of("ErrorMessage", "ChannelStatusMessage")
                .map(form::text)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(": "));
        boolean failed = status == DeliveryStatus.FAILED;
        draft.event(MessageKind.DELIVERY_REPORT, new ChannelEvent.StatusUpdate());
        draft.report(new DeliveryReport(
                ours,
                sid,
                null,
                status,
                code,
                failed ? ProviderErrors.reason(text, code) : null,
                null,
                failed ? ProviderErrors.failure(code) : null));
    }

    private static @Nullable DeliveryStatus state(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "sent" -> DeliveryStatus.SENT;
            case "delivered" -> DeliveryStatus.DELIVERED;
            case "read" -> DeliveryStatus.READ;
            case "undelivered", "failed", "canceled" -> DeliveryStatus.FAILED;
            default -> null;
        };
    }

    private static List<MediaPart> files(Form form) {
        List<MediaPart> files = new ArrayList<>();
        for (int i = 0; i < MOST_FILES; i++) {
            String url = form.text("MediaUrl" + i);
            if (url != null) {
                files.add(MediaPart.at(url, form.text("MediaContentType" + i)));
            }
        }
        return files;
    }

    /** Without the name of the network that stands before numbers and ids. */
    private static @Nullable String bare(@Nullable String address) {
        if (address == null) {
            return null;
        }
        String plain = address.strip();
        return plain.regionMatches(true, 0, "whatsapp:", 0, 9) ? plain.substring(9) : plain;
    }

    /** The form as a tree; of these names alone, if any are given. */
    private static Map<String, Object> details(Form form, String... names) {
        List<String> wanted = List.of(names);
        Map<String, Object> details = new LinkedHashMap<>();
        form.all().forEach((name, values) -> {
            if (wanted.isEmpty() || wanted.contains(name)) {
                details.put(name, values.size() == 1 ? values.get(0) : List.copyOf(values));
            }
        });
        return details;
    }

    /** Files lie at Twilio. */
    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("a file of a WhatsApp message is fetched apart");
    }

    /** The file that a form names at a place, or null when it names none there. */
    static @Nullable MediaPart media(byte[] body, int index) {
        List<MediaPart> files = files(Form.parse(body));
        return index >= 0 && index < files.size() ? files.get(index) : null;
    }
}
