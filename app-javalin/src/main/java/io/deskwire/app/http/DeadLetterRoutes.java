package io.deskwire.app.http;

import io.deskwire.app.DeadLetterExport;
import io.deskwire.app.ServerContext;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants/{tenant}/dead-letters}: what was given up, with its reason and its raw bytes. */
public final class DeadLetterRoutes implements Routes {

    private static final String ALL = "/api/v1/tenants/{tenant}/dead-letters";
    private static final String ONE = ALL + "/{id}";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get(
                ALL,
                ctx -> Answers.list(
                        ctx,
                        (cursor, limit) ->
                                context.deskwire().deadLetters().list(Params.tenant(ctx), filter(ctx), cursor, limit),
                        DeadLetterRoutes::tree));
        routes.get(
                ALL + "/groups",
                ctx -> Answers.list(
                        ctx,
                        new Page<>(context.deskwire().deadLetters().groups(Params.tenant(ctx)), null),
                        DeadLetterRoutes::group));
        routes.get(ALL + "/export", ctx -> {
            String tenant = Params.tenant(ctx);
            DeadLetters.Filter filter = filter(ctx);
            Answers.download(ctx, "dead-letters-" + tenant + ".zip", "application/zip");
            new DeadLetterExport(context).write(tenant, filter, ctx.outputStream());
        });
        routes.post(ALL + "/retry", ctx -> {
            Fields body = new Fields(RequestBody.object(ctx));
            body.allowOnly(Set.of("reason", "from", "before", "all"));
            DeadLetters.Filter filter = filter(body);
            int queued = context.deskwire().redeliverAll(Params.tenant(ctx), filter);
            Audited.detail(ctx, queued + " entries");
            Answers.json(ctx, 202, Map.of("queued", queued));
        });
        routes.post(ALL + "/discard", ctx -> {
            Fields body = new Fields(RequestBody.object(ctx));
            body.allowOnly(Set.of("reason", "from", "before", "all", "comment"));
            String comment = body.requiredText("comment");
            DeadLetters.Filter filter = filter(body);
            int discarded = context.deskwire().discardAll(Params.tenant(ctx), filter, comment);
            Audited.detail(ctx, discarded + " entries");
            Answers.json(ctx, 200, Map.of("discarded", discarded));
        });
        routes.put(ONE + "/raw", ctx -> {
            byte[] bytes = ctx.bodyAsBytes();
            if (bytes.length == 0) {
                throw ProblemException.badRequest("the body is empty; it is to be the whole message");
            }
            switch (context.deskwire().replace(Params.tenant(ctx), Params.id(ctx), bytes)) {
                case DONE -> Answers.json(ctx, 202, Map.of("id", Params.id(ctx), "status", "queued"));
                case BYTES_GONE -> throw ProblemException.notFound("the raw bytes are gone");
                case NO_SUCH_LETTER -> throw none(ctx);
                default -> throw new IllegalStateException("unknown outcome");
            }
        });
        routes.get(ONE, ctx -> Answers.json(ctx, 200, tree(find(ctx, context))));
        routes.get(ONE + "/raw", ctx -> {
            DeadLetter letter = find(ctx, context);
            Answers.raw(
                    ctx,
                    context.stores()
                            .inbox()
                            .raw(letter.tenantId(), letter.rawId())
                            .orElseThrow(() -> ProblemException.notFound("the raw bytes are gone")),
                    letter.id());
        });
        routes.post(ONE + "/retry", ctx -> {
            if (!context.deskwire().redeliver(Params.tenant(ctx), Params.id(ctx))) {
                throw none(ctx);
            }
            Answers.json(ctx, 202, Map.of("id", Params.id(ctx), "status", "queued"));
        });
        routes.delete(ONE, ctx -> {
            String comment = Params.query(ctx, "comment");
            if (!context.deskwire()
                    .discard(
                            Params.tenant(ctx),
                            Params.id(ctx),
                            comment == null ? "discarded by an operator" : comment)) {
                throw none(ctx);
            }
            ctx.status(204);
        });
    }

    private static DeadLetters.Filter filter(Context ctx) {
        return new DeadLetters.Filter(
                Params.query(ctx, "reason"), Params.time(ctx, "from"), Params.time(ctx, "before"));
    }

    /** Everything at once has to be asked for in so many words. */
    private static DeadLetters.Filter filter(Fields body) {
        DeadLetters.Filter filter = new DeadLetters.Filter(body.text("reason"), body.time("from"), body.time("before"));
        boolean all = body.bool("all", false);
        if (filter.equals(DeadLetters.Filter.none()) != all) {
            body.problem("all", "must be true, or reason, from or before must say which");
        }
        body.check();
        return filter;
    }

    private static Map<String, @Nullable Object> group(DeadLetters.Group group) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("stage", group.stage().name().toLowerCase(Locale.ROOT));
        tree.put("reason", group.reason());
        tree.put("count", group.count());
        tree.put("oldest", group.oldest().toString());
        tree.put("newest", group.newest().toString());
        return tree;
    }

    private static DeadLetter find(Context ctx, ServerContext context) {
        return context.deskwire().deadLetter(Params.tenant(ctx), Params.id(ctx)).orElseThrow(() -> none(ctx));
    }

    private static ProblemException none(Context ctx) {
        return ProblemException.notFound("there is no dead letter " + Params.id(ctx));
    }

    /** A dead letter as API and command line show it. */
    public static Map<String, @Nullable Object> tree(DeadLetter letter) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", letter.id());
        tree.put("channel_id", letter.channelId());
        tree.put("raw_id", letter.rawId());
        tree.put("message_id", letter.messageId());
        tree.put("stage", letter.stage().name().toLowerCase(Locale.ROOT));
        tree.put("reason", letter.reason());
        tree.put("detail", letter.detail());
        tree.put("attempts", letter.attempts());
        tree.put("raw_size", letter.rawSize());
        tree.put("failed_at", letter.failedAt().toString());
        return tree;
    }
}
