package io.deskwire.adapter.cloud.postmark;

import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param channelName {@code tenant/channel}, by which events are told apart
 * @param apiKey the server token
 * @param accountApiKey the account token, which alone may read about domains, or null
 * @param webhookUsernames what webhooks show, the current one first; empty when none is configured, and then none is proven
 * @param webhookPasswords likewise
 * @param addresses the channel's own addresses, lower-case and without subaddress; the one answers come from first
 * @param messageStream the stream that mail goes out by
 * @param apiBase prefix of every call, without a slash at its end
 * @param webhookUrl where Postmark is told to post, or null
 * @param observeOnly true while requests that are not proven are counted and taken all the same
 */
record PostmarkSettings(
        String channelName,
        Secret apiKey,
        @Nullable Secret accountApiKey,
        List<Secret> webhookUsernames,
        List<Secret> webhookPasswords,
        List<String> addresses,
        String messageStream,
        URI apiBase,
        @Nullable URI webhookUrl,
        boolean observeOnly) {
    PostmarkSettings {
        webhookUsernames = List.copyOf(webhookUsernames);
        webhookPasswords = List.copyOf(webhookPasswords);
        addresses = List.copyOf(addresses);
    }
}
