package io.deskwire.app.explain;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.channel.Channel;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was posted to a webhook and kept in a file, taken apart as the provider's channel does it. */
final class CapturedWebhooks {

    /** More than any notification of SNS. */
    private static final int LONGEST_NOTIFICATION = 2 << 20;

    private static final Set<String> HINTS = Set.of("subscription", "subscriptionId");

    private final Consumer<StoredMail> found;
    private final BiConsumer<String, String> unreadable;

    CapturedWebhooks(Consumer<StoredMail> found, BiConsumer<String, String> unreadable) {
        this.found = found;
        this.unreadable = unreadable;
    }

    /** The decoders of everything that can be posted, by format. */
    static Map<String, Decoder> decoders() {
        Map<String, Decoder> decoders = new HashMap<>();
        for (Poster poster : Poster.values()) {
            decoders.putAll(poster.type().decoders());
        }
        return decoders;
    }

    /**
     * Hands over what a request brought.
     *
     * @param name the file's
     * @return false when it is nothing that is known here, of which nothing was said
     */
    boolean read(CapturedRequest request, String name) throws IOException {
        if (request.isForm()) {
            Poster poster = Poster.ofForm(request);
            if (poster != null) {
                items(poster, request.headers(), request.body(), name);
            }
            return poster != null;
        }
        return request.isJson() && json(request, name);
    }

    private boolean json(CapturedRequest request, String name) throws IOException {
        JsonOutline outline = JsonOutline.of(request.body());
        Poster poster = Poster.ofJson(outline);
        if (poster != null) {
            items(poster, request.headers(), request.body(), name);
            return true;
        }
        if (outline.has("mail") && (outline.has("notificationType") || outline.has("eventType"))) {
            items(Poster.SES, Map.of(), notification(request.body()), name);
            return true;
        }
        if (mailboxMessage(outline, request.body(), name, 0)) {
            return true;
        }
        FileSlice value = outline.field("value");
        List<FileSlice> elements =
                value == null ? outline.elements() : JsonOutline.of(value).elements();
        if (HINTS.stream().anyMatch(outline::has)
                || (!elements.isEmpty() && JsonOutline.of(elements.get(0)).has("subscriptionId"))) {
            unreadable.accept(name, "is a hint that a mailbox has something new, and carries no message");
            return true;
        }
        int index = 0;
        for (FileSlice element : elements) {
            if (!mailboxMessage(JsonOutline.of(element), element, name, index)) {
                break;
            }
            index++;
        }
        return index > 0;
    }

    /** A message as Gmail's or Microsoft's API shows it. */
    private boolean mailboxMessage(JsonOutline outline, FileSlice json, String name, int index) throws IOException {
        FileSlice raw = outline.field("raw");
        if (raw != null && (outline.has("id") || outline.has("threadId"))) {
            Path mail = Spool.copy(in -> new UrlBase64(in), raw);
            try {
                FileSlice bytes = new FileSlice(mail, 0, Files.size(mail), false);
                found.accept(new StoredMail(
                        name,
                        index,
                        StoredMail.MAIL,
                        Envelope.unknown(),
                        GmailMessage.meta(outline.field("id"), outline.field("threadId")),
                        bytes));
            } finally {
                Files.delete(mail);
            }
            return true;
        }
        if (outline.has("payload") && outline.has("id")) {
            GmailMessage.read(json, name, index).ifPresent(found);
            return true;
        }
        if (outline.has("internetMessageId") || outline.hasAll("toRecipients", "body")) {
            found.accept(GraphMessage.read(json, name, index));
            return true;
        }
        return false;
    }

    private void items(Poster poster, Map<String, List<String>> headers, Content body, String name) throws IOException {
        WebhookRequest request = new WebhookRequest(
                "POST",
                URI.create("https://localhost/"),
                Map.of(),
                headers.isEmpty() ? Map.of("content-type", List.of("application/json")) : headers,
                body,
                Instant.EPOCH);
        try (Channel channel = poster.open()) {
            Optional<WebhookChannel> webhook = channel.webhook();
            Received received = webhook.isPresent() ? webhook.get().receive(request) : null;
            if (received instanceof Received.Items items && !items.items().isEmpty()) {
                int index = 0;
                for (RawItem item : items.items()) {
                    item(item, name, index);
                    index++;
                }
            } else {
                unreadable.accept(name, why(received));
            }
        }
    }

    private static String why(@Nullable Received received) {
        if (received instanceof Received.Refused refused) {
            return "is no request that could be taken: " + refused.reason();
        }
        return received instanceof Received.Nudge
                ? "is a hint that a mailbox has something new, and carries no message"
                : "is a handshake or a sample of a provider's, and carries no message";
    }

    private void item(RawItem item, String name, int index) throws IOException {
        Map<String, String> meta = new HashMap<>(item.meta());
        // Here every number and mailbox is somebody else's.
        List.of(RawItem.FOREIGN, RawItem.ALSO, RawItem.ANYBODYS).forEach(meta::remove);
        if (item.meta().containsKey(RawItem.ELSEWHERE)) {
            unreadable.accept(name, "only names its content, which lies elsewhere: " + meta.get(RawItem.ELSEWHERE));
            return;
        }
        RawBody body = item.body();
        if (body instanceof ContentBody there) {
            found.accept(new StoredMail(name, index, item.format(), item.envelope(), meta, there.content()));
            return;
        }
        try (InputStream bytes = body.open()) {
            found.accept(new StoredMail(
                    name, index, item.format(), item.envelope(), meta, Content.of(bytes.readAllBytes())));
        }
    }

    /** What SES says without SNS around it, as raw message delivery brings it, put into a notification. */
    private static Content notification(FileSlice message) throws IOException {
        String text;
        try (InputStream in = message.open()) {
            text = new String(in.readNBytes(LONGEST_NOTIFICATION), StandardCharsets.UTF_8);
        }
        return Content.of(Json.writeBytes(Map.of(
                "Type",
                "Notification",
                "MessageId",
                message.sha256(),
                "TopicArn",
                "arn:aws:sns:us-east-1:000000000000:explain",
                "Message",
                text,
                "Timestamp",
                "1970-01-01T00:00:00.000Z",
                "SignatureVersion",
                "1",
                "Signature",
                "",
                "SigningCertURL",
                "")));
    }
}
