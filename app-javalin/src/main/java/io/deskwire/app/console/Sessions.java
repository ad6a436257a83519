package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import io.deskwire.app.access.Tokens;
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
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in: a signed cookie, so that every node and the next start know it. Two hours without use or twelve in all
 * end a session, and so does a new admin token, and the end of the token it began with. Signing out ends it in the browser, and for a copied cookie on this node.
 */
final class Sessions {

    private static final String COOKIE = "deskwire_session";
    private static final String PURPOSE = "console session";
    private static final Duration UNUSED = Duration.ofHours(2);
    private static final Duration LONGEST = Duration.ofHours(12);

    /** How exactly use is noted; every note is a new cookie. */
    private static final Duration NOTED = Duration.ofMinutes(5);

    private final Signer signer;
    private final Tokens tokens;
    private final Clock clock;
    private final BooleanSupplier https;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    /**
     * @param https whether browsers come by TLS
     */
    Sessions(Signer signer, Tokens tokens, Clock clock, BooleanSupplier https) {
        this.signer = signer;
        this.tokens = tokens;
        this.clock = clock;
        this.https = https;
    }

    /** Signs this browser in. */
    void open(Context ctx, Principal who) {
        Instant now = clock.instant();
        write(ctx, session(Randoms.token(), now, now, who));
    }

    /**
     * The browser's session while it lasts.
     *
     * @param byPerson false for what a page asks by itself, which does not keep a session alive
     */
    Optional<Session> find(Context ctx, boolean byPerson) {
        Instant now = clock.instant();
        Optional<Session> session = signer.open(PURPOSE, ctx.cookie(COOKIE)).flatMap(text -> parse(text, now));
        if (byPerson) {
            session.filter(s -> !now.isBefore(s.usedAt().plus(NOTED)))
                    .ifPresent(s -> write(ctx, session(s.id(), s.createdAt(), now, s.who())));
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
        Principal who = session.who();
        String text = String.join(
                " ",
                session.id(),
                session.createdAt().toString(),
                session.usedAt().toString(),
                orEmpty(who.tokenId()),
                who.role().word(),
                orEmpty(who.tenantId()));
        ctx.cookie(cookie(COOKIE, signer.sign(PURPOSE, text), -1));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Optional<Session> parse(String text, Instant now) {
        String[] fields = text.split(" ", 6);
        if (fields.length != 6) {
            return Optional.empty();
        }
        Instant createdAt;
        Instant usedAt;
        try {
            createdAt = Instant.parse(fields[1]);
            usedAt = Instant.parse(fields[2]);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        if (!isAlive(fields[0], createdAt, usedAt, now)) {
            return Optional.empty();
        }
        // What the token says now counts, not what it said when the session began.
        Optional<Principal> who = fields[3].isEmpty()
                ? Principal.ofLink(fields[4], fields[5].isEmpty() ? null : fields[5])
                : tokens.byId(fields[3]);
        return who.map(w -> session(fields[0], createdAt, usedAt, w));
    }

    private Session session(String id, Instant createdAt, Instant usedAt, Principal who) {
        return new Session(id, signer.signature("console form", id), createdAt, usedAt, who);
    }

    private boolean isAlive(String id, Instant createdAt, Instant usedAt, Instant now) {
        return now.isBefore(usedAt.plus(UNUSED)) && now.isBefore(createdAt.plus(LONGEST)) && !ended.containsKey(id);
    }
}
