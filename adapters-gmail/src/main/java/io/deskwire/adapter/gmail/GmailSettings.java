package io.deskwire.adapter.gmail;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param tenantId whose channel it is
 * @param channelId which
 * @param address the mailbox, lower-case
 * @param clientId the registered client; empty for a service account
 * @param clientSecret the client's secret, or null
 * @param grants what access tokens are fetched with, the current one first; empty until the account is connected
 * @param apiBase root of the Gmail API, with a slash at its end
 * @param tokenUrl the token endpoint
 * @param authorizeUrl where people consent
 * @param unitsPerMinute quota units that the mailbox may use a minute
 * @param labels labels whose messages are read; never empty
 * @param spamAndTrash whether messages in spam and trash are taken too
 * @param startFrom where the first fetch begins
 * @param afterIntake what to do with stored messages
 * @param push the watch and the proof of its pushes
 */
record GmailSettings(
        String tenantId,
        String channelId,
        String address,
        String clientId,
        @Nullable Secret clientSecret,
        List<Grant> grants,
        URI apiBase,
        URI tokenUrl,
        URI authorizeUrl,
        int unitsPerMinute,
        List<String> labels,
        boolean spamAndTrash,
        StartFrom startFrom,
        AfterIntake afterIntake,
        PushSettings push) {

    /** Reads, labels and sends; the one scope that is asked for. */
    static final String SCOPE = "https://www.googleapis.com/auth/gmail.modify";

    GmailSettings {
        grants = List.copyOf(grants);
        labels = List.copyOf(labels);
    }

    /** The labels whose messages are read, spam and trash among them when they are asked for. */
    List<String> watched() {
        if (!spamAndTrash) {
            return labels;
        }
        Set<String> all = new LinkedHashSet<>(labels);
        all.add("SPAM");
        all.add("TRASH");
        return List.copyOf(all);
    }

    /** Whether a service account acts for the mailbox, so that nobody has to consent. */
    boolean isServiceAccount() {
        return clientId.isEmpty();
    }
}
