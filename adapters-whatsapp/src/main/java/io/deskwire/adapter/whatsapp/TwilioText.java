package io.deskwire.adapter.whatsapp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a person reads of a message that came as a form. */
final class TwilioText {

    private TwilioText() {}

    /**
     * @param hasFiles whether there is something to see even without a text
     */
    static String of(Form form, boolean hasFiles) {
        String chosen = chosen(form);
        if (chosen != null) {
            return chosen;
        }
        String body = form.text("Body");
        String place = place(form);
        if (place != null) {
            return body == null || body.isBlank() ? place : body + "\n" + place;
        }
        if (body != null) {
            return body;
        }
        String type = form.text("MessageType");
        return hasFiles ? "" : "[Unsupported WhatsApp message: " + Identities.plain(unknownIfNull(type), 80) + "]";
    }

    private static String unknownIfNull(@Nullable String type) {
        return Objects.requireNonNullElse(type, "unknown");
    }

    /** A button, or a row of a list. */
    private static @Nullable String chosen(Form form) {
        String button = form.text("ButtonText");
        if (button != null) {
            return button;
        }
        String title = form.text("ListTitle");
        String description = form.text("ListDescription");
        return title == null || description == null ? title : title + "\n" + description;
    }

    private static @Nullable String place(Form form) {
        if (form.text("Latitude") == null || form.text("Longitude") == null) {
            return null;
        }
        Map<String, Object> place = new LinkedHashMap<>();
        put(place, "latitude", form.text("Latitude"));
        put(place, "longitude", form.text("Longitude"));
        put(place, "name", form.text("Label"));
        put(place, "address", form.text("Address"));
        return ReadableText.location(place);
    }

    private static void put(Map<String, Object> place, String name, @Nullable String value) {
        if (value != null) {
            place.put(name, value);
        }
    }

    static void notes(Form form, Draft draft) {
        if (form.isTrue("FrequentlyForwarded")) {
            draft.note("Forwarded many times");
        } else if (form.isTrue("Forwarded")) {
            draft.note("Forwarded");
        }
        Map<String, Object> referral = new LinkedHashMap<>();
        put(referral, "source_type", form.text("ReferralSourceType"));
        put(referral, "headline", form.text("ReferralHeadline"));
        put(referral, "body", form.text("ReferralBody"));
        put(referral, "source_url", form.text("ReferralSourceUrl"));
        MessageReader.referral(referral, draft);
    }
}
