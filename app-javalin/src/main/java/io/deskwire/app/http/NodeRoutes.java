package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.jdbc.Lookout;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/nodes} and {@code /api/v1/leases}: who works on what; {@code /api/v1/support-bundle}: all of it to pass on. */
final class NodeRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Lookout lookout = context.database().lookout();
        routes.get(
                "/api/v1/nodes",
                ctx -> Answers.list(
                        ctx, new Page<>(lookout.nodes(context.clock().instant()), null), NodeRoutes::node));
        routes.get(
                "/api/v1/leases",
                ctx -> Answers.list(
                        ctx,
                        (cursor, limit) ->
                                lookout.channelLeases(cursor, context.clock().instant(), limit),
                        NodeRoutes::lease));
        routes.get("/api/v1/support-bundle", ctx -> {
            Instant now = context.clock().instant();
            byte[] bundle = context.support().bundle(now);
            Answers.file(
                    ctx,
                    "deskwire-support-" + now.toString().substring(0, 10) + ".zip",
                    "application/zip",
                    bundle.length,
                    new ByteArrayInputStream(bundle));
        });
    }

    private static Map<String, @Nullable Object> node(Lookout.NodeWork node) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("node", node.node());
        tree.put("channels", node.channels());
        tree.put("work", node.work());
        tree.put("until", node.until().toString());
        return tree;
    }

    private static Map<String, @Nullable Object> lease(Lookout.ChannelLease lease) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("tenant_id", lease.tenantId());
        tree.put("channel_id", lease.channelId());
        tree.put("node", lease.node());
        tree.put("until", lease.until().toString());
        return tree;
    }
}
