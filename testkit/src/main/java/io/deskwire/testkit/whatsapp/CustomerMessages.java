package io.deskwire.testkit.whatsapp;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a customer can send. Every method pushes a webhook, waits for its answer and returns the message's id. The methods
 * {@link #replyingTo}, {@link #forwarding}, {@link #referredBy}, {@link #inGroup} and {@link #at} give a way to write with
 * that property; they can be combined: {@code customer.replyingTo(id).at(yesterday).text("Yes")}.
 *
 * <p>Twilio has no webhook for reactions, edits, system events and groups; for a number of that flavour nothing is pushed
 * then.
 */
public sealed class CustomerMessages permits SimulatedCustomer {

    private static final Set<String> OPENS_NO_WINDOW =
            Set.of("reaction", "edit", "revoke", "system", "request_welcome");

    /** Properties of what is written next. */
    record Circumstances(
            @Nullable Map<String, Object> context,
            @Nullable Map<String, Object> referral,
            @Nullable String groupId,
            @Nullable Instant at,
            @Nullable String id) {

        static final Circumstances NONE = new Circumstances(null, null, null, null, null);
    }

    private final @Nullable SimulatedCustomer writer;
    private final Circumstances circumstances;

    /** A customer, who writes without any circumstances. */
    CustomerMessages() {
        this.writer = null;
        this.circumstances = Circumstances.NONE;
    }

    private CustomerMessages(SimulatedCustomer writer, Circumstances circumstances) {
        this.writer = writer;
        this.circumstances = circumstances;
    }

    /** As an answer that quotes a message, of the business or the customer's own. */
    public CustomerMessages replyingTo(String messageId) {
        return with(Trees.of("from", customer().quoted(messageId), "id", messageId));
    }

    /** Forwarded from another chat, perhaps for the fifth time or more. */
    public CustomerMessages forwarding(boolean frequently) {
        return with(Trees.of(frequently ? "frequently_forwarded" : "forwarded", true));
    }

    /** From the page of a product in the catalogue. */
    public CustomerMessages askingAbout(String catalogId, String productId) {
        return with(Trees.of(
                "from",
                customer().number().spec().displayDigits(),
                "id",
                customer().number().state().ids().wamid(),
                "referred_product",
                Trees.of("catalog_id", catalogId, "product_retailer_id", productId)));
    }

    /** Coming from an advertisement. */
    public CustomerMessages referredBy(String adId, String headline, String sourceUrl) {
        Map<String, Object> referral = Trees.of(
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
                "Aff-" + adId);
        Circumstances c = circumstances;
        return new CustomerMessages(customer(), new Circumstances(c.context, referral, c.groupId, c.at, c.id));
    }

    /** In a group instead of the private chat. */
    public CustomerMessages inGroup(String groupId) {
        Circumstances c = circumstances;
        return new CustomerMessages(customer(), new Circumstances(c.context, c.referral, groupId, c.at, c.id));
    }

    /** Written at another time than now, for a webhook that comes late. */
    public CustomerMessages at(Instant written) {
        Circumstances c = circumstances;
        return new CustomerMessages(customer(), new Circumstances(c.context, c.referral, c.groupId, written, c.id));
    }

    /** With this id instead of one made up. */
    public CustomerMessages withId(String messageId) {
        Circumstances c = circumstances;
        return new CustomerMessages(customer(), new Circumstances(c.context, c.referral, c.groupId, c.at, messageId));
    }

    public final String text(String body) {
        return send("text", Trees.of("body", body));
    }

    public final String image(MediaFile file, @Nullable String caption) {
        return send("image", media(file, "caption", caption));
    }

    public final String video(MediaFile file, @Nullable String caption) {
        return send("video", media(file, "caption", caption));
    }

    /** A file, which keeps its name. */
    public final String document(MediaFile file, @Nullable String caption) {
        Map<String, Object> document = media(file, "caption", caption);
        file.fileName().ifPresent(name -> document.put("filename", name));
        return send("document", document);
    }

    /** A recorded voice note; a number of flavour Meta says so with {@code voice: true}. */
    public final String voice(MediaFile file) {
        return send("audio", media(file, "voice", true));
    }

    /** A sound file. */
    public final String audio(MediaFile file) {
        return send("audio", media(file, "voice", false));
    }

    public final String sticker(MediaFile file) {
        return send("sticker", media(file, "animated", MediaRules.animated(file.bytes())));
    }

    /** A place; name and address may be missing. */
    public final String location(double latitude, double longitude, @Nullable String name, @Nullable String address) {
        return send(
                "location",
                Trees.of(
                        "latitude",
                        java.math.BigDecimal.valueOf(latitude),
                        "longitude",
                        java.math.BigDecimal.valueOf(longitude),
                        "name",
                        name,
                        "address",
                        address));
    }

    /** One contact card. */
    public final String contact(String name, String phone) {
        String[] words = name.split(" ", 2);
        Map<String, Object> card = Trees.of(
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
        return send("contacts", List.of(card));
    }

    /** A tap on a reply button. */
    public final String buttonReply(String id, String title) {
        return interactive("button_reply", Trees.of("id", id, "title", title));
    }

    /** A choice from a list; the description may be missing. */
    public final String listReply(String id, String title, @Nullable String description) {
        return interactive("list_reply", Trees.of("id", id, "title", title, "description", description));
    }

    /** A form that was filled in; {@code responseJson} is the text that stands in {@code response_json}, valid or not. */
    public final String flowReply(String responseJson) {
        return interactive("nfm_reply", Trees.of("name", "flow", "body", "Sent", "response_json", responseJson));
    }

    /** The answer to a request to be allowed to call. */
    public final String callPermission(boolean granted) {
        return interactive(
                "call_permission_reply",
                Trees.of("response", granted ? "accept" : "reject", "response_source", "user_action"));
    }

    /** A tap on a quick reply of a template. */
    public final String templateButton(String payload, String text) {
        return send("button", Trees.of("payload", payload, "text", text));
    }

    /** An order of one product from the catalogue. */
    public final String order(String productId, int quantity, java.math.BigDecimal itemPrice, String text) {
        Map<String, Object> item = Trees.of(
                "product_retailer_id", productId, "quantity", quantity, "item_price", itemPrice, "currency", "USD");
        return send("order", Trees.of("catalog_id", "194836987003835", "text", text, "product_items", List.of(item)));
    }

    /** A reaction to a message of the business; a new one replaces the old. */
    public final String reaction(String messageId, String emoji) {
        return send("reaction", Trees.of("message_id", messageId, "emoji", emoji));
    }

    /** A reaction taken back, in one of the two forms that occur: an empty emoji, or none. */
    public final String reactionRemoved(String messageId, boolean withEmptyEmoji) {
        return send("reaction", Trees.of("message_id", messageId, "emoji", withEmptyEmoji ? "" : null));
    }

    /** A text of the customer's written anew. */
    public final String edit(String originalId, String newText) {
        Map<String, Object> message =
                Trees.of("context", Trees.of("id", "M0"), "type", "text", "text", Trees.of("body", newText));
        return send("edit", Trees.of("original_message_id", originalId, "message", message));
    }

    /** A message of the customer's taken back. */
    public final String revoke(String originalId) {
        return send("revoke", Trees.of("original_message_id", originalId));
    }

    /** Something the API cannot show: {@code poll}, {@code edit}, {@code view_once} …; null: of no said kind. */
    public final String unsupported(@Nullable String kind) {
        Map<String, Object> rest = Trees.of(
                "errors",
                List.of(GraphErrors.inWebhook(131051, "Message type is currently not supported.")),
                "unsupported",
                kind == null ? null : Trees.of("type", kind));
        return raw("unsupported", rest);
    }

    /** A picture that Meta could not fetch from the phone: no media id, an error in its place. */
    public final String imageThatFailed() {
        return raw(
                "image",
                Trees.of(
                        "image",
                        Trees.of("mime_type", "image/jpeg"),
                        "errors",
                        List.of(GraphErrors.inWebhook(131052, "Failed to download the media from the sender."))));
    }

    /** An empty chat was opened. */
    public final String requestWelcome() {
        return raw("request_welcome", Map.of());
    }

    /** A message of any type, of this world or not; {@code rest} is merged into the element. */
    public final String raw(String type, Map<String, Object> rest) {
        return customer().send(type, rest, circumstances, !OPENS_NO_WINDOW.contains(type));
    }

    SimulatedCustomer customer() {
        if (writer != null) {
            return writer;
        }
        return (SimulatedCustomer) this;
    }

    private CustomerMessages with(Map<String, Object> context) {
        Circumstances c = circumstances;
        return new CustomerMessages(customer(), new Circumstances(context, c.referral, c.groupId, c.at, c.id));
    }

    private String interactive(String type, Map<String, Object> reply) {
        return send("interactive", Trees.of("type", type, type, reply));
    }

    private String send(String type, Object content) {
        return raw(type, Trees.of(type, content));
    }

    private Map<String, Object> media(MediaFile file, String name, @Nullable Object value) {
        SimulatedNumber number = customer().number();
        MediaShelf.Shelved shelved = number.state().media().inbound(number, file);
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
                number.spec().flavour() == Flavour.META
                        ? number.state().base() + "/lookaside"
                                + number.state().media().downloadPath(shelved) + "&source=webhook"
                        : null);
    }
}
