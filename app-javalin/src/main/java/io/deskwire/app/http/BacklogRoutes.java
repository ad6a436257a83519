package io.deskwire.app.http;

import io.deskwire.Stores;
import io.deskwire.app.ServerContext;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Side;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.work.Ids;
import io.deskwire.work.WorkQueue;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/tenants/{tenant}/backlog}: what of a tenant waits, for how long, and what holds it back. */
final class BacklogRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/tenants/{tenant}/backlog", ctx -> {
            String tenant = Params.tenant(ctx);
            Stores stores = context.stores();
            Instant now = context.clock().instant();
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("inbox", queue(stores.inbox(), tenant, now));
            answer.put("deliveries", queue(stores.deliveries(), tenant, now));
            answer.put("outbox", queue(stores.outbox(), tenant, now));
            answer.put("media", queue(stores.media(), tenant, now));
            answer.put("held_back", heldBack(stores.channelStates().ofTenant(tenant)));
            Answers.json(ctx, 200, answer);
        });
    }

    private static Map<String, @Nullable Object> queue(WorkQueue<?> queue, String tenant, Instant now) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("items", queue.backlog(tenant));
        tree.put(
                "oldest_seconds",
                queue.oldest(tenant)
                        .flatMap(Ids::madeAt)
                        .map(at -> Math.max(0, Duration.between(at, now).toSeconds()))
                        .orElse(null));
        return tree;
    }

    private static List<Map<String, @Nullable Object>> heldBack(List<ChannelState> states) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (ChannelState state : states) {
            add(found, state, "inbound", state.inbound());
            add(found, state, "outbound", state.outbound());
        }
        return found;
    }

    private static void add(List<Map<String, @Nullable Object>> found, ChannelState state, String name, Side side) {
        if (side.status() == Status.CONNECTED || side.status() == Status.CONNECTING || side.reason() == null) {
            return;
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("channel_id", state.channelId());
        tree.put("side", name);
        tree.put("state", side.status().name().toLowerCase(Locale.ROOT));
        tree.put("because", side.reason());
        tree.put("since", side.since().toString());
        found.add(tree);
    }
}
