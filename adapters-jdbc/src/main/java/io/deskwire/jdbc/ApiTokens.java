package io.deskwire.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens for API and console. A token of one tenant goes with its tenant. Every method may throw {@link
 * io.deskwire.work.StoreUnavailableException}.
 */
public final class ApiTokens {

    /** Nobody's tenant: the token is for all. */
    private static final String ALL = "";

    private static final String COLUMNS =
            "SELECT id, tenant_id, name, role, created_at, expires_at, used_on FROM deskwire_api_token";

    private final Reader reader;
    private final Writer writer;

    ApiTokens(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Keeps a new token.
     *
     * @param hash of its secret, which nobody can guess, so that it needs no salt
     * @return false when the name is taken
     */
    public boolean add(ApiToken token, String hash) {
        String tenantId = token.tenantId();
        return writer.call(new Statement(
                "INSERT INTO deskwire_api_token (id, tenant_id, name, role, hash, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                token.id(),
                tenantId == null ? ALL : tenantId,
                token.name(),
                token.role().word(),
                hash,
                token.createdAt(),
                token.expiresAt()));
    }

    /** Those there are, oldest first. */
    public List<ApiToken> all() {
        return read(COLUMNS + " ORDER BY created_at, id");
    }

    /** The token of an id. */
    public Optional<ApiToken> find(String id) {
        return read(COLUMNS + " WHERE id = ?", id).stream().findFirst();
    }

    /** The token whose secret has this hash. */
    public Optional<ApiToken> findByHash(String hash) {
        return read(COLUMNS + " WHERE hash = ?", hash).stream().findFirst();
    }

    /**
     * Ends a token.
     *
     * @return false when there is none of this id
     */
    public boolean remove(String id) {
        return writer.call(new Statement("DELETE FROM deskwire_api_token WHERE id = ?", id));
    }

    /** Notes that somebody came with it. */
    public void used(String id, LocalDate day) {
        writer.call(new Statement("UPDATE deskwire_api_token SET used_on = ? WHERE id = ?", day.toString(), id));
    }

    private List<ApiToken> read(String sql, Object... arguments) {
        return reader.read(handle ->
                handle.select(sql, arguments).map((row, context) -> token(row)).list());
    }

    private ApiToken token(ResultSet row) throws SQLException {
        String tenantId = row.getString("tenant_id");
        @Nullable String usedOn = row.getString("used_on");
        return new ApiToken(
                row.getString("id"),
                tenantId.equals(ALL) ? null : tenantId,
                row.getString("name"),
                ApiToken.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                reader.dialect().requiredTime(row, "created_at"),
                reader.dialect().time(row, "expires_at"),
                usedOn == null ? null : LocalDate.parse(usedOn));
    }
}
