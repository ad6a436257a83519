package io.deskwire.app.http;

import io.deskwire.app.ChannelDocuments;
import io.deskwire.app.ServerContext;
import io.deskwire.app.limit.TokenBuckets;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.engine.Channels;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants/{tenant}/channels}: set up, see, test, read now, hold. */
final class ChannelRoutes implements Routes {

    private static final String ALL = "/api/v1/tenants/{tenant}/channels";
    private static final String ONE = ALL + "/{channel}";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Channels channels = context.deskwire().channels();
        routes.get(ALL, ctx -> {
            List<Channels.View> all = channels.list(Params.tenant(ctx));
            Answers.list(ctx, new Page<>(all, null), view -> tree(view, context));
        });
        routes.get(ONE, ctx -> show(ctx, 200, context));
        routes.put(ONE, ctx -> put(ctx, context));
        routes.delete(ONE, ctx -> {
            if (!channels.delete(Params.tenant(ctx), Params.channel(ctx))) {
                throw noChannel(ctx);
            }
            ctx.status(204);
        });
        routes.post(ONE + "/test", ctx -> test(ctx, context));
        routes.post(ONE + "/sync", ctx -> sync(ctx, context));
        routes.post(ONE + "/pause", ctx -> hold(ctx, context, true));
        routes.post(ONE + "/resume", ctx -> hold(ctx, context, false));
    }

    static void show(Context ctx, int status, ServerContext context) {
        Channels.View view = context.deskwire()
                .channels()
                .find(Params.tenant(ctx), Params.channel(ctx))
                .orElseThrow(() -> noChannel(ctx));
        Answers.json(ctx, status, tree(view, context));
    }

    private static Map<String, @Nullable Object> tree(Channels.View view, ServerContext context) {
        ChannelConfig config = view.config();
        return ChannelJson.tree(
                view,
                context.deskwire().channels().expiries(config.tenantId(), config.channelId()),
                context.clock().instant());
    }

    private static void put(Context ctx, ServerContext context) {
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        ChannelDocuments.Saved saved =
                ChannelBody.of(tenant, channel, RequestBody.object(ctx)).save(context);
        if (!saved.stored()) {
            throw ProblemException.invalid("the channel's document has problems; nothing was stored", saved.problems());
        }
        Audited.detail(ctx, saved.changes());
        show(ctx, saved.created() ? 201 : 200, context);
    }

    private static void test(Context ctx, ServerContext context) {
        requireChannel(ctx, context);
        TokenBuckets.Taken taken = context.channelTests().take(Params.tenant(ctx));
        if (!taken.taken()) {
            throw ProblemException.tooMany("too many connection tests of this tenant", taken.waitSeconds());
        }
        try {
            List<Stage> stages =
                    context.deskwire().channels().test(Params.tenant(ctx), Params.channel(ctx), stage -> {});
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("ok", stages.stream().allMatch(Stage::ok));
            tree.put("stages", stages.stream().map(ChannelRoutes::stage).toList());
            Answers.json(ctx, 200, tree);
        } catch (ChannelException e) {
            throw problem(e);
        }
    }

    private static Map<String, @Nullable Object> stage(Stage stage) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", stage.name());
        tree.put("ok", stage.ok());
        tree.put("detail", stage.detail());
        tree.put("hint", stage.hint());
        return tree;
    }

    private static void sync(Context ctx, ServerContext context) {
        requireChannel(ctx, context);
        try {
            FetchResult result = context.deskwire().channels().sync(Params.tenant(ctx), Params.channel(ctx));
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("offered", result.offered());
            tree.put("stored", result.stored());
            tree.put("resynced", result.resynced());
            tree.put("note", result.note());
            Answers.json(ctx, 200, tree);
        } catch (ChannelException e) {
            throw problem(e);
        }
    }

    private static void hold(Context ctx, ServerContext context, boolean paused) {
        Channels channels = context.deskwire().channels();
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        boolean found = paused ? channels.pause(tenant, channel) : channels.resume(tenant, channel);
        if (!found) {
            throw noChannel(ctx);
        }
        show(ctx, 200, context);
    }

    static ProblemException problem(ChannelException e) {
        String detail = e.getMessage() + e.hint().map(hint -> " " + hint).orElse("");
        // Refused by ourselves: the channel is no such channel, is paused, or its document has problems.
        boolean ours = e.kind() == FailureKind.UNSUPPORTED || e.kind() == FailureKind.PERMANENT;
        return ours ? ProblemException.conflict(detail) : ProblemException.upstream(detail);
    }

    static void requireChannel(Context ctx, ServerContext context) {
        if (context.config().find(Params.tenant(ctx), Params.channel(ctx)).isEmpty()) {
            throw noChannel(ctx);
        }
    }

    private static ProblemException noChannel(Context ctx) {
        return ProblemException.notFound("there is no channel " + Params.channel(ctx));
    }
}
