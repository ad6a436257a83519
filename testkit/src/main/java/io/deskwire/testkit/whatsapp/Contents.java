package io.deskwire.testkit.whatsapp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The longer objects inside inbound messages. */
final class Contents {

    private Contents() {}

    static Map<String, Object> referral(String adId, String headline, String sourceUrl) {
        return Trees.of(
                "source_url",
                sourceUrl,
                "source_id",
                adId,
                "source_type",
                "ad",
                "body",
                headline,
                "headline",
                headline,
                "media_type",
                "image",
                "image_url",
                "https://scontent.xx.fbcdn.net/v/" + adId,
                "ctwa_clid",
                "Aff-" + adId,
                "welcome_message",
                Trees.of("text", "Hi there!"));
    }

    static Map<String, Object> location(
            double latitude, double longitude, @Nullable String name, @Nullable String address) {
        return Trees.of(
                "latitude",
                BigDecimal.valueOf(latitude),
                "longitude",
                BigDecimal.valueOf(longitude),
                "name",
                name,
                "address",
                address);
    }

    static Map<String, Object> card(String name, String phone) {
        String[] words = name.split(" ", 2);
        return Trees.of(
                "name",
                Trees.of(
                        "first_name",
                        words[0],
                        "last_name",
                        words.length > 1 ? words[1] : null,
                        "formatted_name",
                        name),
                "phones",
                List.of(Trees.of("phone", phone, "wa_id", NumberSpec.digits(phone), "type", "MOBILE")));
    }

    static Map<String, Object> callPermission(boolean granted, Instant until) {
        return Trees.of(
                "response",
                granted ? "accept" : "reject",
                "expiration_timestamp",
                granted ? until.getEpochSecond() : null,
                "response_source",
                "user_action");
    }

    static Map<String, Object> order(String productId, int quantity, BigDecimal itemPrice, String text) {
        Map<String, Object> item = Trees.of(
                "product_retailer_id", productId, "quantity", quantity, "item_price", itemPrice, "currency", "USD");
        return Trees.of("catalog_id", "194836987003835", "text", text, "product_items", List.of(item));
    }

    static Map<String, Object> edit(String originalId, String type, Map<String, Object> content) {
        return Trees.of(
                "original_message_id",
                originalId,
                "message",
                // Meta's own placeholder, not an id.
                Trees.of("context", Trees.of("id", "M0"), "type", type, type, content));
    }

    /** A file of the customer's, with one more field in front. */
    static Map<String, Object> media(SimulatedNumber number, MediaFile file, String name, @Nullable Object value) {
        MediaShelf.Shelved shelved = number.state().media().inbound(number, file);
        boolean meta = number.spec().flavour() == Flavour.META;
        return Trees.of(
                name,
                value,
                "mime_type",
                file.contentType(),
                "sha256",
                file.sha256Base64(),
                "id",
                shelved.id(),
                "url",
                meta
                        ? number.state().base() + "/lookaside"
                                + number.state().media().downloadPath(shelved) + "&source=webhook"
                        : null);
    }
}
