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
import java.util.function.Supplier;
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

    /** Anybody may call a webhook address; so many megabytes of large bodies are worked on at once. */
    private static final int MEGABYTES_UNPROVEN = 64;

    private static final Semaphore UNPROVEN = new Semaphore(MEGABYTES_UNPROVEN);

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
     * The bytes as they came, however many within the limit; the caller closes them.
     *
     * @throws ProblemException 413 when there are more than {@code limit}, 503 when they cannot be taken now
     */
    static SpooledBody spooled(Context ctx, RequestSpool spool, long limit) {
        refuseTooLarge(ctx, limit);
        try (InputStream body = new Limited(ctx.req().getInputStream(), limit)) {
            return spool.take(body, ctx.req().getContentLengthLong(), limit);
        } catch (IOException e) {
            // The disk may be full as well as the caller gone: only 503 has a provider send it again.
            LOG.warn("{} {}: a body could not be taken: {}", ctx.method(), ctx.path(), e.toString());
            throw ProblemException.unavailable("the body could not be taken", PATIENCE_SECONDS);
        }
    }

    /** What may take a body into memory several times over: of large bodies only few at once. */
    static <T> T workedOn(SpooledBody body, Supplier<T> work) {
        if (body.length() <= WebServer.USUAL_BODY_LIMIT) {
            return work.get();
        }
        int megabytes = (int) Math.min(MEGABYTES_UNPROVEN, (body.length() >> 20) + 1);
        acquire(UNPROVEN, megabytes);
        try {
            return work.get();
        } finally {
            UNPROVEN.release(megabytes);
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
        acquire(LARGE, 1);
        try {
            Json json = Json.strict().withLimits(new JsonLimits(WITH_FILES, 64, 100_000));
            return work.apply(parse(ctx, WITH_FILES, json));
        } finally {
            LARGE.release();
        }
    }

    private static void acquire(Semaphore bodies, int permits) {
        try {
            if (!bodies.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
