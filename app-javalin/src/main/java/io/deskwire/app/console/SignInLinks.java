package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import io.deskwire.jdbc.ApiToken.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One-time links that sign a person in, in a role. A link is good for fifteen minutes, works once, and dies with the process that
 * was running when it was made. Thread-safe.
 */
final class SignInLinks {

    private static final String PURPOSE = "console sign-in";
    static final Duration LIFETIME = Duration.ofMinutes(15);

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
    static String path(Signer signer, Instant now, Role role, @Nullable String tenantId) {
        String text = Randoms.token() + " " + now + " " + role.word() + " " + (tenantId == null ? "" : tenantId);
        return Addresses.SIGN_IN + "?code=" + signer.sign(PURPOSE, text);
    }

    /** Who may come in by a code, if anybody; it is used up by the question. */
    Optional<Principal> redeem(@Nullable String code) {
        Instant now = clock.instant();
        used.values().removeIf(expiry -> !expiry.isAfter(now));
        Optional<String> text = signer.open(PURPOSE, code);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = text.get().split(" ", 4);
        Instant issued = issued(fields);
        // What was used before a restart is forgotten, so nothing from before counts.
        if (issued == null || issued.isBefore(startedAt) || !now.isBefore(issued.plus(LIFETIME))) {
            return Optional.empty();
        }
        if (used.putIfAbsent(fields[0], issued.plus(LIFETIME)) != null) {
            return Optional.empty();
        }
        return Principal.ofLink(fields[2], fields[3].isEmpty() ? null : fields[3]);
    }

    private static @Nullable Instant issued(String[] fields) {
        try {
            return fields.length == 4 ? Instant.parse(fields[1]) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
