package io.deskwire.testkit.gmail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may do what: refresh tokens and access tokens. Thread-safe. */
final class GoogleGrants {

    static final Duration LIFETIME = Duration.ofSeconds(3599);

    /** What a token opens. */
    record Access(String email, String project, Set<String> scopes, Instant until) {}

    /** What a user gave to a client. */
    record Consent(String email, String clientId, String project, Set<String> scopes) {}

    private final Clock clock;
    private final Map<String, Consent> consents = new LinkedHashMap<>();
    private final Map<String, Access> accesses = new LinkedHashMap<>();
    private int count;

    GoogleGrants(Clock clock) {
        this.clock = clock;
    }

    synchronized String consent(String email, GoogleClient client, Set<String> scopes) {
        String token = "1//0gExample-" + ++count;
        consents.put(token, new Consent(email, client.id(), client.project(), Set.copyOf(scopes)));
        return token;
    }

    synchronized boolean hasConsent(String email, GoogleClient client) {
        return consents.values().stream()
                .anyMatch(each -> each.email.equalsIgnoreCase(email) && each.clientId.equals(client.id()));
    }

    synchronized Optional<Consent> consent(String token) {
        return Optional.ofNullable(consents.get(token));
    }

    synchronized String access(String email, String project, Set<String> scopes) {
        String token = "ya29.a0Example-" + ++count;
        Instant until = clock.instant().plus(LIFETIME);
        accesses.put(token, new Access(email.toLowerCase(Locale.ROOT), project, Set.copyOf(scopes), until));
        return token;
    }

    synchronized Optional<Access> access(String token) {
        return Optional.ofNullable(accesses.get(token))
                .filter(access -> clock.instant().isBefore(access.until));
    }

    /** Every access token becomes worthless, as if its hour had passed; refresh tokens stay. */
    synchronized void expireAccess() {
        accesses.clear();
    }

    synchronized void revoke(String email) {
        consents.values().removeIf(each -> each.email.equalsIgnoreCase(email));
        accesses.values().removeIf(each -> each.email.equalsIgnoreCase(email));
    }

    /** Kills all that a user gave to any client of the project that a token, of either kind, belongs to. */
    synchronized void revokeToken(String token) {
        Consent consent = consents.get(token);
        Access access = accesses.get(token);
        if (consent != null) {
            revoke(consent.email, consent.project);
        } else if (access != null) {
            revoke(access.email, access.project);
        }
    }

    private void revoke(String email, String project) {
        consents.values().removeIf(each -> each.email.equalsIgnoreCase(email) && each.project.equals(project));
        accesses.values().removeIf(each -> each.email.equalsIgnoreCase(email) && each.project.equals(project));
    }
}
