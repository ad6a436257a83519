package io.deskwire.adapter.whatsapp;

import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param displayNumber the business's phone number in E.164 with {@code +}
 * @param phoneNumberId Meta's id of the number, or null to look it up in the account
 * @param accountId the WhatsApp Business Account's id (Meta, 360dialog) or the Messaging Service's (Twilio), or null
 * @param apiBase prefix of every call, without a slash at its end, version included
 * @param accessToken Meta: system user token; 360dialog: API key; Twilio: account SID
 * @param appSecrets keys of webhook signatures, the current one first; for Twilio the auth token. Empty when none is
 *     configured, and then no request is proven
 * @param verifyTokens what a handshake (Meta) or a header (360dialog) must show
 * @param webhookUrl where the provider is told to call, or null
 * @param observeOnly true while requests that are not proven are counted and taken all the same
 * @param mediaHosts further hosts that the access token may be shown to when a file is fetched
 * @param quoteReplies whether an answer quotes the message it answers
 * @param fallbackTemplate what is sent when the service window is closed, or null
 */
record WhatsAppSettings(
        String tenantId,
        String channelId,
        Flavour flavour,
        String displayNumber,
        @Nullable String phoneNumberId,
        @Nullable String accountId,
        URI apiBase,
        Secret accessToken,
        List<Secret> appSecrets,
        List<Secret> verifyTokens,
        @Nullable URI webhookUrl,
        boolean observeOnly,
        List<String> mediaHosts,
        boolean quoteReplies,
        @Nullable FallbackTemplate fallbackTemplate) {
    WhatsAppSettings {
        appSecrets = List.copyOf(appSecrets);
        verifyTokens = List.copyOf(verifyTokens);
        mediaHosts = List.copyOf(mediaHosts);
    }

    /** The template that stands in for a free text outside of the window; its one variable, if it has one, takes the text. */
    record FallbackTemplate(String name, String language) {}
}
