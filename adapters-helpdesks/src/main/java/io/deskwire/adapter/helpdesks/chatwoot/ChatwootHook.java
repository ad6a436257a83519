package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.HelpdeskHook;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inbox's webhook: {@code X-Chatwoot-Signature: sha256=} with the HMAC-SHA256 of {@code timestamp.body} in hexadecimal,
 * {@code X-Chatwoot-Timestamp} in seconds. Versions that sign nothing are proven by a token in the address. Chatwoot waits five
 * seconds, posts once only, and shows the agent a failed message when it is not answered well. It posts everything, what we put
 * in ourselves too.
 */
final class ChatwootHook extends HelpdeskHook {

    private static final String PREFIX = "sha256=";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final ChatwootSettings settings;

    ChatwootHook(ChatwootSettings settings) {
        super(ChatwootApi.KIND, settings.common().observe());
        this.settings = settings;
    }

    @Override
    protected boolean canProve() {
        return !settings.common().webhookSecrets().isEmpty();
    }

    @Override
    protected @Nullable String objection(WebhookRequest request, byte[] body) {
        if (!canProve()) {
            return "webhook_secret is not configured";
        }
        String signature = request.header("x-chatwoot-signature").orElse("");
        if (signature.isEmpty() && settings.tokenInUrl()) {
            String token = request.parameter("token");
            return token != null && isToken(token) ? null : "it carries neither a signature nor the token";
        }
        if (!signature.startsWith(PREFIX)) {
            return "it carries no signature";
        }
        String timestamp = request.header("x-chatwoot-timestamp").orElse("");
        if (!isFresh(timestamp, request.receivedAt())) {
            return "its time is missing or too far from now";
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(signature.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return "its signature is no hexadecimal";
        }
        byte[] head = (timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        boolean proven = false;
        for (Secret secret : settings.common().webhookSecrets()) {
            proven |= Hmac.same(Hmac.sha256(secret, signed), given);
        }
        return proven ? null : "its signature is another";
    }

    private boolean isToken(String token) {
        boolean same = false;
        for (Secret secret : settings.common().webhookSecrets()) {
            same |= Hmac.same(secret, token);
        }
        return same;
    }

    private static boolean isFresh(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return apart.abs().compareTo(TOLERANCE) <= 0;
    }

    @Override
    protected @Nullable News news(Map<String, Object> post) {
        String event = Trees.textOrEmpty(post, "event");
        Map<String, Object> attributes = Trees.object(post, "content_attributes");
        long inbox = Trees.number(Trees.object(post, "inbox"), "id");
        if (inbox >= 0 && inbox != settings.inbox()) {
            return null;
        }
        return switch (event) {
            case "message_created", "message_updated" -> {
                long conversation = Trees.number(Trees.object(post, "conversation"), "id");
                boolean answers = Trees.textOrEmpty(post, "message_type").equals("outgoing")
                        && !Trees.isTrue(post, "private")
                        && !attributes.containsKey(ChatwootApi.MESSAGE);
                yield conversation < 0 || !answers
                        ? null
                        : new News(String.valueOf(conversation), "message-" + Trees.number(post, "id"));
            }
            case "conversation_status_changed", "conversation_resolved", "conversation_opened" -> {
                long conversation = Trees.number(post, "id");
                yield conversation < 0
                        ? null
                        : new News(
                                String.valueOf(conversation),
                                "state-" + conversation + "-" + Trees.textOrEmpty(post, "status") + "-"
                                        + Trees.textOrEmpty(post, "timestamp")
                                        + Trees.textOrEmpty(post, "updated_at"));
            }
            default -> null;
        };
    }
}
