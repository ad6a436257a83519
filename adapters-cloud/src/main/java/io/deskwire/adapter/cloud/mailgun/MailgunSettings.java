package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param channelMark tells events about this channel's messages from those about others'
 * @param domain the sending domain at Mailgun, lower-case
 * @param addresses the channel's own addresses, lower-case and without subaddress
 * @param apiKey the account's or the domain's key
 * @param signingKeys keys of webhook signatures, the current one first; empty when none is configured, and then no request is
 *     proven
 * @param apiBase prefix of every call, without a slash at its end
 * @param webhookUrl where Mailgun is told to call, or null
 * @param observeOnly true while requests that are not proven are counted and taken all the same
 */
record MailgunSettings(
        String channelMark,
        String domain,
        Set<String> addresses,
        Secret apiKey,
        List<Secret> signingKeys,
        URI apiBase,
        @Nullable URI webhookUrl,
        boolean observeOnly) {
    MailgunSettings {
        addresses = Set.copyOf(addresses);
        signingKeys = List.copyOf(signingKeys);
    }
}
