package io.deskwire.adapter.whatsapp;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is meant for this channel's number from what is meant for another one of the same account. Told by Meta's id;
 * while that is not known, by the digits of the number.
 *
 * @param phoneNumberId Meta's id, or null while it is not known
 * @param digits the number's digits
 */
record OwnNumber(@Nullable String phoneNumberId, String digits) {

    static OwnNumber of(WhatsAppSettings settings) {
        return new OwnNumber(settings.phoneNumberId(), Tree.digits(settings.displayNumber()));
    }

    /** What names the number that a value is for, as {@link WebhookKeys} does. */
    static String nameOf(Map<String, Object> value) {
        Map<String, Object> metadata = Tree.object(value, "metadata");
        String shown = Tree.text(metadata, "display_phone_number");
        String digits = Tree.digits(shown == null ? Tree.text(value, "display_phone_number") : shown);
        return digits.isEmpty() ? "id:" + Tree.word(metadata, "phone_number_id") : "number:" + digits;
    }

    /** Whether a value is for this number; values that name none are for the whole account, and so for this number too. */
    boolean isMeant(Map<String, Object> value) {
        Map<String, Object> metadata = Tree.object(value, "metadata");
        String id = Tree.word(metadata, "phone_number_id");
        if (id != null && phoneNumberId != null) {
            return id.equals(phoneNumberId);
        }
        // News of one number of an account names it without metadata.
        String shown = Tree.text(metadata, "display_phone_number");
        String display = Tree.digits(shown == null ? Tree.text(value, "display_phone_number") : shown);
        return display.isEmpty() || Objects.equals(display, digits);
    }
}
