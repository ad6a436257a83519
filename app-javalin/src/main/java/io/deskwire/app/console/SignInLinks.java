package io.deskwire.app.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One-time links that sign an operator in. A link is good for fifteen minutes, works once, and dies with the process that
 * was running when it was made. Thread-safe.
 */
final class SignInLinks {

    private static final String PURPOSE = "console sign-in";
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Signer signer;
    private final Clock clock;
    private final Instant startedAt;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    SignInLinks(Signer signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Path and query of a new link. */
    static String path(Signer signer, Instant now) {
        return Addresses.SIGN_IN + "?code=" + signer.sign(PURPOSE, Randoms.token() + " " + now);
    }

    /** Whether the code is good; it is used up by the question. */
    boolean redeem(@Nullable String code) {
        Instant now = clock.instant();
        used.values().removeIf(expiry -> !expiry.isAfter(now));
        Optional<String> text = signer.open(PURPOSE, code);
        if (text.isEmpty()) {
            return false;
        }
        String[] fields = text.get().split(" ", 2);
        Instant issued = issued(fields);
        // What was used before a restart is forgotten, so nothing from before counts.
        if (issued == null || issued.isBefore(startedAt) || !now.isBefore(issued.plus(LIFETIME))) {
            return false;
        }
        return used.putIfAbsent(fields[0], issued.plus(LIFETIME)) == null;
    }

    private static @Nullable Instant issued(String[] fields) {
        try {
            return fields.length == 2 ? Instant.parse(fields[1]) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
