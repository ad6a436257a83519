package io.deskwire.testkit.graph;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /subscriptions}. Holds no lock while it calls back. */
final class SubscriptionFace {

    private final World world;
    private final Notifier notifier;
    private final Poster poster;
    private final String apiBaseUrl;

    SubscriptionFace(World world, Notifier notifier, Poster poster, String apiBaseUrl) {
        this.world = world;
        this.notifier = notifier;
        this.poster = poster;
        this.apiBaseUrl = apiBaseUrl;
    }

    /** @param path what follows {@code /subscriptions} */
    Answer answer(Call call, List<String> path, World.Grant grant) {
        if (grant.app().lacks("Mail.Read") && grant.app().lacks("Mail.ReadWrite")) {
            throw Refusal.accessDenied();
        }
        if (path.isEmpty()) {
            return switch (call.method()) {
                case "POST" -> create(call, grant);
                case "GET" -> list(grant);
                default -> throw new Refusal(405, "MethodNotAllowed", "The method is not allowed.");
            };
        }
        GraphSubscription found = own(grant).stream()
                .filter(each -> each.id().equals(path.get(0)))
                .findFirst()
                .orElseThrow(Refusal::notFound);
        String rest = String.join("/", path.subList(1, path.size()));
        switch (call.method() + " " + rest) {
            case "GET ":
                return Answer.json(200, found.tree(apiBaseUrl, true));
            case "PATCH ":
                return renew(call, found);
            case "DELETE ":
                notifier.remove(found);
                return Answer.empty(204);
            case "POST reauthorize":
                found.reauthorised();
                return Answer.empty(204);
            default:
                throw Refusal.badRequest("Resource not found for the segment '" + rest + "'.");
        }
    }

    private List<GraphSubscription> own(World.Grant grant) {
        return notifier.alive().stream()
                .filter(each -> each.app() == grant.app())
                .filter(each -> grant.signedIn() == null || grant.signedIn() == each.mailbox())
                .toList();
    }

    private Answer list(World.Grant grant) {
        return Answer.json(
                200,
                Map.of(
                        "@odata.context",
                        apiBaseUrl + "/$metadata#subscriptions",
                        "value",
                        own(grant).stream()
                                .map(each -> each.tree(apiBaseUrl, false))
                                .toList()));
    }

    private Answer create(Call call, World.Grant grant) {
        Fields fields = call.json();
        String resource = fields.text("resource");
        if (resource == null) {
            throw Refusal.badRequest("Property 'resource' is required.");
        }
        SubscriptionTarget target = SubscriptionTarget.of(resource, world, grant);
        Access.check(target.mailbox(), grant, "Mail.Read", "Mail.ReadWrite");
        SubscriptionRequest request = SubscriptionRequest.of(
                fields, world.now(), target.mailbox().rules().longestSubscription());
        GraphSubscription added = new GraphSubscription(grant, target, request, call.wantsImmutableIds());
        refuseLike(notifier.alive().stream().filter(added::isSameAs).findFirst());
        String lifecycle = request.lifecycleUrl();
        validate(request.notificationUrl());
        if (lifecycle != null) {
            validate(lifecycle);
        }
        refuseLike(notifier.add(added));
        return Answer.json(201, added.tree(apiBaseUrl, true));
    }

    private static void refuseLike(Optional<GraphSubscription> like) {
        if (like.isPresent()) {
            throw new Refusal(
                    409,
                    "InvalidRequest",
                    "Subscription Id " + like.get().id() + " already exists for the requested combination");
        }
    }

    private void validate(String url) {
        if (!poster.validates(url)) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation"
                            + " request.");
        }
    }

    private Answer renew(Call call, GraphSubscription found) {
        Fields fields = call.json();
        if (fields.has("lifecycleNotificationUrl")) {
            throw Refusal.invalidRequest("lifecycleNotificationUrl cannot be changed.");
        }
        if (fields.has("resource") || fields.has("changeType") || fields.has("clientState")) {
            throw Refusal.invalidRequest("Only expirationDateTime and notificationUrl can be changed.");
        }
        String url = fields.text("notificationUrl");
        if (url != null) {
            validate(SubscriptionRequest.url(url));
            found.sendTo(url);
        }
        String until = fields.text("expirationDateTime");
        if (until == null && url == null) {
            throw Refusal.badRequest("Property 'expirationDateTime' is required.");
        }
        if (until != null) {
            Duration longest = found.mailbox().rules().longestSubscription();
            found.renew(SubscriptionRequest.expiry(until, world.now(), longest));
        }
        return Answer.json(200, found.tree(apiBaseUrl, true));
    }
}
