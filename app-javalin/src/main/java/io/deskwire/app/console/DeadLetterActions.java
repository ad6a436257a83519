package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.http.Audited;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;

/** What a person does with dead letters: try again, correct, discard; one, those of a reason or a time, or all. */
final class DeadLetterActions {

    private static final int LONGEST_COMMENT = 500;

    private final ServerContext context;
    private final Gate gate;
    private final Notices notices;

    DeadLetterActions(ServerContext context, Gate gate, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.notices = notices;
    }

    void addTo(RoutesConfig routes) {
        routes.post(DeadLetterPage.ROUTE + "/retry", gate.changing(this::retryAll));
        routes.post(DeadLetterPage.ROUTE + "/discard", gate.changing(this::discardAll));
        routes.post(DeadLetterPage.ROUTE + "/{letter}/retry", gate.changing(this::retry));
        routes.post(DeadLetterPage.ROUTE + "/{letter}/discard", gate.changing(this::discard));
        routes.post(DeadLetterPage.ROUTE + "/{letter}/replace", gate.changing(this::replace));
    }

    private void retryAll(Context ctx, Session session) {
        int queued =
                context.deskwire().redeliverAll(Asked.tenant(ctx), chosen(ctx).filter());
        Audited.detail(ctx, queued + " entries");
        back(
                ctx,
                Notice.done(Words.count(queued, "dead letter is", "dead letters are")
                        + " tried again now; what fails once more comes back here."));
    }

    private void discardAll(Context ctx, Session session) {
        LetterChoice choice = chosen(ctx);
        int ended = context.deskwire().discardAll(Asked.tenant(ctx), choice.filter(), comment(ctx));
        Audited.detail(ctx, ended + " entries");
        back(
                ctx,
                Notice.done(Words.count(ended, "dead letter is", "dead letters are")
                        + " ended; their raw bytes are kept."));
    }

    /** Everything at once has to be asked for in so many words, so that a damaged form does not mean it. */
    private static LetterChoice chosen(Context ctx) {
        LetterChoice choice = LetterChoice.ofForm(ctx);
        if (choice.isAll() != "true".equals(ctx.formParam("all"))) {
            throw new BadRequestResponse("The form is damaged. Reload the page.");
        }
        return choice;
    }

    private void retry(Context ctx, Session session) {
        boolean found = context.deskwire().redeliver(Asked.tenant(ctx), ctx.pathParam("letter"));
        answer(ctx, found, "It is tried again now; if it fails once more it comes back here.");
    }

    private void discard(Context ctx, Session session) {
        boolean found = context.deskwire().discard(Asked.tenant(ctx), ctx.pathParam("letter"), comment(ctx));
        answer(ctx, found, "It is ended; its raw bytes are kept.");
    }

    private void replace(Context ctx, Session session) throws IOException {
        byte[] bytes = corrected(ctx);
        if (bytes.length == 0) {
            throw new BadRequestResponse("There is nothing in it; it is to be the whole message.");
        }
        switch (context.deskwire().replace(Asked.tenant(ctx), ctx.pathParam("letter"), bytes)) {
            case DONE ->
                answer(
                        ctx,
                        true,
                        "The corrected message is taken in now; if it fails again it comes back here. The bytes as"
                                + " they came are kept.");
            case BYTES_GONE -> throw new BadRequestResponse("The raw bytes are gone, so nothing can take their place.");
            case NO_SUCH_LETTER -> answer(ctx, false, "");
        }
    }

    private static byte[] corrected(Context ctx) throws IOException {
        for (UploadedFile file : ctx.uploadedFiles("file")) {
            if (file.size() > 0) {
                try (InputStream in = file.content()) {
                    return in.readAllBytes();
                }
            }
        }
        try {
            return RawText.bytes(form(ctx, "raw"), form(ctx, "charset"), form(ctx, "line_ends"));
        } catch (CharacterCodingException e) {
            throw new BadRequestResponse("The message has bytes of an old character set, and a character was typed that"
                    + " it has not. Download it, correct it, and choose the file.");
        }
    }

    private static String comment(Context ctx) {
        String said = form(ctx, "comment").strip();
        if (said.isEmpty()) {
            throw new BadRequestResponse("Say why: the comment stays with the message.");
        }
        return said.length() > LONGEST_COMMENT ? said.substring(0, LONGEST_COMMENT) : said;
    }

    private static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }

    private void answer(Context ctx, boolean found, String done) {
        if (!found) {
            Audited.action(ctx, "");
        }
        back(ctx, found ? Notice.done(done) : Notice.failed("That dead letter is not there any more."));
    }

    private void back(Context ctx, Notice notice) {
        notices.leave(ctx, notice);
        ctx.redirect(Addresses.deadLetters(Asked.tenant(ctx)), HttpStatus.SEE_OTHER);
    }
}
