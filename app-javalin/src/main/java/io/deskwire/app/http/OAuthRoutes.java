package io.deskwire.app.http;

import io.deskwire.app.AuditTrail.Actor;
import io.deskwire.app.ServerContext;
import io.deskwire.app.console.Console;
import io.deskwire.app.limit.Peers;
import io.deskwire.app.oauth.ConsentRefusal;
import io.deskwire.app.oauth.Consents;
import io.deskwire.app.oauth.Consents.Connected;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;

/** {@code …/oauth/start} and {@code /oauth/callback}: a person connects a channel's account. */
final class OAuthRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/tenants/{tenant}/channels/{channel}/oauth/start", ctx -> start(ctx, context.consents()));
        routes.get(Consents.CALLBACK, ctx -> finish(ctx, context));
    }

    private static void start(Context ctx, Consents consents) {
        try {
            String address =
                    consents.start(Params.tenant(ctx), Params.channel(ctx)).toString();
            Answers.json(ctx, 200, Map.of("authorize_url", address));
        } catch (ConsentRefusal e) {
            throw problem(e);
        }
    }

    /** No token is asked for: the person's browser comes from the provider, and the state says that we sent it there. */
    private static void finish(Context ctx, ServerContext context) {
        ctx.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
        try {
            Connected connected = context.consents()
                    .finish(new Consents.Answer(
                            ctx.queryParam("state"),
                            ctx.queryParam("code"),
                            ctx.queryParam("error"),
                            ctx.queryParam("error_description")));
            context.audit()
                    .done(
                            new Actor(
                                    "consent", null, new Peers(context.limits().proxies()).address(ctx)),
                            connected.tenantId(),
                            "channel_connected",
                            connected.channelId(),
                            "");
            if (wantsJson(ctx)) {
                Answers.json(ctx, 200, Map.of("tenant", connected.tenantId(), "channel", connected.channelId()));
                return;
            }
            Console.showMessage(
                    ctx,
                    200,
                    "Account connected",
                    "The channel " + connected.channelId() + " of " + connected.tenantId()
                            + " reads its mailbox from now on. This window can be closed.",
                    connected.tenantId());
        } catch (ConsentRefusal e) {
            if (wantsJson(ctx)) {
                throw problem(e);
            }
            Console.showMessage(
                    ctx,
                    e.status(),
                    e.title(),
                    e.text() + " Nothing was stored.",
                    e.tenantId().orElse(null));
        }
    }

    private static boolean wantsJson(Context ctx) {
        String accept = String.valueOf(ctx.header("Accept")).toLowerCase(Locale.ROOT);
        return accept.contains("json") && !accept.contains("html");
    }

    private static ProblemException problem(ConsentRefusal e) {
        return ProblemException.of(e.status(), e.title(), e.text(), Map.of("Cache-Control", "no-store"));
    }
}
