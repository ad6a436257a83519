package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.jdbc.ChannelVersion.How;
import io.deskwire.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change of a channel's document is a version, and no version holds a secret. */
abstract class ChannelVersionsHarness {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String PASSWORD = "secret-of-the-mailbox";

    private final OpenDatabases databases = new OpenDatabases();
    private final SettableClock clock = SettableClock.at(NOW);
    private final MasterKey key = MasterKey.generate();
    private final AesSecretCipher cipher = new AesSecretCipher(List.of(key));
    private String author = "console: Anna";
    private @Nullable DatabaseSettings settings;
    private @Nullable Database database;
    private @Nullable ConfigStore store;

    abstract DatabaseSettings ready();

    @BeforeEach
    void open() {
        settings = ready();
        database = databases.open(settings);
        store = store(database);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private ConfigStore store(Database of) {
        return of.configStore(
                cipher,
                provider -> provider.equals("imap") ? Set.of("password") : Set.of(),
                new ConfigHistory(clock, () -> author));
    }

    private Database database() {
        return Objects.requireNonNull(database, "database");
    }

    private ConfigStore config() {
        return Objects.requireNonNull(store, "store");
    }

    private List<ChannelVersion> versions(String tenant) {
        return database().channelVersions().of(tenant, "mail");
    }

    private static ChannelConfig channel(String tenant, String host, String password) {
        return ChannelConfig.of(
                tenant, "mail", "imap", Map.of("host", host, "port", 993, "password", password), "a@b.example");
    }

    @Test
    void a_change_is_a_version_with_its_author_and_without_its_secrets() {
        config().put(channel("acme", "one", PASSWORD));
        clock.advance(Duration.ofMinutes(1));
        author = "api: import";
        config().put(channel("acme", "two", PASSWORD + "-2"));
        config().put(channel("acme", "two", PASSWORD + "-2"));

        List<ChannelVersion> versions = versions("acme");
        assertThat(versions)
                .extracting(
                        ChannelVersion::number, ChannelVersion::author, ChannelVersion::how, ChannelVersion::changed)
                .containsExactly(
                        tuple(2, "api: import", How.SAVED, "config.host, config.password"),
                        tuple(1, "console: Anna", How.SAVED, "created"));
        assertThat(versions.get(0).at()).isEqualTo(NOW.plusSeconds(60));
        assertThat(versions.get(1).document())
                .containsEntry("provider", "imap")
                .containsEntry("config", Map.of("host", "one", "port", 993, "password", "********"))
                .containsEntry("ticket_address", "a@b.example")
                .containsEntry("is_active", true);
        assertThat(versions.toString()).doesNotContain(PASSWORD);
        assertThat(database().channelVersions().find("acme", "mail", 1)).contains(versions.get(1));
        assertThat(database().channelVersions().find("acme", "mail", 3)).isEmpty();
        assertThat(versions("bolt")).isEmpty();
    }

    @Test
    void a_secret_that_the_server_replaces_by_itself_is_no_version_and_one_that_a_person_replaces_is() {
        config().put(channel("acme", "one", PASSWORD));
        author = ConfigHistory.SERVER;
        assertThat(config().replace(channel("acme", "one", PASSWORD), channel("acme", "one", "next")))
                .isTrue();
        assertThat(versions("acme")).hasSize(1);
        author = "console";
        config().put(channel("acme", "one", "by hand"));
        assertThat(versions("acme")).extracting(ChannelVersion::changed).containsExactly("config.password", "created");
    }

    @Test
    void what_other_programs_wrote_is_a_version_when_it_is_first_seen_and_only_then() {
        insert("acme", "{\"host\":\"one\",\"password\":\"" + PASSWORD + "\"}", "imap");
        config().all();
        config().all();
        assertThat(versions("acme")).singleElement().satisfies(version -> {
            assertThat(version.how()).isEqualTo(How.FOUND);
            assertThat(version.author()).isNull();
            assertThat(version.document()).containsEntry("config", Map.of("host", "one", "password", "********"));
        });
        execute("UPDATE tenant_email_config SET is_active = false WHERE tenant_id = 'acme'");
        config().all();
        assertThat(versions("acme")).extracting(ChannelVersion::changed).containsExactly("is_active", "");

        Database other = databases.open(settings());
        store(other).all();
        assertThat(versions("acme"))
                .as("another node, or the next start, finds nothing new")
                .hasSize(2);
    }

    @Test
    void of_a_provider_that_nobody_knows_every_value_is_taken_for_a_secret() {
        insert("acme", "{\"host\":\"one\",\"pass\":\"" + PASSWORD + "\"}", "telex");
        config().all();
        assertThat(versions("acme")).hasSize(1);
        assertThat(versions("acme").toString()).doesNotContain(PASSWORD).contains("pass=********");
    }

    @Test
    void a_removed_channel_keeps_its_versions_and_its_tenant_takes_them_along() {
        config().put(channel("acme", "one", PASSWORD));
        config().put(channel("bolt", "one", PASSWORD));
        assertThat(config().delete("acme", "mail")).isTrue();
        assertThat(config().delete("acme", "mail")).isFalse();
        assertThat(versions("acme")).extracting(ChannelVersion::how).containsExactly(How.DELETED, How.SAVED);
        while (database().stores().retention().deleteSome("acme") > 0) {
            assertThat(versions("bolt")).isNotEmpty();
        }
        assertThat(versions("acme")).isEmpty();
        assertThat(versions("bolt")).hasSize(1);
    }

    @Test
    void the_newest_hundred_stay() {
        for (int i = 1; i <= ChannelVersions.KEPT + 5; i++) {
            config().put(channel("acme", "host-" + i, PASSWORD));
        }
        List<ChannelVersion> versions = versions("acme");
        assertThat(versions).hasSize(ChannelVersions.KEPT);
        assertThat(versions.get(0).number()).isEqualTo(ChannelVersions.KEPT + 5);
        assertThat(versions.get(versions.size() - 1).number()).isEqualTo(6);
    }

    @Test
    void what_stood_there_before_there_were_versions_is_one_too() {
        insert("acme", "{\"host\":\"old\",\"password\":\"x\"}", "imap");
        Optional<ChannelConfig> old = config().find("acme", "mail");
        assertThat(old).isPresent();
        config().put(channel("acme", "new", PASSWORD));
        assertThat(versions("acme")).extracting(ChannelVersion::how).containsExactly(How.SAVED, How.FOUND);
    }

    @Test
    void renewed_keys_leave_versions_alone() {
        config().put(channel("acme", "one", PASSWORD));
        List<ChannelVersion> before = versions("acme");
        Database.Renewed renewed = database()
                .renewSecrets(
                        new AesSecretCipher(List.of(MasterKey.generate(), key)),
                        provider -> Set.of("password"),
                        done -> {});
        assertThat(renewed.secrets()).isEqualTo(1);
        assertThat(renewed.current()).isEqualTo(1);
        assertThat(versions("acme")).isEqualTo(before);
    }

    private DatabaseSettings settings() {
        return Objects.requireNonNull(settings, "settings");
    }

    private void insert(String tenant, String document, String provider) {
        execute("INSERT INTO tenant_email_config (id, tenant_id, email_provider_type, email_provider_config)"
                + " VALUES ('mail', '" + tenant + "', '" + provider + "', '" + document + "')");
    }

    private void execute(String sql) {
        PlainSql.execute(settings(), sql);
    }
}
