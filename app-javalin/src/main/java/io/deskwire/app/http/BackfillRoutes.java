package io.deskwire.app.http;

import io.deskwire.app.Backfills;
import io.deskwire.app.ServerContext;
import io.deskwire.engine.Channels.Backfilled;
import io.deskwire.failure.ChannelException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code …/channels/{channel}/backfill}: reads a mailbox again, or compares it, and tells how far that is. */
final class BackfillRoutes implements Routes {

    private static final String PATH = "/api/v1/tenants/{tenant}/channels/{channel}/backfill";

    /** Then whoever asked is told to look again: proxies in between give up on longer answers. */
    private static final Duration AN_ANSWER = Duration.ofSeconds(20);

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Backfills backfills = context.backfills();
        routes.post(PATH, ctx -> start(ctx, context, backfills));
        routes.get(PATH, ctx -> {
            ChannelRoutes.requireChannel(ctx, context);
            Backfills.Run run = backfills
                    .newest(Params.tenant(ctx), Params.channel(ctx))
                    .orElseThrow(() -> ProblemException.notFound("no backfill was begun on this node since its start"));
            Answers.json(ctx, 200, tree(run));
        });
    }

    private static void start(Context ctx, ServerContext context, Backfills backfills) throws InterruptedException {
        ChannelRoutes.requireChannel(ctx, context);
        Fields body = new Fields(RequestBody.objectOrNothing(ctx));
        body.allowOnly(Set.of("since", "dry_run"));
        boolean dryRun = body.bool("dry_run", false);
        LocalDate since = body.date("since");
        body.check();
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        Backfills.Run run = backfills
                .start(
                        tenant,
                        channel,
                        since,
                        dryRun,
                        progress -> context.deskwire().channels().backfill(tenant, channel, since, dryRun, progress))
                .orElseThrow(() -> ProblemException.conflict("a backfill of this channel is under way"));
        if (respondsAsync(ctx) || !run.endsWithin(AN_ANSWER)) {
            ctx.header("Location", ctx.path());
            Answers.json(ctx, 202, tree(run));
            return;
        }
        ChannelException problem = run.problem();
        if (problem != null) {
            throw ChannelRoutes.problem(problem);
        }
        Answers.json(ctx, 200, tree(run));
    }

    /** RFC 7240 section 4.1. */
    private static boolean respondsAsync(Context ctx) {
        String prefer = ctx.header("Prefer");
        return prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async");
    }

    private static Map<String, Object> tree(Backfills.Run run) {
        Instant endedAt = run.endedAt();
        ChannelException problem = run.problem();
        Backfilled soFar = run.soFar();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("state", endedAt == null ? "running" : problem == null ? "done" : "failed");
        tree.put("dry_run", run.dryRun());
        tree.put("since", run.since() == null ? null : run.since().toString());
        tree.put("started_at", run.startedAt().toString());
        tree.put("ended_at", endedAt == null ? null : endedAt.toString());
        tree.put("seen", soFar.seen());
        tree.put("known", soFar.known());
        tree.put("stored", soFar.stored());
        tree.put("missing", soFar.missing());
        tree.put("problem", problem == null ? null : problem.getMessage());
        return tree;
    }
}
