package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.adapter.helpdesks.HelpdeskHook;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zammad's webhook: {@code X-Hub-Signature: sha1=} with the HMAC-SHA1 of the raw body in hexadecimal. The body holds the
 * ticket, and the article that set the trigger off where one did. Zammad posts again for less than two minutes when it is not
 * answered well, so that polling has to find what was missed.
 */
final class ZammadHook extends HelpdeskHook {

    private static final String PREFIX = "sha1=";

    private final CommonSettings settings;

    ZammadHook(CommonSettings settings) {
        super(ZammadApi.KIND, settings.observe());
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
        String signature = request.header("x-hub-signature").orElse("");
        if (!signature.startsWith(PREFIX)) {
            return "it carries no signature";
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(signature.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return "its signature is no hexadecimal";
        }
        boolean proven = false;
        for (Secret secret : settings.webhookSecrets()) {
            proven |= Hmac.same(Hmac.sha1(secret, body), given);
        }
        return proven ? null : "its signature is another";
    }

    @Override
    protected @Nullable News news(Map<String, Object> post) {
        Map<String, Object> ticket = Trees.object(post, "ticket");
        long id = Trees.number(ticket, "id");
        if (id < 0) {
            return null;
        }
        Map<String, Object> article = Trees.object(post, "article");
        return new News(
                Long.toString(id),
                id + "@" + Trees.textOrEmpty(ticket, "updated_at") + "#" + Trees.number(article, "id"));
    }
}
