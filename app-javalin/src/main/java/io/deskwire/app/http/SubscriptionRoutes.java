package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.events.EventType;
import io.deskwire.app.events.Events;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.EventDelivery;
import io.deskwire.jdbc.Subscription;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code …/subscriptions}: who is told of a tenant's events. */
final class SubscriptionRoutes implements Routes {

    private static final String ALL = "/api/v1/tenants/{tenant}/subscriptions";
    private static final String ONE = ALL + "/{id}";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What is answered and may be put back as it is. */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "state",
            "problem",
            "failures",
            "retry_at",
            "last_delivered_at",
            "waiting",
            "expired",
            "created_at",
            "updated_at");

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Events events = context.events();
        routes.get(
                ALL, ctx -> Answers.list(ctx, new Page<>(events.of(Params.tenant(ctx)), null), s -> tree(s, events)));
        routes.get(ONE, ctx -> Answers.json(ctx, 200, tree(find(ctx, events), events)));
        routes.put(ONE, ctx -> put(ctx, events));
        routes.delete(ONE, ctx -> {
            if (!events.delete(Params.tenant(ctx), Params.id(ctx))) {
                throw notThere(ctx);
            }
            ctx.status(204);
        });
        routes.get(ONE + "/deliveries", ctx -> {
            Subscription subscription = find(ctx, events);
            Answers.list(
                    ctx,
                    (cursor, limit) -> events.deliveries(subscription, cursor, limit),
                    SubscriptionRoutes::delivery);
        });
        routes.post(ONE + "/replay", ctx -> replay(ctx, events));
    }

    private static Subscription find(Context ctx, Events events) {
        return events.find(Params.tenant(ctx), Params.id(ctx)).orElseThrow(() -> notThere(ctx));
    }

    private static ProblemException notThere(Context ctx) {
        return ProblemException.notFound("there is no subscription " + Params.id(ctx));
    }

    private static void put(Context ctx, Events events) {
        String tenant = Params.tenant(ctx);
        String id = Params.id(ctx);
        if (!ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "a subscription is named by 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        Fields body = new Fields(RequestBody.object(ctx));
        Set<String> known = new TreeSet<>(READ_ONLY);
        known.addAll(Set.of("url", "types", "secret", "is_active"));
        body.allowOnly(known);
        String url = body.requiredText("url");
        List<String> types = texts(body, body.list("types"), "types");
        List<Secret> secrets = texts(body, body.oneOrMore("secret"), "secret").stream()
                .map(Secret::of)
                .toList();
        boolean active = body.bool("is_active", true);
        boolean created = events.find(tenant, id).isEmpty();
        List<ConfigProblem> problems = new ArrayList<>(body.problems());
        if (problems.isEmpty()) {
            problems.addAll(events.save(tenant, id, new Events.Wanted(url, types, secrets, active)));
        }
        if (!problems.isEmpty()) {
            throw ProblemException.invalid("the subscription has problems; nothing was stored", problems);
        }
        Audited.detail(ctx, (created ? "created, " : "") + String.join(" ", new TreeSet<>(types)));
        Answers.json(ctx, created ? 201 : 200, tree(find(ctx, events), events));
    }

    private static List<String> texts(Fields body, List<?> entries, String field) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof String text && !text.isBlank()) {
                texts.add(text.strip());
            } else {
                body.problem(field + "[" + i + "]", "must be a text");
            }
        }
        return texts;
    }

    private static void replay(Context ctx, Events events) {
        Subscription subscription = find(ctx, events);
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("since", "until", "types"));
        Instant since = body.time("since");
        if (since == null && !body.has("since")) {
            body.problem("since", "is required");
        }
        Instant until = body.time("until");
        Set<String> types = new TreeSet<>(texts(body, body.list("types"), "types"));
        for (String type : types) {
            if (!EventType.words().contains(type)) {
                body.problem("types", "must be of " + String.join(", ", EventType.words()));
            }
        }
        if (since != null && until != null && !since.isBefore(until)) {
            body.problem("until", "must be after since");
        }
        body.check();
        int count = events.replay(
                subscription,
                since == null ? Instant.EPOCH : since,
                until == null ? Instant.parse("9999-01-01T00:00:00Z") : until,
                types.isEmpty() ? subscription.types() : types);
        Audited.subject(ctx, subscription.id());
        Audited.detail(ctx, count + " events");
        Answers.json(ctx, 202, Map.of("events", count));
    }

    private static Map<String, @Nullable Object> tree(Subscription subscription, Events events) {
        Subscription.Condition condition = subscription.condition();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", subscription.id());
        tree.put("url", subscription.url());
        tree.put("types", List.copyOf(subscription.types()));
        tree.put("is_active", subscription.active());
        tree.put("state", subscription.state());
        tree.put("problem", condition.problem());
        tree.put("failures", condition.failures());
        tree.put("retry_at", text(condition.retryAt()));
        tree.put("last_delivered_at", text(condition.lastDeliveredAt()));
        tree.put("waiting", events.waiting(subscription));
        tree.put("expired", condition.expired());
        tree.put("created_at", subscription.createdAt().toString());
        tree.put("updated_at", subscription.updatedAt().toString());
        return tree;
    }

    private static Map<String, @Nullable Object> delivery(EventDelivery delivery) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("event_id", "evt_" + delivery.event().id());
        tree.put("type", delivery.event().type());
        tree.put("noted_at", delivery.event().notedAt().toString());
        tree.put("channel_id", delivery.event().channelId());
        tree.put("subject", delivery.event().subject());
        tree.put("state", delivery.state().word());
        tree.put("attempts", delivery.attempts());
        tree.put("tried_at", text(delivery.triedAt()));
        tree.put("status", delivery.status());
        tree.put("problem", delivery.problem());
        return tree;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
