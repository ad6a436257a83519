package io.deskwire.app.console;

import io.deskwire.app.DeadLetterExport;
import io.deskwire.app.ServerContext;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RawInbound;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One dead letter with its bytes, which a person reads, corrects and tries again. */
final class LetterPage {

    /** More is downloaded. */
    private static final int MOST_SHOWN = 64 * 1024;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    LetterPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * The bytes.
     *
     * @param shown what of them is shown
     * @param cut whether there are more
     * @param editable the same for a field, or null where that could not give them back unchanged
     */
    record Raw(
            String format,
            String shown,
            boolean cut,
            String size,
            @Nullable RawText editable) {}

    void addTo(RoutesConfig routes) {
        // Before the letters' own address, which takes any word.
        routes.get(DeadLetterPage.ROUTE + "/export", gate.reading(this::export));
        routes.get(DeadLetterPage.ROUTE + "/{letter}", gate.reading(this::show));
        routes.get(DeadLetterPage.ROUTE + "/{letter}/raw", gate.reading(this::download));
    }

    private void show(Context ctx, Session session) throws IOException {
        DeadLetter letter = letter(ctx);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", pages.frame(ctx, session, "Dead letter", letter.tenantId(), Frame.Section.DEAD_LETTERS));
        values.put("row", DeadLetterPage.row(letter, context.clock().instant()));
        values.put("list", Addresses.deadLetters(letter.tenantId()));
        values.put("raw", raw(letter).map(LetterPage::view).orElse(null));
        pages.show(ctx, "deadLetter", values);
    }

    private static Raw view(RawInbound raw) {
        byte[] bytes;
        try (InputStream in = raw.content().open()) {
            bytes = in.readNBytes(MOST_SHOWN + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean cut = bytes.length > MOST_SHOWN;
        return new Raw(
                raw.format(),
                RawText.shown(bytes, MOST_SHOWN),
                cut,
                Words.size(raw.content().length()),
                cut ? null : RawText.editable(bytes).orElse(null));
    }

    private void download(Context ctx, Session session) throws IOException {
        DeadLetter letter = letter(ctx);
        RawInbound raw = raw(letter).orElseThrow(() -> new NotFoundResponse("The raw bytes are gone."));
        FileAnswer.download(
                ctx,
                raw.content().open(),
                raw.content().length(),
                FileAnswer.UNKNOWN_TYPE,
                DeadLetterExport.fileName(letter, raw));
    }

    private void export(Context ctx, Session session) throws IOException {
        String tenant = Asked.tenant(ctx);
        LetterChoice choice = LetterChoice.of(ctx);
        Protection.file(ctx);
        ctx.header("Content-Disposition", FileAnswer.disposition("dead-letters-" + tenant + ".zip"));
        ctx.contentType("application/zip").disableCompression();
        new DeadLetterExport(context).write(tenant, choice.filter(), ctx.outputStream());
    }

    private DeadLetter letter(Context ctx) {
        return context.deskwire()
                .deadLetter(Asked.tenant(ctx), ctx.pathParam("letter"))
                .orElseThrow(() -> new NotFoundResponse(
                        "There is no such dead letter: it was tried again or discarded meanwhile."));
    }

    private Optional<RawInbound> raw(DeadLetter letter) {
        return context.stores().inbox().raw(letter.tenantId(), letter.rawId());
    }
}
