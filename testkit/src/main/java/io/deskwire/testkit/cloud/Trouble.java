package io.deskwire.testkit.cloud;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way in which a simulator answers wrongly. Immutable. */
public final class Trouble {

    /** What becomes of the request. */
    enum Effect {
        REFUSED,
        ACCEPTED
    }

    private final Effect effect;
    private final @Nullable Reply reply;

    private Trouble(Effect effect, @Nullable Reply reply) {
        this.effect = effect;
        this.reply = reply;
    }

    /** HTTP 429 without any effect. */
    public static Trouble throttled(int retryAfterSeconds) {
        Reply reply = Reply.text(429, "application/json", "{\"message\":\"Too many requests\"}");
        return new Trouble(Effect.REFUSED, reply.withHeader("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    /** An HTML page, as a proxy in front of a provider answers, without any effect. */
    public static Trouble htmlPage(int status) {
        return new Trouble(Effect.REFUSED, page(status));
    }

    /** Some other answer without any effect. */
    public static Trouble answer(int status, String contentType, String body) {
        return new Trouble(Effect.REFUSED, Reply.text(status, contentType, body));
    }

    /** Like {@link #answer(int, String, String)}, with further headers. */
    public static Trouble answer(int status, Map<String, String> headers, String contentType, String body) {
        Reply reply = Reply.text(status, contentType, body);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.withHeader(header.getKey(), header.getValue());
        }
        return new Trouble(Effect.REFUSED, reply);
    }

    /** The request takes effect and is answered by an HTML page. */
    public static Trouble htmlPageAfterAccepting(int status) {
        return new Trouble(Effect.ACCEPTED, page(status));
    }

    /** The connection ends before anything takes effect. */
    public static Trouble cutBeforeAccepting() {
        return new Trouble(Effect.REFUSED, null);
    }

    /** The request takes effect and the connection ends before the answer. */
    public static Trouble cutAfterAccepting() {
        return new Trouble(Effect.ACCEPTED, null);
    }

    private static Reply page(int status) {
        return Reply.text(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>");
    }

    boolean accepts() {
        return effect == Effect.ACCEPTED;
    }

    /** What is answered; null when the connection ends. */
    @Nullable Reply reply() {
        return reply;
    }
}
