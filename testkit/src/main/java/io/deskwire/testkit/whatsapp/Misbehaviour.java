package io.deskwire.testkit.whatsapp;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a request is answered wrongly. Handed to {@link WhatsAppSimulator#misbehave}. Immutable.
 *
 * <p>"Accepted" means that the request had its effect: a message was sent, a medium stored, although the caller does not
 * learn of it.
 */
public final class Misbehaviour {

    enum Kind {
        ANSWER,
        STALL,
        CUT_AFTER_ACCEPTING,
        CUT_BEFORE_ACCEPTING,
        ANSWER_AFTER_ACCEPTING,
        SLOW_BODY,
        WRONG_BYTES,
        TOO_LARGE
    }

    private final Kind kind;
    private final @Nullable Answer answer;
    private final int code;
    private final long size;

    private Misbehaviour(Kind kind, @Nullable Answer answer, int code, long size) {
        this.kind = kind;
        this.answer = answer;
        this.code = code;
        this.size = size;
    }

    /** Not accepted; an error in Graph's shape with the status that goes with the code. */
    public static Misbehaviour graphError(int code) {
        return graphError(GraphErrors.known(code).status(), code);
    }

    /** Not accepted; an error in Graph's shape. */
    public static Misbehaviour graphError(int status, int code) {
        Object body = GraphRefusal.withStatus(
                        status, code, GraphErrors.known(code).title())
                .body("AscriptedError");
        return new Misbehaviour(Kind.ANSWER, Answer.metaJson(status, body), code, 0);
    }

    /** Not accepted; HTTP 429 with {@code Retry-After} in whole seconds and Graph's code 130429. */
    public static Misbehaviour tooManyRequests(Duration retryAfter) {
        Object body = GraphRefusal.withStatus(429, 130429, "Rate limit hit").body("AscriptedError");
        Answer answer = Answer.metaJson(429, body).header("Retry-After", String.valueOf(retryAfter.toSeconds()));
        return new Misbehaviour(Kind.ANSWER, answer, 0, 0);
    }

    /** Not accepted; a status with the page of some proxy in between. */
    public static Misbehaviour html(int status) {
        return answer(
                status,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong."
                        + "</h1></body></html>");
    }

    /** Not accepted; a status with an empty body. */
    public static Misbehaviour empty(int status) {
        return new Misbehaviour(Kind.ANSWER, Answer.empty(status), 0, 0);
    }

    /** Not accepted; any answer. */
    public static Misbehaviour answer(int status, String contentType, String body) {
        return new Misbehaviour(Kind.ANSWER, Answer.text(status, body, contentType), 0, 0);
    }

    /** Accepted, but the answer is this one. */
    public static Misbehaviour acceptedAnswer(int status, String contentType, String body) {
        return new Misbehaviour(Kind.ANSWER_AFTER_ACCEPTING, Answer.text(status, body, contentType), 0, 0);
    }

    /** No answer until {@link WhatsAppSimulator#release}; accepted only then. */
    public static Misbehaviour stall() {
        return new Misbehaviour(Kind.STALL, null, 0, 0);
    }

    /** Accepted, and then the connection is closed without an answer. */
    public static Misbehaviour cutAfterAccepting() {
        return new Misbehaviour(Kind.CUT_AFTER_ACCEPTING, null, 0, 0);
    }

    /** The connection is closed before the body is read; not accepted. */
    public static Misbehaviour resetBeforeAccepting() {
        return new Misbehaviour(Kind.CUT_BEFORE_ACCEPTING, null, 0, 0);
    }

    /** Accepted; half of the answer's body, and the rest after {@link WhatsAppSimulator#release}. */
    public static Misbehaviour slowBody() {
        return new Misbehaviour(Kind.SLOW_BODY, null, 0, 0);
    }

    /** Accepted; the first byte of the answer's body is another one, so that a medium's hash is wrong. */
    public static Misbehaviour wrongBytes() {
        return new Misbehaviour(Kind.WRONG_BYTES, null, 0, 0);
    }

    /** Accepted; the answer's body is so many zero bytes without an announced length. */
    public static Misbehaviour tooLarge(long bytes) {
        return new Misbehaviour(Kind.TOO_LARGE, null, 0, bytes);
    }

    Kind kind() {
        return kind;
    }

    Answer answer() {
        return Objects.requireNonNull(answer, "only kinds with an answer are asked for it");
    }

    long size() {
        return size;
    }

    @Override
    public String toString() {
        return kind + (code == 0 ? "" : " " + code);
    }
}
