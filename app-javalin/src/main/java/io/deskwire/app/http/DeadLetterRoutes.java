package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.intake.DeadLetter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
                        (cursor, limit) -> context.deskwire().deadLetters().list(Params.tenant(ctx), cursor, limit),
                        DeadLetterRoutes::tree));
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
