package io.deskwire.app.console;

import io.deskwire.app.access.Rights;
import io.deskwire.app.access.Rights.Refusal;
import io.deskwire.work.StoreUnavailableException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.Endpoint;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets signed-in people through to what they may see and do, one kind of request at a time, and turns what goes wrong into a
 * page.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    static final String CSRF = "_csrf";

    /** Bytes of a form with its files; mail servers rarely take more. */
    static final long MOST_UPLOADED = 35_000_000;

    /** What is done for a signed-in operator. */
    @FunctionalInterface
    interface Screen {
        void show(Context ctx, Session session) throws Exception;
    }

    private final Sessions sessions;
    private final Pages pages;

    Gate(Sessions sessions, Pages pages) {
        this.sessions = sessions;
        this.pages = pages;
    }

    /** For everybody. */
    Handler open(Handler handler) {
        return ctx -> {
            Protection.page(ctx);
            guarded(ctx, null, () -> handler.handle(ctx));
        };
    }

    /** For operators who look at something. */
    Handler reading(Screen screen) {
        return ctx -> {
            Protection.page(ctx);
            Optional<Session> session = sessions.find(ctx, true);
            if (session.isPresent()) {
                guarded(ctx, session.get(), () -> admitted(ctx, session.get(), screen));
            } else if (isFromElsewhere(ctx)) {
                // A strict cookie is not sent along a link from another site, but along one of ours.
                pages.onwards(ctx, relative(ctx));
            } else {
                ctx.redirect(Addresses.with(Addresses.SIGN_IN, "next", relative(ctx)), HttpStatus.SEE_OTHER);
            }
        };
    }

    /** For what an open page asks by itself: keeps no session alive, and never leads away from the page. */
    Handler polling(Screen screen) {
        return ctx -> {
            Protection.page(ctx);
            Optional<Session> session = sessions.find(ctx, false);
            if (session.isPresent()) {
                guarded(ctx, session.get(), () -> admitted(ctx, session.get(), screen));
            } else {
                pages.signedOut(ctx);
            }
        };
    }

    /** For operators who change something: the request must carry what only our own page knew. */
    Handler changing(Screen screen) {
        return ctx -> {
            Protection.page(ctx);
            Optional<Session> session = Protection.isForeign(ctx) ? Optional.empty() : sessions.find(ctx, true);
            if (session.isEmpty()) {
                pages.problem(
                        ctx,
                        null,
                        HttpStatus.UNAUTHORIZED,
                        "You are signed out",
                        "Nothing was changed. Sign in again.");
                return;
            }
            if (ctx.contentLength() > MOST_UPLOADED) {
                tooLarge(ctx, session.get());
                return;
            }
            guarded(ctx, session.get(), () -> {
                if (!Signer.same(ctx.formParam(CSRF), session.get().csrf())) {
                    pages.problem(
                            ctx,
                            session.get(),
                            HttpStatus.FORBIDDEN,
                            "This page is out of date",
                            "Nothing was changed. Go back, reload the page and try again.");
                    return;
                }
                admitted(ctx, session.get(), screen);
            });
        };
    }

    private void admitted(Context ctx, Session session, Screen screen) throws Exception {
        session.who().makes(ctx, "console");
        Endpoint endpoint = ctx.endpoint();
        String tenant = endpoint.path.contains("{tenant}") ? ctx.pathParam("tenant") : null;
        Refusal refusal = Rights.refusal(session.who(), endpoint.method.name() + " " + endpoint.path, tenant);
        if (refusal == null) {
            screen.show(ctx, session);
        } else {
            pages.problem(
                    ctx,
                    session,
                    HttpStatus.FORBIDDEN,
                    "That is not yours to see or change",
                    "Nothing was changed: " + refusal.text() + ".");
        }
    }

    private static boolean isFromElsewhere(Context ctx) {
        return Protection.isForeign(ctx) && "navigate".equals(ctx.header("Sec-Fetch-Mode"));
    }

    private static String relative(Context ctx) {
        String query = ctx.queryString();
        return ctx.path() + (query == null ? "" : "?" + query);
    }

    private void guarded(Context ctx, @Nullable Session session, Work work) {
        try {
            work.run();
        } catch (HttpResponseException e) {
            pages.problem(ctx, session, HttpStatus.forStatus(e.getStatus()), title(e.getStatus()), text(e));
        } catch (StoreUnavailableException e) {
            LOG.warn("the console could not reach the store", e);
            pages.problem(
                    ctx,
                    session,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The database cannot be reached",
                    "Nothing was changed. Try again in a moment.");
        } catch (Exception e) {
            if (unreadable(ctx, session, e)) {
                return;
            }
            LOG.error("the console failed on {} {}", ctx.method(), ctx.endpoint().path, e);
            pages.problem(
                    ctx,
                    session,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "Something went wrong",
                    "The server's log has the details.");
        }
    }

    private void tooLarge(Context ctx, Session session) {
        pages.problem(
                ctx,
                session,
                HttpStatus.CONTENT_TOO_LARGE,
                "The files are too large",
                "Nothing was sent. All files together may have " + Words.size(MOST_UPLOADED) + ".");
    }

    /** Shows that the server could not read a body; false for any other failure. */
    private boolean unreadable(Context ctx, @Nullable Session session, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException refused && refused.getCode() < 500) {
                pages.problem(
                        ctx,
                        session,
                        HttpStatus.forStatus(refused.getCode()),
                        "The form could not be read",
                        "Nothing was changed. It was damaged on its way, or its files are too large.");
                return true;
            }
        }
        return false;
    }

    private static String title(int status) {
        return status == HttpStatus.NOT_FOUND.getCode() ? "Not found" : "That did not work";
    }

    private static String text(HttpResponseException e) {
        String message = e.getMessage();
        return message == null ? "" : message;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
