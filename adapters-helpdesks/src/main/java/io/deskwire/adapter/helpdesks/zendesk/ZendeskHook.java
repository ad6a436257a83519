package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.adapter.helpdesks.HelpdeskHook;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zendesk's webhook: {@code X-Zendesk-Webhook-Signature} with the HMAC-SHA256 of timestamp and body in base64,
 * {@code X-Zendesk-Webhook-Signature-Timestamp} in RFC 3339. A trigger's webhook posts what its administrator wrote, which is to
 * hold {@code ticket_id}; a webhook on events posts {@code detail.id}.
 */
final class ZendeskHook extends HelpdeskHook {

    /** Zendesk repeats posts for some minutes, under the time of the first one as far as is known. */
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    private final CommonSettings settings;

    ZendeskHook(CommonSettings settings) {
        super(ZendeskApi.KIND, settings.observe());
        this.settings = settings;
    }

    @Override
    protected boolean canProve() {
        return !settings.webhookSecrets().isEmpty();
    }

    @Override
    protected @Nullable String objection(WebhookRequest request, byte[] body) {
        if (!canProve()) {
            return "webhook_secret is not configured";
        }
        String timestamp =
                request.header("x-zendesk-webhook-signature-timestamp").orElse("");
        if (!isFresh(timestamp, request.receivedAt())) {
            return "its time is missing or too far from now";
        }
        byte[] given;
        try {
            given = Base64.getDecoder()
                    .decode(request.header("x-zendesk-webhook-signature").orElse(""));
        } catch (IllegalArgumentException e) {
            return "its signature is no base64";
        }
        byte[] head = timestamp.getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        boolean proven = false;
        for (Secret secret : settings.webhookSecrets()) {
            proven |= Hmac.same(Hmac.sha256(secret, signed), given);
        }
        return proven ? null : "its signature is missing or another";
    }

    private static boolean isFresh(String timestamp, Instant now) {
        try {
            Instant at = OffsetDateTime.parse(timestamp).toInstant();
            return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Override
    protected @Nullable News news(Map<String, Object> post) {
        Map<String, Object> detail = Trees.object(post, "detail");
        long ticket = Trees.number(post, "ticket_id");
        ticket = ticket < 0 ? Trees.number(detail, "id") : ticket;
        if (ticket < 0) {
            return null;
        }
        String version = Trees.textOrEmpty(post, "updated_at")
                + Trees.textOrEmpty(detail, "updated_at")
                + Trees.textOrEmpty(post, "id");
        // Where the administrator's text tells two posts of one ticket not apart, neither may be taken for the other.
        String key = version.isEmpty() ? "ticket-" + ticket + "-" + hash(post) : version;
        return new News(String.valueOf(ticket), ticket + "@" + key);
    }

    private static String hash(Map<String, Object> post) {
        return Integer.toHexString(post.hashCode());
    }
}
