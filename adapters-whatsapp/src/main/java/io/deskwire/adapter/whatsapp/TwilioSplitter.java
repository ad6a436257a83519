package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an item of one of Twilio's requests: each carries one thing, and its form is kept as it is. */
final class TwilioSplitter {

    /** Format of items whose body is a form. */
    static final String FORMAT = "whatsapp-form";

    /** Note that names the message of ours which a status is about: our own query parameter of the callback's address. */
    static final String CORRELATION = "m";

    private final String ownDigits;

    /**
     * @param ownDigits digits of the channel's number
     */
    TwilioSplitter(String ownDigits) {
        this.ownDigits = ownDigits;
    }

    RawItem item(WebhookRequest request, byte[] body) {
        Form form = Form.parse(body);
        Map<String, String> meta = new LinkedHashMap<>();
        String correlation = request.parameter(CORRELATION);
        if (correlation != null && !correlation.isBlank() && correlation.length() <= 512) {
            meta.put(CORRELATION, correlation);
        }
        String key = key(form, Content.of(body).sha256());
        if (isForeign(form)) {
            meta.put(RawItem.FOREIGN, "number:" + ownSide(form));
            key = RawItem.FOREIGN + ":" + key;
        }
        return new RawItem(key, FORMAT, Envelope.unknown(), null, meta, RawBody.of(body));
    }

    /** A status is told apart from a message by its state; messages of old have one too, beside what was written. */
    static @Nullable String state(Form form) {
        String state = form.text("MessageStatus");
        if (state != null || form.all().containsKey("Body") || form.all().containsKey("NumMedia")) {
            return state;
        }
        String old = form.text("SmsStatus");
        return old != null && old.toLowerCase(Locale.ROOT).startsWith("receiv") ? null : old;
    }

    static @Nullable String sid(Form form) {
        String sid = form.text("MessageSid");
        return sid == null ? form.text("SmsSid") : sid;
    }

    /** The key of the item, from its form alone. */
    static String key(Form form, String sha256) {
        String sid = sid(form);
        String state = state(form);
        if (sid == null) {
            return "unreadable:sha256-" + sha256;
        }
        return state == null
                ? "message:" + ElementKey.plain(sid)
                : "status:" + ElementKey.plain(sid) + ":" + ElementKey.plain(state.toLowerCase(Locale.ROOT));
    }

    private boolean isForeign(Form form) {
        String digits = ownSide(form);
        return !digits.isEmpty() && !digits.equals(ownDigits);
    }

    /** A message comes to the business's number, a status is about one that went from it. */
    private static String ownSide(Form form) {
        return Tree.digits(form.text(state(form) == null ? "To" : "From"));
    }
}
