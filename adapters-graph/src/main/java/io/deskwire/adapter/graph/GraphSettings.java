package io.deskwire.adapter.graph;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param tenantId the tenant
 * @param channelId the channel
 * @param grants how tokens are got, one for each secret that may be valid, the current one first
 * @param clientId the registered application
 * @param clientSecret its secret, or null for public clients
 * @param delegated whether a person signed in; else the application acts on its own
 * @param account the address that signs in, or that the application reads
 * @param mailbox the mailbox: {@code account} unless a shared one is named
 * @param folder what is read: a well-known name or a path of display names
 * @param apiBase prefix of every call, version included, without a slash at its end
 * @param tokenUrl the token endpoint
 * @param authorizeUrl where people consent
 * @param scopeRoot what names of permissions begin with, such as {@code https://graph.microsoft.com}
 * @param webhookUrl where notifications are to be sent, or null
 * @param webhookKeys secrets that client states are made of, the current one first; may be empty
 * @param afterIntake what happens to stored messages
 * @param startFrom where the first fetch begins
 * @param mostBytes the largest message the mailbox's organisation sends
 * @param observeOnly true while notifications that are not proven are counted and taken all the same
 */
record GraphSettings(
        String tenantId,
        String channelId,
        List<Grant> grants,
        String clientId,
        @Nullable Secret clientSecret,
        boolean delegated,
        String account,
        String mailbox,
        String folder,
        URI apiBase,
        URI tokenUrl,
        URI authorizeUrl,
        String scopeRoot,
        @Nullable URI webhookUrl,
        List<Secret> webhookKeys,
        AfterIntake afterIntake,
        StartFrom startFrom,
        long mostBytes,
        boolean observeOnly) {
    GraphSettings {
        grants = List.copyOf(grants);
        webhookKeys = List.copyOf(webhookKeys);
    }

    /** Whether the mailbox is not the one of the account that signed in. */
    boolean shared() {
        return delegated && !mailbox.equalsIgnoreCase(account);
    }

    /** What limits of Microsoft count by: application and mailbox. */
    String throttlingKey() {
        return apiBase + " " + clientId + " " + mailbox;
    }
}
