package io.deskwire.app.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Who is signed in: a signed cookie, so that every node and the next start know it. Two hours without use or twelve in all
 * end a session, and so does a new admin token. Signing out ends it in the browser, and for a copied cookie on this node.
 */
final class Sessions {

    private static final String COOKIE = "deskwire_session";
    private static final String PURPOSE = "console session";
    private static final Duration UNUSED = Duration.ofHours(2);
    private static final Duration LONGEST = Duration.ofHours(12);

    /** How exactly use is noted; every note is a new cookie. */
    private static final Duration NOTED = Duration.ofMinutes(5);

    private final Signer signer;
    private final Clock clock;
    private final BooleanSupplier https;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    /**
     * @param https whether browsers come by TLS
     */
    Sessions(Signer signer, Clock clock, BooleanSupplier https) {
        this.signer = signer;
        this.clock = clock;
        this.https = https;
    }

    /** Signs this browser in. */
    void open(Context ctx) {
        Instant now = clock.instant();
        write(ctx, session(Randoms.token(), now, now));
    }

    /**
     * The browser's session while it lasts.
     *
     * @param byPerson false for what a page asks by itself, which does not keep a session alive
     */
    Optional<Session> find(Context ctx, boolean byPerson) {
        Instant now = clock.instant();
        Optional<Session> session =
                signer.open(PURPOSE, ctx.cookie(COOKIE)).flatMap(this::parse).filter(s -> isAlive(s, now));
        if (byPerson) {
            session.filter(s -> !now.isBefore(s.usedAt().plus(NOTED)))
                    .ifPresent(s -> write(ctx, session(s.id(), s.createdAt(), now)));
        }
        return session;
    }

    /** Signs this browser out. */
    void close(Context ctx, Session session) {
        Instant now = clock.instant();
        ended.values().removeIf(over -> !over.isAfter(now));
        ended.put(session.id(), session.createdAt().plus(LONGEST));
        ctx.cookie(cookie(COOKIE, "", 0));
    }

    /** A cookie that only this console reads and no script sees. */
    Cookie cookie(String name, String value, int maxAge) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath(Addresses.HOME);
        cookie.setMaxAge(maxAge);
        cookie.setHttpOnly(true);
        cookie.setSecure(https.getAsBoolean());
        cookie.setSameSite(SameSite.STRICT);
        return cookie;
    }

    private void write(Context ctx, Session session) {
        String text = session.id() + " " + session.createdAt() + " " + session.usedAt();
        ctx.cookie(cookie(COOKIE, signer.sign(PURPOSE, text), -1));
    }

    private Optional<Session> parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(session(fields[0], Instant.parse(fields[1]), Instant.parse(fields[2])));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Session session(String id, Instant createdAt, Instant usedAt) {
        return new Session(id, signer.signature("console form", id), createdAt, usedAt);
    }

    private boolean isAlive(Session session, Instant now) {
        return now.isBefore(session.usedAt().plus(UNUSED))
                && now.isBefore(session.createdAt().plus(LONGEST))
                && !ended.containsKey(session.id());
    }
}
