package io.deskwire.testkit.graph;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription's resource means.
 *
 * @param folder null for the whole mailbox
 */
record SubscriptionTarget(GraphMailbox mailbox, @Nullable Folder folder) {

    static SubscriptionTarget of(String resource, World world, World.Grant grant) {
        List<String> path = ODataPath.split(resource.replace(" ", "%20"));
        if (path.isEmpty() || resource.contains("://")) {
            throw Refusal.badRequest("Resource '" + resource + "' is not supported.");
        }
        String first = path.get(0).toLowerCase(Locale.ROOT);
        Optional<GraphMailbox> mailbox;
        List<String> rest;
        if (first.equals("me")) {
            if (grant.signedIn() == null) {
                throw Refusal.badRequest("/me request is only valid with delegated authentication flow.");
            }
            mailbox = Optional.of(grant.signedIn());
            rest = path.subList(1, path.size());
        } else if (first.equals("users") && path.size() > 1) {
            mailbox = world.mailbox(grant.tenant(), path.get(1));
            rest = path.subList(2, path.size());
        } else {
            throw Refusal.badRequest("Resource '" + resource + "' is not supported.");
        }
        GraphMailbox found = mailbox.orElseThrow(
                () -> new Refusal(404, "ResourceNotFound", "The user of the subscription's resource was not found."));
        if (grant.signedIn() != null && grant.signedIn() != found) {
            // Sharing does not help: the permissions that end in Shared do not cover subscriptions.
            throw Refusal.accessDenied();
        }
        boolean whole = rest.size() == 1 && rest.get(0).equalsIgnoreCase("messages");
        boolean ofFolder = rest.size() == 3
                && rest.get(0).equalsIgnoreCase("mailFolders")
                && rest.get(2).equalsIgnoreCase("messages");
        if (!whole && !ofFolder) {
            throw Refusal.badRequest("Resource '" + resource + "' is not supported.");
        }
        synchronized (world.lock()) {
            return new SubscriptionTarget(found, whole ? null : found.store().folder(rest.get(1)));
        }
    }
}
