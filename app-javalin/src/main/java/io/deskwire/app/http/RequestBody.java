package io.deskwire.app.http;

import io.deskwire.json.Json;
import io.deskwire.json.JsonLimits;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads JSON bodies with a limit that is kept before they are in memory. */
final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    /** An answer with 50 MB of files in base64, and its text. */
    static final long WITH_FILES = 51L << 20;

    /** A body that goes beyond the usual takes up to four times its length in memory while it is read. */
    private static final Semaphore LARGE = new Semaphore(2);

    private static final int PATIENCE_SECONDS = 20;

    private static final long MOST_DISCARDED = 64L << 20;

    /** Anybody may call a webhook address: what they send is held in memory before it is known whether it is genuine. */
    private static final Semaphore LARGE_UNPROVEN = new Semaphore(16);

    private RequestBody() {}

    /** An object within the usual limit. */
    static Map<String, Object> object(Context ctx) {
        requireJson(ctx);
        return parse(ctx, WebServer.USUAL_BODY_LIMIT, Json.strict());
    }

    /** The same; no body at all is an empty object. */
    static Map<String, Object> objectOrNothing(Context ctx) {
        boolean chunked = ctx.header("Transfer-Encoding") != null;
        return ctx.req().getContentLengthLong() <= 0 && !chunked ? Map.of() : object(ctx);
    }

    /**
     * The bytes as they came; of bodies beyond the usual only few are read at once.
     *
     * @throws ProblemException 413 when there are more than {@code limit}, 400 when they end early, 503 when too many large
     *     ones are being read
     */
    static byte[] bytes(Context ctx, long limit) {
        refuseTooLarge(ctx, limit);
        long length = ctx.req().getContentLengthLong();
        if (length >= 0 && length <= WebServer.USUAL_BODY_LIMIT) {
            return allBytes(ctx, limit);
        }
        acquire(LARGE_UNPROVEN);
        try {
            return allBytes(ctx, limit);
        } finally {
            LARGE_UNPROVEN.release();
        }
    }

    private static byte[] allBytes(Context ctx, long limit) {
        try (InputStream body = new Limited(ctx.req().getInputStream(), limit)) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw ProblemException.badRequest("the body ended early");
        }
    }

    /** An object that may carry files; only few such bodies are worked on at once. */
    static <T> T objectWithFiles(Context ctx, Function<Map<String, Object>, T> work) {
        requireJson(ctx);
        long length = ctx.req().getContentLengthLong();
        if (length >= 0 && length <= WebServer.USUAL_BODY_LIMIT) {
            return work.apply(parse(ctx, WebServer.USUAL_BODY_LIMIT, Json.strict()));
        }
        refuseTooLarge(ctx, WITH_FILES);
        acquire(LARGE);
        try {
            Json json = Json.strict().withLimits(new JsonLimits(WITH_FILES, 64, 100_000));
            return work.apply(parse(ctx, WITH_FILES, json));
        } finally {
            LARGE.release();
        }
    }

    private static void acquire(Semaphore bodies) {
        try {
            if (!bodies.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw ProblemException.unavailable("too many large bodies are being read", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("the server is stopping", PATIENCE_SECONDS);
        }
    }

    private static void requireJson(Context ctx) {
        String type = ctx.contentType();
        if (type == null) {
            return;
        }
        String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!plain.equals("application/json") && !plain.endsWith("+json")) {
            throw ProblemException.unsupportedMediaType(
                    "the body has to be JSON: send 'Content-Type: application/json'");
        }
    }

    private static void refuseTooLarge(Context ctx, long limit) {
        if (ctx.req().getContentLengthLong() > limit) {
            throw ProblemException.tooLarge(limit);
        }
    }

    /** Reads on after the answer: whoever still sends when the connection is closed never sees it. */
    static void discardRest(Context ctx) {
        if (ctx.header("Expect") != null) {
            return;
        }
        try (InputStream body = ctx.req().getInputStream()) {
            body.skipNBytes(MOST_DISCARDED);
        } catch (IOException | RuntimeException e) {
            LOG.debug("the rest of a body that was too large did not come: {}", e.toString());
        }
    }

    private static Map<String, Object> parse(Context ctx, long limit, Json json) {
        refuseTooLarge(ctx, limit);
        try (InputStream body = new Limited(ctx.req().getInputStream(), limit)) {
            return json.parseObject(body);
        } catch (IOException e) {
            throw ProblemException.badRequest("the body ended early");
        }
    }

    /** Ends with 413 where a body without a Content-Length grows too large. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private final long limit;
        private long left;

        Limited(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            return b < 0 ? b : counted(1, b);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            return n < 0 ? n : counted(n, n);
        }

        private int counted(int bytes, int result) {
            left -= bytes;
            if (left < 0) {
                throw ProblemException.tooLarge(limit);
            }
            return result;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
