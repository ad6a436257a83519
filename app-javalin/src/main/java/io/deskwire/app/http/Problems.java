package io.deskwire.app.http;

import io.deskwire.app.console.Console;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.work.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error with a problem document (RFC 9457). */
final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private Problems() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e));
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, ofJavalin(e, ctx)));
        routes.exception(
                JsonException.class,
                (e, ctx) -> answer(
                        ctx, ProblemException.badRequest("the body is not the JSON it should be: " + e.getMessage())));
        routes.exception(StoreUnavailableException.class, (e, ctx) -> {
            LOG.warn("{} {}: the store is not available: {}", ctx.method(), ctx.path(), e.getMessage());
            answer(ctx, ProblemException.unavailable("the store is not available now", RETRY_AFTER_SECONDS));
        });
        routes.exception(
                HttpException.RuntimeException.class,
                (e, ctx) -> answer(ctx, ofStatus(e.getCode(), String.valueOf(e.getReason()))));
        routes.exception(IOException.class, Problems::ofConnection);
        routes.exception(Exception.class, (e, ctx) -> answer(ctx, unexpected(e, ctx)));
    }

    /** Nobody is there to read an answer when the caller went away while sending or receiving. */
    private static void ofConnection(IOException e, Context ctx) {
        if (e instanceof EofException || e instanceof EOFException) {
            LOG.debug("{} {}: the caller went away", ctx.method(), ctx.path());
            answer(ctx, ofStatus(400, "the body ended early"));
        } else {
            answer(ctx, unexpected(e, ctx));
        }
    }

    private static ProblemException unexpected(Throwable e, Context ctx) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
        return ProblemException.of(
                500, "Internal error", "this failed unexpectedly; the server's log says why", Map.of());
    }

    static ProblemException unexpectedError(Throwable e) {
        LOG.error("a request failed", e);
        return ProblemException.of(
                500, "Internal error", "this failed unexpectedly; the server's log says why", Map.of());
    }

    private static ProblemException ofJavalin(HttpResponseException e, Context ctx) {
        return switch (e.getStatus()) {
            case 404 -> ProblemException.notFound("there is nothing at " + ctx.path());
            case 405 -> notAllowed(e, ctx);
            case 413 -> ProblemException.of(413, "Content too large", "the body is too large", Map.of());
            default -> ofStatus(e.getStatus(), String.valueOf(e.getMessage()));
        };
    }

    private static ProblemException notAllowed(HttpResponseException e, Context ctx) {
        Map<String, String> headers = new HashMap<>();
        String allowed = e.getDetails().get("availableMethods");
        if (allowed != null) {
            headers.put("Allow", allowed);
        }
        return ProblemException.of(
                405, "Method not allowed", ctx.method().name() + " is not possible at " + ctx.path(), headers);
    }

    static ProblemException ofStatus(int status, String detail) {
        return ProblemException.of(status, HttpStatus.getMessage(status), detail, Map.of());
    }

    static void answer(Context ctx, ProblemException problem) {
        problem.headers().forEach(ctx::header);
        ctx.status(problem.status());
        if (Console.showError(ctx, problem.status(), problem.title(), String.valueOf(problem.getMessage()))) {
            return;
        }
        byte[] document = Json.writeBytes(problem.document());
        ctx.contentType(MEDIA_TYPE);
        if (problem.status() == 413) {
            answerBeforeTheRest(ctx, document);
        } else {
            ctx.result(document);
        }
    }

    private static void answerBeforeTheRest(Context ctx, byte[] document) {
        try {
            ctx.res().setContentLength(document.length);
            OutputStream out = ctx.res().getOutputStream();
            out.write(document);
            out.flush();
        } catch (IOException e) {
            LOG.debug("{} {}: the caller went away", ctx.method(), ctx.path());
            return;
        }
        RequestBody.discardRest(ctx);
    }
}
