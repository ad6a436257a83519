package io.deskwire.testkit.graph;

import java.util.List;
import java.util.Optional;

/** Who calls, for which mailbox, and whether they may. */
final class GraphFace {

    private final World world;
    private final SubscriptionFace subscriptions;
    private final String apiBaseUrl;
    private final Gate gate;

    GraphFace(World world, SubscriptionFace subscriptions, String apiBaseUrl, Gate gate) {
        this.world = world;
        this.subscriptions = subscriptions;
        this.apiBaseUrl = apiBaseUrl;
        this.gate = gate;
    }

    /** Answers {@code /v1.0/…}. */
    Answer answer(Call call) {
        World.Grant grant = grant(call);
        List<String> path = call.path().subList(1, call.path().size());
        switch (call.part(1)) {
            case "subscriptions":
                return subscriptions.answer(call, path.subList(1, path.size()), grant);
            case "me":
                GraphMailbox own = grant.signedIn();
                if (own == null) {
                    throw Refusal.badRequest("/me request is only valid with delegated authentication flow.");
                }
                return limited(call, own, grant, "me", path.subList(1, path.size()));
            case "users":
                if (path.size() > 1) {
                    GraphMailbox mailbox = world.mailbox(grant.tenant(), path.get(1))
                            .orElseThrow(() -> new Refusal(
                                    404, "ErrorInvalidUser", "The requested user '" + path.get(1) + "' is invalid."));
                    String owner = "users('" + mailbox.id() + "')";
                    return limited(call, mailbox, grant, owner, path.subList(2, path.size()));
                }
                throw new Refusal(
                        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
            default:
                throw Refusal.badRequest("Resource not found for the segment '" + call.part(1) + "'.");
        }
    }

    private World.Grant grant(Call call) {
        String header = call.header("authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Refusal(401, "InvalidAuthenticationToken", "Access token is empty.");
        }
        Optional<World.Grant> grant = world.granted(header.substring(7).strip());
        return grant.orElseThrow(
                () -> new Refusal(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid."));
    }

    private Answer limited(Call call, GraphMailbox mailbox, World.Grant grant, String owner, List<String> rest) {
        String clientId = grant.app().clientId();
        if (!mailbox.rules().enter(clientId)) {
            throw new Refusal(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
                    .with("Retry-After", "1");
        }
        try {
            gate.pass(call.request());
            synchronized (world.lock()) {
                return new MailboxFace(mailbox, grant, apiBaseUrl, owner).answer(call, rest);
            }
        } finally {
            mailbox.rules().leave(clientId);
        }
    }
}
