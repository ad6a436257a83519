package io.deskwire.app.access;

import io.deskwire.jdbc.ApiToken;
import io.deskwire.jdbc.ApiToken.Role;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param tokenId the token they came with; null for the admin token and for a sign-in link
 * @param name what the token is called; null likewise
 * @param role what they may do
 * @param tenantId the only tenant they may see, or null for all
 */
public record Principal(
        @Nullable String tokenId,
        @Nullable String name,
        Role role,
        @Nullable String tenantId) {

    private static final String ATTRIBUTE = "deskwire.principal";

    /** Whoever has the admin token. */
    public static final Principal ADMIN = new Principal(null, null, Role.ADMIN, null);

    static Principal of(ApiToken token) {
        return new Principal(token.id(), token.name(), token.role(), token.tenantId());
    }

    /**
     * Whoever came by a link.
     *
     * @param role as {@link Role#word} says it
     * @return empty for a role that there is not
     */
    public static Optional<Principal> ofLink(String role, @Nullable String tenantId) {
        return Stream.of(Role.values())
                .filter(r -> r.word().equals(role))
                .map(r -> new Principal(null, null, r, tenantId))
                .findFirst();
    }

    /** Who makes this call; null before that is known, and where it does not matter. */
    public static @Nullable Principal of(Context ctx) {
        return ctx.attribute(ATTRIBUTE);
    }

    /**
     * From now on this call is theirs.
     *
     * @param way {@code api} or {@code console}
     */
    public void makes(Context ctx, String way) {
        ctx.attribute(ATTRIBUTE, this);
        Author.is(way, this);
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** Whether everything of the installation is theirs to see and to change. */
    public boolean isInstallationAdmin() {
        return isAdmin() && tenantId == null;
    }

    /** Whether a tenant is theirs to see. */
    public boolean sees(String tenant) {
        return tenantId == null || tenantId.equals(tenant);
    }
}
