package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.jdbc.ApiToken.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens are kept by the hash of their secret and go with their tenant. */
abstract class ApiTokensHarness {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final OpenDatabases databases = new OpenDatabases();
    private @Nullable Database opened;

    abstract DatabaseSettings ready();

    @BeforeEach
    void open() {
        opened = databases.open(ready());
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private Database database() {
        return Objects.requireNonNull(opened, "opened");
    }

    private ApiTokens tokens() {
        return database().apiTokens();
    }

    private static ApiToken token(String id, @Nullable String tenant, String name, @Nullable Instant expiresAt) {
        return new ApiToken(id, tenant, name, Role.AGENT, NOW, expiresAt, null);
    }

    @Test
    void a_token_is_found_by_its_id_and_by_the_hash_of_its_secret_until_it_is_removed() {
        ApiToken full = token("a", "acme", "desk of acme", NOW.plusSeconds(60));
        ApiToken bare = new ApiToken("b", null, "all", Role.ADMIN, NOW.plusSeconds(1), null, null);
        assertThat(tokens().add(full, "hash-a")).isTrue();
        assertThat(tokens().add(bare, "hash-b")).isTrue();

        assertThat(tokens().findByHash("hash-a")).contains(full);
        assertThat(tokens().find("b")).contains(bare);
        assertThat(tokens().all()).isEqualTo(List.of(full, bare));
        assertThat(tokens().remove("a")).isTrue();
        assertThat(tokens().remove("a")).isFalse();
        assertThat(tokens().findByHash("hash-a")).isEmpty();
        assertThat(tokens().all()).isEqualTo(List.of(bare));
    }

    @Test
    void a_name_is_given_once() {
        assertThat(tokens().add(token("a", null, "desk", null), "hash-a")).isTrue();
        assertThat(tokens().add(token("b", "acme", "desk", null), "hash-b")).isFalse();
        assertThat(tokens().find("b")).isEmpty();
    }

    @Test
    void the_last_day_of_use_is_kept() {
        tokens().add(token("a", null, "desk", null), "hash-a");
        tokens().used("a", LocalDate.of(2026, 1, 31));
        assertThat(tokens().find("a").orElseThrow().usedOn()).isEqualTo("2026-01-31");
    }

    @Test
    void a_tenants_tokens_are_removed_with_it_and_the_others_stay() {
        tokens().add(token("a", "acme", "of acme", null), "hash-a");
        tokens().add(token("b", "bolt", "of bolt", null), "hash-b");
        tokens().add(token("c", null, "of all", null), "hash-c");
        while (database().stores().retention().deleteSome("acme") > 0) {
            assertThat(tokens().find("b")).isPresent();
        }
        assertThat(tokens().all()).extracting(ApiToken::id).containsExactly("b", "c");
    }

    @Test
    void it_is_worth_nothing_from_its_end_on() {
        ApiToken token = token("a", null, "short", NOW);
        assertThat(token.isGoodAt(NOW.minusNanos(1))).isTrue();
        assertThat(token.isGoodAt(NOW)).isFalse();
    }
}
