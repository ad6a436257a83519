package io.deskwire.app.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the templates that were compiled with this program. */
final class Pages {

    /** Tells an asking page to ask no more; htmx's own number. */
    private static final int STOP_POLLING = 286;

    private final TemplateEngine engine;
    private final Assets assets;
    private final Notices notices;
    private final ToLongFunction<String> deadLetterCount;

    /**
     * @param deadLetterCount how many dead letters a tenant has
     */
    Pages(Assets assets, Notices notices, ToLongFunction<String> deadLetterCount) {
        this.engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());
        this.assets = assets;
        this.notices = notices;
        this.deadLetterCount = deadLetterCount;
    }

    /** What surrounds a page of a tenant. */
    Frame frame(Context ctx, Session session, String title, String tenant, Frame.Section section) {
        return new Frame(
                title,
                tenant,
                section,
                session.csrf(),
                notices.take(ctx),
                deadLetterCount.applyAsLong(tenant),
                assets,
                session.who());
    }

    /** What surrounds a page about the whole installation. */
    Frame frame(Context ctx, Session session, String title, Frame.Section section) {
        return new Frame(title, null, section, session.csrf(), notices.take(ctx), -1, assets, session.who());
    }

    /** What surrounds a page about no tenant. */
    Frame frame(Context ctx, @Nullable Session session, String title) {
        return new Frame(
                title,
                null,
                null,
                session == null ? null : session.csrf(),
                session == null ? List.of() : notices.take(ctx),
                -1,
                assets,
                session == null ? null : session.who());
    }

    /** Writes a page as the answer; its status is the one set before. */
    void show(Context ctx, String template, Map<String, Object> values) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template + ".jte", values, output);
        ctx.contentType("text/html; charset=utf-8").result(output.toByteArray());
    }

    void problem(Context ctx, @Nullable Session session, HttpStatus status, String title, String text) {
        Protection.page(ctx);
        ctx.status(status);
        show(ctx, "problem", Map.of("frame", frame(ctx, session, title), "text", text));
    }

    /** A page for whoever comes back from another server; nobody is taken to be signed in. */
    void ending(Context ctx, HttpStatus status, String title, String text, @Nullable String tenant) {
        Protection.page(ctx);
        ctx.status(status);
        show(
                ctx,
                "ending",
                Map.of(
                        "frame",
                        frame(ctx, null, title),
                        "text",
                        text,
                        "address",
                        tenant == null ? Addresses.HOME : Addresses.channels(tenant),
                        "label",
                        tenant == null ? "To the tenants" : "To the channels"));
    }

    /** A page that leads to another of ours by itself. */
    void onwards(Context ctx, String address) {
        show(ctx, "onwards", Map.of("frame", frame(ctx, null, "One moment"), "address", address));
    }

    /** Tells an open page that its session is over, leaving alone what is typed there. */
    void signedOut(Context ctx) {
        ctx.status(STOP_POLLING);
        ctx.header("HX-Reswap", "none");
        show(ctx, "signedOut", Map.of());
    }
}
