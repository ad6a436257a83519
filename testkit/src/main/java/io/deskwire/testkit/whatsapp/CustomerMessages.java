package io.deskwire.testkit.whatsapp;

import java.math.BigDecimal;
import java.time.Duration;
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
        return with(circumstances.withContext(Trees.of("from", customer().quoted(messageId), "id", messageId)));
    }

    /** Forwarded from another chat, perhaps for the fifth time or more. */
    public CustomerMessages forwarding(boolean frequently) {
        return with(circumstances.withContext(Trees.of(frequently ? "frequently_forwarded" : "forwarded", true)));
    }

    /** From the page of a product in the catalogue. */
    public CustomerMessages askingAbout(String catalogId, String productId) {
        return with(circumstances.withContext(Trees.of(
                "from",
                customer().number().spec().displayDigits(),
                "id",
                customer().number().state().ids().wamid(),
                "referred_product",
                Trees.of("catalog_id", catalogId, "product_retailer_id", productId))));
    }

    /** Coming from an advertisement. */
    public CustomerMessages referredBy(String adId, String headline, String sourceUrl) {
        return with(circumstances.withReferral(Contents.referral(adId, headline, sourceUrl)));
    }

    /** In a group instead of the private chat. */
    public CustomerMessages inGroup(String groupId) {
        return with(circumstances.withGroup(groupId));
    }

    /** Written at another time than now, for a webhook that comes late. */
    public CustomerMessages at(Instant written) {
        return with(circumstances.withTime(written));
    }

    /** With this id instead of one made up. */
    public CustomerMessages withId(String messageId) {
        return with(circumstances.withId(messageId));
    }

    /** Text, as typed. */
    public final String text(String body) {
        return send("text", Trees.of("body", body));
    }

    /** A picture; the caption may be missing. */
    public final String image(MediaFile file, @Nullable String caption) {
        return send("image", media(file, "caption", caption));
    }

    /** A film; the caption may be missing. */
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

    /** A sticker, animated or not as its bytes say. */
    public final String sticker(MediaFile file) {
        return send("sticker", media(file, "animated", MediaRules.animated(file.raw())));
    }

    /** A place; name and address may be missing. */
    public final String location(double latitude, double longitude, @Nullable String name, @Nullable String address) {
        return send("location", Contents.location(latitude, longitude, name, address));
    }

    /** One contact card. */
    public final String contact(String name, String phone) {
        return contacts(List.of(Contents.card(name, phone)));
    }

    /** Contact cards with everything that Meta's form of them has. */
    public final String contacts(List<Map<String, Object>> cards) {
        return send("contacts", List.copyOf(cards));
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

    /** The answer to a request to be allowed to call, for a week. */
    public final String callPermission(boolean granted) {
        Instant until = customer().number().clock().instant().plus(Duration.ofDays(7));
        return interactive("call_permission_reply", Contents.callPermission(granted, until));
    }

    /** A tap on a quick reply of a template. */
    public final String templateButton(String payload, String text) {
        return send("button", Trees.of("payload", payload, "text", text));
    }

    /** An order of one product from the catalogue. */
    public final String order(String productId, int quantity, BigDecimal itemPrice, String text) {
        return send("order", Contents.order(productId, quantity, itemPrice, text));
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
        return send("edit", Contents.edit(originalId, "text", Trees.of("body", newText)));
    }

    /** The caption of a picture written anew; the picture comes again, under another id. */
    public final String editCaption(String originalId, MediaFile file, String newCaption) {
        return send("edit", Contents.edit(originalId, "image", media(file, "caption", newCaption)));
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

    private CustomerMessages with(Circumstances others) {
        return new CustomerMessages(customer(), others);
    }

    private String interactive(String type, Map<String, Object> reply) {
        return send("interactive", Trees.of("type", type, type, reply));
    }

    private String send(String type, Object content) {
        return raw(type, Trees.of(type, content));
    }

    private Map<String, Object> media(MediaFile file, String name, @Nullable Object value) {
        return Contents.media(customer().number(), file, name, value);
    }
}
