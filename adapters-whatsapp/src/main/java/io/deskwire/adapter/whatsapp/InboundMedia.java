package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the files that a stored item names, for those who fetch them. */
final class InboundMedia {

    private InboundMedia() {}

    /**
     * The file behind an attachment. Meta's has an id, by which it is asked for, and mostly an address that is valid for five
     * minutes from the webhook; Twilio's has an address alone.
     *
     * @param raw the stored item
     * @param meta what was noted beside it
     * @param index {@link io.deskwire.message.Attachment#index}
     * @return null when the item names no file at this place
     * @throws IOException when the raw bytes cannot be read
     */
    static @Nullable MediaPart of(Content raw, Map<String, String> meta, int index) throws IOException {
        byte[] body;
        try (InputStream stream = raw.open()) {
            body = stream.readAllBytes();
        }
        return isJson(body) ? WhatsAppDecoder.media(body, index) : TwilioDecoder.media(body, index);
    }

    private static boolean isJson(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ') {
            at++;
        }
        return at < body.length && (body[at] == '{' || body[at] == '[');
    }
}
