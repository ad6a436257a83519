package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import io.deskwire.jdbc.ApiToken.Role;
import io.deskwire.work.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One-time links that sign a person in, in a role. A link is good for fifteen minutes and works once, whichever node it is used
 * on: a lease that outlives the link says that it was. Thread-safe.
 */
final class SignInLinks {

    private static final String PURPOSE = "console sign-in";
    private static final String INSTALLATION = "";
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Signer signer;
    private final Leases leases;
    private final Clock clock;

    SignInLinks(Signer signer, Leases leases, Clock clock) {
        this.signer = signer;
        this.leases = leases;
        this.clock = clock;
    }

    /** Path and query of a new link. */
    static String path(Signer signer, Instant now, Role role, @Nullable String tenantId) {
        String text = Randoms.token() + " " + now + " " + role.word() + " " + (tenantId == null ? "" : tenantId);
        return Addresses.SIGN_IN + "?code=" + signer.sign(PURPOSE, text);
    }

    /** Who may come in by a code, if anybody; it is used up by the question. */
    Optional<Principal> redeem(@Nullable String code) {
        Instant now = clock.instant();
        Optional<String> text = signer.open(PURPOSE, code);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = text.get().split(" ", 4);
        Instant issued = issued(fields);
        if (issued == null || !now.isBefore(issued.plus(LIFETIME))) {
            return Optional.empty();
        }
        // Every asking is another owner: the second finds the lease taken, and when it has ended so has the link.
        if (!leases.acquire(INSTALLATION, "sign-in:" + fields[0], Randoms.token(), now, issued.plus(LIFETIME))) {
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
