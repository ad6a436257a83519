package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RawInbound;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was given up, with its reason and its raw bytes, one click from another try. */
final class DeadLetterPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/dead-letters";
    private static final int LETTERS_A_PAGE = 50;
    private static final int LONGEST_COMMENT = 500;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;

    DeadLetterPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
    }

    /**
     * A dead letter in the list.
     *
     * @param why address of its message's record, or null where it was not read so far
     */
    record Row(
            String id,
            String reason,
            @Nullable String detail,
            String stage,
            String channel,
            String attempts,
            String size,
            Moment failedAt,
            String address,
            @Nullable String why) {}

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
        routes.get(ROUTE + "/{letter}/raw", gate.reading(this::raw));
        routes.post(ROUTE + "/{letter}/retry", gate.changing(this::retry));
        routes.post(ROUTE + "/{letter}/discard", gate.changing(this::discard));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        Instant now = context.clock().instant();
        String cursor = Asked.orNull(ctx, "cursor");
        Page<DeadLetter> page =
                Asked.part(() -> context.deskwire().deadLetters().list(tenant, cursor, LETTERS_A_PAGE));
        List<Row> rows = page.items().stream().map(letter -> row(letter, now)).toList();
        String first = Addresses.deadLetters(tenant);
        pages.show(
                ctx,
                "deadLetters",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Dead letters", tenant, Frame.Section.DEAD_LETTERS),
                        "rows",
                        rows,
                        "next",
                        page.nextCursor() == null ? "" : Addresses.with(first, "cursor", page.nextCursor()),
                        "first",
                        cursor == null ? "" : first));
    }

    private static Row row(DeadLetter letter, Instant now) {
        String messageId = letter.messageId();
        return new Row(
                letter.id(),
                letter.reason(),
                letter.detail(),
                Words.stage(letter.stage()),
                letter.channelId(),
                Words.count(letter.attempts(), "attempt", "attempts"),
                Words.size(letter.rawSize()),
                Moment.of(letter.failedAt(), now),
                Addresses.deadLetter(letter.tenantId(), letter.id()),
                messageId == null ? null : Addresses.message(letter.tenantId(), messageId));
    }

    private void raw(Context ctx, Session session) throws IOException {
        String tenant = Asked.tenant(ctx);
        DeadLetter letter = context.deskwire()
                .deadLetter(tenant, ctx.pathParam("letter"))
                .orElseThrow(() -> new NotFoundResponse("There is no such dead letter."));
        RawInbound raw = context.stores()
                .inbox()
                .raw(tenant, letter.rawId())
                .orElseThrow(() -> new NotFoundResponse("The raw bytes are gone."));
        FileAnswer.download(
                ctx,
                raw.content().open(),
                raw.content().length(),
                FileAnswer.UNKNOWN_TYPE,
                letter.id() + (raw.format().contains("json") ? ".json" : ".eml"));
    }

    private void retry(Context ctx, Session session) {
        boolean found = context.deskwire().redeliver(Asked.tenant(ctx), ctx.pathParam("letter"));
        answer(ctx, found, "It is tried again now; if it fails once more it comes back here.");
    }

    private void discard(Context ctx, Session session) {
        String comment = ctx.formParam("comment");
        String said = comment == null ? "" : comment.strip();
        if (said.length() > LONGEST_COMMENT) {
            said = said.substring(0, LONGEST_COMMENT);
        }
        boolean found = context.deskwire().discard(Asked.tenant(ctx), ctx.pathParam("letter"), said);
        answer(ctx, found, "It is ended; its raw bytes are kept.");
    }

    private void answer(Context ctx, boolean found, String done) {
        notices.leave(ctx, found ? Notice.done(done) : Notice.failed("That dead letter is not there any more."));
        ctx.redirect(Addresses.deadLetters(Asked.tenant(ctx)), HttpStatus.SEE_OTHER);
    }
}
