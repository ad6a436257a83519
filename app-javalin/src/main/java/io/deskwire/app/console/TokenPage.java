package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.access.Tokens;
import io.deskwire.app.http.Audited;
import io.deskwire.jdbc.ApiToken;
import io.deskwire.jdbc.ApiToken.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may call the API and sign in here: tokens are made, shown once, and revoked. */
final class TokenPage {

    private final Tokens tokens;
    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;

    TokenPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.tokens = context.access().tokens();
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
    }

    /** A token in the list. */
    record Row(
            String id,
            String name,
            Chip role,
            String tenants,
            Moment made,
            @Nullable Moment expires,
            boolean expired,
            @Nullable String usedOn,
            String address) {}

    /**
     * What stands in the form.
     *
     * @param days how long the token is good, or empty for ever
     * @param problem what is wrong with it, or empty
     */
    record Form(String name, String role, String tenant, String days, String problem) {

        static final Form EMPTY = new Form("", "agent", "", "90", "");

        boolean lasts(String value) {
            return days.equals(value);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.TOKENS, gate.reading((ctx, session) -> show(ctx, session, Form.EMPTY, null)));
        routes.post(Addresses.TOKENS, gate.changing(this::make));
        routes.post(Addresses.TOKENS + "/{id}/revoke", gate.changing((ctx, session) -> revoke(ctx)));
    }

    private void show(Context ctx, Session session, Form form, Tokens.@Nullable Made made) {
        Instant now = context.clock().instant();
        List<Row> rows = tokens.all().stream().map(token -> row(token, now)).toList();
        Map<String, Object> values = new HashMap<>();
        values.put("frame", pages.frame(ctx, session, "Access tokens"));
        values.put("rows", rows);
        values.put("form", form);
        values.put("shown", made == null ? "" : made.secret().reveal());
        values.put("shownName", made == null ? "" : made.token().name());
        pages.show(ctx, "tokens", values);
    }

    private static Row row(ApiToken token, Instant now) {
        boolean expired = !token.isGoodAt(now);
        return new Row(
                token.id(),
                token.name(),
                token.role() == Role.ADMIN ? new Chip("Admin", Tone.ACCENT) : new Chip("Agent", Tone.CALM),
                token.tenantId() == null ? "all tenants" : "tenant " + token.tenantId(),
                Moment.of(token.createdAt(), now),
                Moment.orNull(token.expiresAt(), now),
                expired,
                token.usedOn() == null ? null : token.usedOn().toString(),
                Addresses.TOKENS + "/" + Addresses.segment(token.id()));
    }

    private void make(Context ctx, Session session) {
        Form form = new Form(field(ctx, "name"), field(ctx, "role"), field(ctx, "tenant"), field(ctx, "days"), "");
        Role role = form.role().equals("admin") ? Role.ADMIN : Role.AGENT;
        String tenant = form.tenant().isEmpty() ? null : form.tenant();
        Tokens.Made made;
        try {
            made = tokens.make(form.name(), role, tenant, end(form.days()));
        } catch (Tokens.RefusedException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            String what = e.field().equals("name") ? "The name " : e.field().equals("tenant_id") ? "The tenant " : "";
            show(
                    ctx,
                    session,
                    new Form(form.name(), form.role(), form.tenant(), form.days(), what + e.getMessage() + "."),
                    null);
            return;
        }
        Audited.subject(ctx, made.token().id());
        Audited.detail(ctx, "role " + role.word() + (tenant == null ? "" : ", one tenant"));
        // Shown in the answer itself: an address that shows it again would be a second time.
        ctx.status(HttpStatus.CREATED);
        show(ctx, session, Form.EMPTY, made);
    }

    private @Nullable Instant end(String days) {
        return switch (days) {
            case "" -> null;
            case "1", "30", "90", "365" -> context.clock().instant().plus(Duration.ofDays(Integer.parseInt(days)));
            default -> throw new BadRequestResponse("There is no such length of time.");
        };
    }

    private static String field(Context ctx, String name) {
        return Objects.requireNonNullElse(ctx.formParam(name), "").strip();
    }

    private void revoke(Context ctx) {
        boolean found = tokens.revoke(ctx.pathParam("id"));
        notices.leave(
                ctx,
                found
                        ? Notice.done(
                                "The token is worth nothing any more, and whoever signed in with it is signed out.")
                        : Notice.failed("That token is not there any more."));
        ctx.redirect(Addresses.TOKENS, HttpStatus.SEE_OTHER);
    }
}
