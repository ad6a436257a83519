package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.access.Tokens;
import io.deskwire.app.console.Console;
import io.deskwire.jdbc.ApiToken;
import io.deskwire.jdbc.ApiToken.Role;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tokens}: who may call the API and sign in to the console. */
final class TokenRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Tokens tokens = context.access().tokens();
        routes.get("/api/v1/tokens", ctx -> Answers.list(ctx, new Page<>(tokens.all(), null), TokenRoutes::tree));
        routes.post("/api/v1/tokens", ctx -> make(ctx, tokens));
        routes.delete("/api/v1/tokens/{id}", ctx -> {
            if (!tokens.revoke(Params.id(ctx))) {
                throw ProblemException.notFound("there is no token " + Params.id(ctx));
            }
            ctx.status(204);
        });
        routes.post("/api/v1/sign-in-links", ctx -> link(ctx, context));
    }

    private static void make(Context ctx, Tokens tokens) {
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("name", "role", "tenant_id", "expires_at"));
        String name = body.requiredText("name");
        Role role = role(body);
        String tenant = body.text("tenant_id");
        Instant expiresAt = body.time("expires_at");
        body.check();
        Tokens.Made made;
        try {
            made = tokens.make(name, role, tenant, expiresAt);
        } catch (Tokens.RefusedException e) {
            throw e.field().isEmpty()
                    ? ProblemException.conflict(String.valueOf(e.getMessage()))
                    : ProblemException.invalid(e.field(), String.valueOf(e.getMessage()));
        }
        Audited.subject(ctx, made.token().id());
        Audited.detail(ctx, "role " + role.word() + (tenant == null ? "" : ", one tenant"));
        Map<String, @Nullable Object> tree = tree(made.token());
        tree.put("token", made.secret().reveal());
        Answers.json(ctx, 201, tree);
    }

    private static void link(Context ctx, ServerContext context) {
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("role", "tenant_id"));
        Role role = role(body);
        String tenant = body.text("tenant_id");
        if (tenant != null && !Tokens.isTenant(tenant)) {
            body.problem("tenant_id", Tokens.TENANT_FORM);
        }
        body.check();
        Audited.detail(ctx, "role " + role.word() + (tenant == null ? "" : ", one tenant"));
        Answers.json(
                ctx,
                201,
                Map.of(
                        "url",
                        context.publicUrl().get() + Console.signInPath(context, role, tenant),
                        "expires_at",
                        context.clock().instant().plus(Console.LINK_LIFETIME).toString()));
    }

    private static Role role(Fields body) {
        String word = body.requiredText("role");
        return Stream.of(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseGet(() -> {
                    if (!word.isBlank()) {
                        body.problem("role", "must be admin or agent");
                    }
                    return Role.AGENT;
                });
    }

    private static Map<String, @Nullable Object> tree(ApiToken token) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", token.id());
        tree.put("name", token.name());
        tree.put("role", token.role().word());
        tree.put("tenant_id", token.tenantId());
        tree.put("created_at", token.createdAt().toString());
        tree.put(
                "expires_at",
                token.expiresAt() == null ? null : token.expiresAt().toString());
        tree.put("last_used_on", token.usedOn() == null ? null : token.usedOn().toString());
        return tree;
    }
}
