package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import io.deskwire.app.http.Access;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in, by one-time link or with a token, and out. */
final class SignInPages {

    private final Gate gate;
    private final Sessions sessions;
    private final SignInLinks links;
    private final Access access;
    private final Pages pages;

    SignInPages(Gate gate, Sessions sessions, SignInLinks links, Access access, Pages pages) {
        this.gate = gate;
        this.sessions = sessions;
        this.links = links;
        this.access = access;
        this.pages = pages;
    }

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.SIGN_IN, gate.open(this::form));
        routes.post(Addresses.SIGN_IN, gate.open(this::withToken));
        routes.post(Addresses.SIGN_OUT, gate.changing(this::signOut));
    }

    private void form(Context ctx) {
        String code = ctx.queryParam("code");
        String next = next(ctx.queryParam("next"));
        if (code == null) {
            if (sessions.find(ctx, true).isPresent()) {
                ctx.redirect(next, HttpStatus.SEE_OTHER);
                return;
            }
            show(ctx, next, null);
            return;
        }
        // A browser that fetches ahead must not use the link up.
        if (ctx.header("Sec-Purpose") != null || !ctx.method().name().equals("GET")) {
            ctx.status(HttpStatus.NO_CONTENT);
            return;
        }
        Optional<Principal> who = links.redeem(code);
        if (who.isPresent()) {
            access.linkUsed(ctx, who.get());
            sessions.open(ctx, who.get());
            ctx.redirect(next, HttpStatus.SEE_OTHER);
        } else if (sessions.find(ctx, true).isPresent()) {
            ctx.redirect(next, HttpStatus.SEE_OTHER);
        } else {
            access.linkUsed(ctx, null);
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, next, "This link was used already or is older than 15 minutes. Sign in with a token.");
        }
    }

    private void withToken(Context ctx) {
        String next = next(ctx.formParam("next"));
        String token = ctx.formParam("token");
        if (Protection.isForeign(ctx)) {
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, next, "The form was sent by another site. Sign in here.");
            return;
        }
        Access.SignIn signIn = access.signIn(ctx, token == null ? "" : token.strip());
        Principal who = signIn.who();
        if (who != null) {
            sessions.open(ctx, who);
            ctx.redirect(next, HttpStatus.SEE_OTHER);
        } else if (signIn.tooMany()) {
            int seconds = access.waitSeconds(ctx);
            ctx.status(HttpStatus.TOO_MANY_REQUESTS);
            ctx.header("Retry-After", String.valueOf(seconds));
            show(ctx, next, "Too many wrong tokens. Wait a minute.");
        } else {
            ctx.status(HttpStatus.FORBIDDEN);
            show(ctx, next, "That token is not right, or not any more.");
        }
    }

    private void signOut(Context ctx, Session session) {
        sessions.close(ctx, session);
        ctx.header("Clear-Site-Data", "\"cache\"");
        ctx.redirect(Addresses.SIGN_IN, HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, String next, @Nullable String problem) {
        pages.show(
                ctx,
                "signIn",
                Map.of(
                        "frame",
                        pages.frame(ctx, null, "Sign in"),
                        "next",
                        next,
                        "problem",
                        problem == null ? "" : problem));
    }

    /** Only pages of the console: nobody is led elsewhere after signing in. */
    private static String next(@Nullable String asked) {
        if (asked == null || !asked.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')) {
            return Addresses.HOME;
        }
        boolean ours = asked.equals(Addresses.HOME)
                || asked.startsWith(Addresses.HOME + "/")
                || asked.startsWith(Addresses.HOME + "?");
        return ours ? asked : Addresses.HOME;
    }
}
