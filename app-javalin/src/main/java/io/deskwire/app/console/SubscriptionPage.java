package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.events.Events;
import io.deskwire.app.http.Audited;
import io.deskwire.jdbc.EventDelivery;
import io.deskwire.jdbc.Subscription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is told of a tenant's events, how that goes, and telling it again. */
final class SubscriptionPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/subscriptions";
    private static final int NEWEST = 5;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;

    SubscriptionPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
    }

    /** A subscription. */
    record Row(
            String id,
            String url,
            String types,
            Chip state,
            String waiting,
            String expired,
            @Nullable String problem,
            @Nullable Moment retry,
            @Nullable Moment delivered,
            List<Attempt> newest,
            String address) {
        Row {
            newest = List.copyOf(newest);
        }
    }

    /** What became of one event. */
    record Attempt(
            String type,
            Chip state,
            Moment noted,
            String tries,
            @Nullable String problem) {}

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
        routes.post(ROUTE + "/{id}/replay", gate.changing((ctx, session) -> replay(ctx)));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        Events events = context.events();
        Instant now = context.clock().instant();
        List<Row> rows = events.of(tenant).stream()
                .map(subscription -> row(subscription, events, now))
                .toList();
        pages.show(
                ctx,
                "subscriptions",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Subscriptions", tenant, Frame.Section.CHANNELS),
                        "rows",
                        rows,
                        "days",
                        Words.count(events.retention().toDays(), "day", "days")));
    }

    private static Row row(Subscription subscription, Events events, Instant now) {
        Subscription.Condition condition = subscription.condition();
        return new Row(
                subscription.id(),
                subscription.url(),
                String.join(", ", subscription.types()),
                state(subscription),
                Words.count(events.waiting(subscription), "event waiting", "events waiting"),
                condition.expired() == 0
                        ? ""
                        : Words.count(
                                condition.expired(),
                                "event grew too old before it could be delivered",
                                "events grew too old before they could be delivered"),
                condition.problem(),
                Moment.orNull(condition.retryAt(), now),
                Moment.orNull(condition.lastDeliveredAt(), now),
                events.deliveries(subscription, null, NEWEST).items().stream()
                        .map(delivery -> attempt(delivery, now))
                        .toList(),
                ROUTE.replace("{tenant}", Addresses.segment(subscription.tenantId())) + "/"
                        + Addresses.segment(subscription.id()));
    }

    private static Attempt attempt(EventDelivery delivery, Instant now) {
        Chip state = switch (delivery.state()) {
            case DELIVERED -> new Chip("Delivered", Tone.GOOD);
            case PENDING -> new Chip("Waiting", Tone.WAIT);
            case FAILED -> new Chip("Given up", Tone.BAD);
        };
        return new Attempt(
                delivery.event().type(),
                state,
                Moment.of(delivery.event().notedAt(), now),
                Words.count(delivery.attempts(), "attempt", "attempts"),
                delivery.problem());
    }

    private static Chip state(Subscription subscription) {
        return switch (subscription.state()) {
            case "switched_off" -> new Chip("Switched off", Tone.CALM);
            case "disabled" -> new Chip("Ended by its receiver", Tone.BAD);
            case "failing" -> new Chip("Failing", Tone.BAD);
            default -> new Chip("Active", Tone.GOOD);
        };
    }

    private void replay(Context ctx) {
        Subscription subscription = context.events()
                .find(Asked.tenant(ctx), ctx.pathParam("id"))
                .orElseThrow(() -> new NotFoundResponse("There is no such subscription."));
        Instant now = context.clock().instant();
        Duration back = switch (Asked.form(ctx, "back")) {
            case "hour" -> Duration.ofHours(1);
            case "day" -> Duration.ofDays(1);
            case "all" -> context.events().retention().plusDays(1);
            default -> throw new BadRequestResponse("There is no such time.");
        };
        // A little beyond now: events are timed by the database's clock.
        int events = context.events()
                .replay(subscription, now.minus(back), now.plus(Duration.ofHours(1)), subscription.types());
        Audited.subject(ctx, subscription.id());
        Audited.detail(ctx, events + " events");
        notices.leave(ctx, Notice.done(Words.count(events, "event is", "events are") + " told again."));
        ctx.redirect(ROUTE.replace("{tenant}", Addresses.segment(Asked.tenant(ctx))), HttpStatus.SEE_OTHER);
    }
}
