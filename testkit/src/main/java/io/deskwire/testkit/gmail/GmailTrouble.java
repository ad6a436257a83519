package io.deskwire.testkit.gmail;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A way in which the simulator answers wrongly. Immutable. */
public final class GmailTrouble {

    private final boolean accepts;
    private final boolean answers;
    private final @Nullable GmailReply reply;
    private final Duration delay;
    private final int cutAfter;

    private GmailTrouble(boolean accepts, boolean answers, @Nullable GmailReply reply, Duration delay) {
        this(accepts, answers, reply, delay, -1);
    }

    private GmailTrouble(boolean accepts, boolean answers, @Nullable GmailReply reply, Duration delay, int cutAfter) {
        this.accepts = accepts;
        this.answers = answers;
        this.reply = reply;
        this.delay = delay;
        this.cutAfter = cutAfter;
    }

    private static GmailTrouble refused(GmailReply reply) {
        return new GmailTrouble(false, true, reply, Duration.ZERO);
    }

    /** HTTP 401: the access token is refused. */
    public static GmailTrouble unauthorized() {
        return refused(GmailRefusal.unauthenticated().reply());
    }

    /** HTTP 403 with one of Google's reasons, such as {@code userRateLimitExceeded} or {@code domainPolicy}. */
    public static GmailTrouble forbidden(String reason, String message) {
        return refused(GmailRefusal.forbidden(reason, message).reply());
    }

    /** HTTP 403 {@code insufficientPermissions}: the token lacks a scope. */
    public static GmailTrouble insufficientScope() {
        return forbidden("insufficientPermissions", "Request had insufficient authentication scopes.");
    }

    /** HTTP 429 without {@code Retry-After}; the text names the time. */
    public static GmailTrouble rateLimited(Instant until) {
        return refused(GmailRefusal.tooMany("User-rate limit exceeded.", until).reply());
    }

    /** HTTP 429 with {@code Retry-After} in seconds and a text without a time. */
    public static GmailTrouble throttled(int retryAfterSeconds) {
        GmailReply reply = GmailRefusal.tooManyAtOnce().reply();
        return refused(reply.withHeader("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    /** HTTP 404 {@code notFound}. */
    public static GmailTrouble notFound() {
        return refused(GmailRefusal.notFound().reply());
    }

    /** HTTP 400 {@code failedPrecondition}: the account has no Gmail. */
    public static GmailTrouble mailServiceNotEnabled() {
        return refused(
                GmailRefusal.failedPrecondition("Mail service not enabled").reply());
    }

    /** HTTP 500 {@code backendError}, without any effect. */
    public static GmailTrouble backendError() {
        return refused(GmailRefusal.backendError().reply());
    }

    /** An HTML page, as a proxy answers (502), without any effect. */
    public static GmailTrouble htmlPage(int status) {
        return refused(page(status));
    }

    /** A status without any body and without any effect. */
    public static GmailTrouble empty(int status) {
        return refused(GmailReply.empty(status));
    }

    /** Some other answer without any effect. */
    public static GmailTrouble answer(int status, String contentType, String body) {
        return refused(GmailReply.text(status, contentType, body));
    }

    /** The right answer, late; or as soon as the simulator is closed. */
    public static GmailTrouble slow(Duration delay) {
        return new GmailTrouble(true, true, null, delay);
    }

    /** The request is read, has no effect, and the connection ends. */
    public static GmailTrouble cutBeforeAccepting() {
        return new GmailTrouble(false, false, null, Duration.ZERO);
    }

    /** The request takes effect and the connection ends before the answer. */
    public static GmailTrouble cutAfterAccepting() {
        return new GmailTrouble(true, false, null, Duration.ZERO);
    }

    /** The right answer begins, with its headers and so many bytes at most, and the connection ends within it. */
    public static GmailTrouble cutWithin(int bytes) {
        return new GmailTrouble(true, true, null, Duration.ZERO, bytes);
    }

    /** The request takes effect and HTTP 500 {@code backendError} is answered. */
    public static GmailTrouble backendErrorAfterAccepting() {
        return new GmailTrouble(true, true, GmailRefusal.backendError().reply(), Duration.ZERO);
    }

    /** The request takes effect and is answered by an HTML page. */
    public static GmailTrouble htmlPageAfterAccepting(int status) {
        return new GmailTrouble(true, true, page(status), Duration.ZERO);
    }

    private static GmailReply page(int status) {
        return GmailReply.text(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>");
    }

    boolean accepts() {
        return accepts;
    }

    boolean answers() {
        return answers;
    }

    /** What is answered instead; null for what the simulator would answer anyway. */
    @Nullable GmailReply reply() {
        return reply;
    }

    Duration delay() {
        return delay;
    }

    /** After how many bytes the answer breaks off, or -1. */
    int cutAfter() {
        return cutAfter;
    }
}
