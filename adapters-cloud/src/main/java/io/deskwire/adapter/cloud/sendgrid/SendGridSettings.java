package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param apiBase prefix of every call, without a slash at its end and without {@code /v3}
 * @param publicKeys keys of webhook signatures as they were given: of the security policy, of the event webhook, old ones
 *     that are being retired. Some may be unusable
 * @param webhookUsers the user name that the webhook address carries, if any
 * @param webhookPasswords passwords that go with it, the current one first
 * @param addresses the channel's own addresses, lower-case
 * @param inboundHost the host name that SendGrid receives mail for, lower-case
 * @param webhookUrl where SendGrid is told to post, or null
 * @param observeOnly true while requests that are not proven are counted and taken all the same
 */
record SendGridSettings(
        String tenantId,
        String channelId,
        URI apiBase,
        Secret apiKey,
        List<Secret> publicKeys,
        List<Secret> webhookUsers,
        List<Secret> webhookPasswords,
        List<String> addresses,
        String inboundHost,
        @Nullable URI webhookUrl,
        boolean observeOnly) {
    SendGridSettings {
        webhookUsers = List.copyOf(webhookUsers);
        publicKeys = List.copyOf(publicKeys);
        webhookPasswords = List.copyOf(webhookPasswords);
        addresses = List.copyOf(addresses);
    }

    /** What our messages carry so that their events name the channel. */
    String channelName() {
        return tenantId + "/" + channelId;
    }
}
