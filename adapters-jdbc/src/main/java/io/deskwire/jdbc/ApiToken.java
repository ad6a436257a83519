package io.deskwire.jdbc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token for the API and the console; its secret is not.
 *
 * @param id names it in addresses and entries
 * @param tenantId the only tenant it is good for, or null for all
 * @param name what people call it, unique
 * @param role what its bearer may do
 * @param createdAt when it was made
 * @param expiresAt from when on it is worth nothing, or null for never
 * @param usedOn the last day in UTC on which somebody came with it, or null for nobody yet
 */
public record ApiToken(
        String id,
        @Nullable String tenantId,
        String name,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable LocalDate usedOn) {

    /** What somebody may do. */
    public enum Role {
        /** Everything. */
        ADMIN,
        /** Reads and answers tickets and sees how channels are; changes nothing else. */
        AGENT;

        /** As it stands in documents and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ApiToken {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** Whether it is worth something at a time. */
    public boolean isGoodAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
