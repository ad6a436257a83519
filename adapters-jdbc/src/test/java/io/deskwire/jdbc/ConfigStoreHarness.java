package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.testkit.contract.ConfigStoreContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration store's contract, and what the helpdesk's own tables ask for beyond it. */
abstract class ConfigStoreHarness implements ConfigStoreContract.Unreadable {

    private static final Set<String> SECRETS =
            Set.of("password", "api_key", "client_secret", "refresh_token", "webhook_secret", "service_account_json");

    private final MasterKey key = MasterKey.generate();
    private final OpenDatabases databases = new OpenDatabases();

    /** A database with our tables. */
    abstract DatabaseSettings ready();

    /** A database without any. */
    abstract DatabaseSettings empty();

    /** Type of a column for documents. */
    abstract String json();

    @Override
    public ConfigStore configStore() {
        return open(ready());
    }

    @Override
    public void makeUnreadable(ConfigStore store, String tenantId, String channelId) {
        PlainSql.execute(
                current(),
                "UPDATE tenant_email_config SET email_provider_config = " + unreadable() + " WHERE tenant_id = '"
                        + tenantId + "' AND (id = '" + channelId
                        + "' OR id IN (SELECT config_id FROM deskwire_channel_name WHERE tenant_id = '" + tenantId
                        + "' AND channel_id = '" + channelId + "'))");
    }

    abstract String unreadable();

    /** The settings of the database under test. */
    abstract DatabaseSettings current();

    private ConfigStore open(DatabaseSettings settings) {
        return open(settings, List.of(key));
    }

    private ConfigStore open(DatabaseSettings settings, List<MasterKey> keys) {
        return databases.open(settings).configStore(new AesSecretCipher(keys), provider -> SECRETS);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private String missionTable() {
        return "CREATE TABLE tenant_email_config (id VARCHAR(36) PRIMARY KEY, tenant_id VARCHAR(36) NOT NULL,"
                + " email_provider_type VARCHAR(50) NOT NULL, email_provider_config " + json() + " NOT NULL,"
                + " email_ticket_address VARCHAR(255), email_parser_config " + json()
                + ", is_active BOOLEAN DEFAULT true, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,"
                + " updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)";
    }

    private static String insert(String id, String tenant, String provider, String config) {
        return "INSERT INTO tenant_email_config (id, tenant_id, email_provider_type, email_provider_config) VALUES ('"
                + id + "', '" + tenant + "', '" + provider + "', '" + config + "')";
    }

    @Test
    void tables_that_a_helpdesk_has_already_are_used_as_they_are() {
        DatabaseSettings settings = empty();
        PlainSql.execute(
                settings,
                missionTable(),
                "CREATE TABLE tenant_helpdesk_config (tenant_id VARCHAR(36) NOT NULL, brand VARCHAR(50) NOT NULL)",
                "INSERT INTO tenant_helpdesk_config VALUES ('acme', 'Acme')",
                insert(
                        "7d1c2f7e-55c1-4f6e-9d57-3a2f0f2f0a01",
                        "acme",
                        "imap",
                        "{\"host\":\"mail\",\"password\":\"pw\"}"));

        ConfigStore store = open(settings);

        ChannelConfig read = store.ofTenant("acme").get(0);
        assertThat(read.channelId()).isEqualTo("7d1c2f7e-55c1-4f6e-9d57-3a2f0f2f0a01");
        assertThat(read.config()).isEqualTo(Map.of("host", "mail", "password", "pw"));
        assertThat(read.active()).isTrue();
        store.put(whatsApp("acme"));
        assertThat(PlainSql.texts(
                        settings, "SELECT brand FROM tenant_helpdesk_config WHERE whatsapp_config IS NOT NULL"))
                .containsExactly("Acme");
        // A tenant without a row there: the row would need a brand, so the channel goes to the other table.
        store.put(whatsApp("bolt"));
        assertThat(store.find("bolt", "whatsapp")).contains(whatsApp("bolt"));
        assertThat(PlainSql.texts(settings, "SELECT tenant_id FROM tenant_email_config WHERE id = 'whatsapp'"))
                .containsExactly("bolt");
        assertThat(PlainSql.texts(settings, "SELECT tenant_id FROM tenant_helpdesk_config"))
                .containsExactly("acme");
    }

    @Test
    void a_row_written_by_plain_sql_is_read_at_once_and_its_secret_encrypted_at_the_next_write() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        assertThat(store.all()).isEmpty();

        PlainSql.execute(settings, insert("row-1", "acme", "imap", "{\"host\":\"mail\",\"password\":\"plain-pw\"}"));

        ChannelConfig read = store.find("acme", "row-1").orElseThrow();
        assertThat(read.config()).containsEntry("password", "plain-pw");
        assertThat(read.readProblems()).isEmpty();
        store.put(read);
        assertThat(stored(settings, "row-1")).doesNotContain("plain-pw").contains("enc:v1:" + key.id());
        assertThat(store.find("acme", "row-1")).contains(read);
    }

    @Test
    void a_document_that_was_read_before_is_read_anew_when_its_row_changes_or_goes() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        PlainSql.execute(settings, insert("row-1", "acme", "imap", "{\"host\":\"mail\",\"password\":\"pw\"}"));
        assertThat(store.find("acme", "row-1").orElseThrow().config()).containsEntry("host", "mail");

        PlainSql.execute(
                settings,
                "UPDATE tenant_email_config SET email_provider_config = '{\"host\":\"other\"}' WHERE id = 'row-1'");

        assertThat(store.find("acme", "row-1").orElseThrow().config()).isEqualTo(Map.of("host", "other"));
        assertThat(store.all()).extracting(ChannelConfig::config).containsExactly(Map.of("host", "other"));
        PlainSql.execute(settings, "DELETE FROM tenant_email_config WHERE id = 'row-1'");
        assertThat(store.find("acme", "row-1")).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void a_channel_is_found_by_its_own_name_and_not_by_anothers_id() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        ChannelConfig first = ChannelConfig.of("acme", "support", "imap", Map.of("host", "one"), null);
        ChannelConfig second = ChannelConfig.of("bolt", "support", "imap", Map.of("host", "two"), null);
        store.put(first);
        store.put(second);

        assertThat(store.find("acme", "support")).contains(first);
        assertThat(store.find("bolt", "support")).contains(second);
        String row = PlainSql.texts(settings, "SELECT id FROM tenant_email_config WHERE tenant_id = 'bolt'")
                .get(0);
        assertThat(store.find("bolt", row)).isEmpty();
        assertThat(store.find("cato", "support")).isEmpty();
    }

    @Test
    void mail_goes_on_when_the_helpdesk_names_its_tenants_in_another_way_while_we_run() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        ChannelConfig mail = ChannelConfig.of("acme", "support", "imap", Map.of("host", "one"), null);
        store.put(mail);
        store.put(whatsApp("acme"));
        assertThat(store.all()).hasSize(2);

        PlainSql.execute(settings, "ALTER TABLE tenant_helpdesk_config RENAME COLUMN tenant_id TO company");

        assertThat(store.all()).containsExactly(mail);
        assertThat(store.find("acme", "whatsapp")).isEmpty();
        PlainSql.execute(settings, "ALTER TABLE tenant_helpdesk_config RENAME COLUMN company TO tenant_id");
        assertThat(store.find("acme", "whatsapp")).contains(whatsApp("acme"));
    }

    @Test
    void both_values_of_a_rotated_secret_and_secrets_that_are_objects_are_encrypted() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        ChannelConfig channel = ChannelConfig.of(
                "acme",
                "g",
                "gmail",
                Map.of(
                        "client_secret",
                        List.of("new-value", "old-value"),
                        "service_account_json",
                        Map.of("private_key", "pem-value", "n", 1),
                        "email_address",
                        "a@b"),
                null);

        store.put(channel);

        assertThat(stored(settings, "g"))
                .doesNotContain("new-value", "old-value", "pem-value")
                .contains("a@b");
        assertThat(store.find("acme", "g")).contains(channel);
    }

    @Test
    void a_secret_under_a_key_that_is_not_here_is_told_and_the_rest_is_readable() {
        DatabaseSettings settings = ready();
        open(settings).put(ChannelConfig.of("acme", "a", "imap", Map.of("host", "h", "password", "pw"), null));
        MasterKey other = MasterKey.generate();
        ConfigStore stranger = open(settings, List.of(other));
        stranger.put(ChannelConfig.of("acme", "b", "imap", Map.of("password", "pw2"), null));

        ChannelConfig unreadable = stranger.find("acme", "a").orElseThrow();

        assertThat(unreadable.readProblems()).extracting(ConfigProblem::path).containsExactly("config.password");
        assertThat(unreadable.readProblems().get(0).message()).contains(key.id());
        assertThat(unreadable.config()).isEqualTo(Map.of("host", "h"));
        assertThat(stranger.find("acme", "b").orElseThrow().readProblems()).isEmpty();
        // With both keys everything is readable, and what is written from now on is under the first.
        ConfigStore rotating = open(settings, List.of(other, key));
        ChannelConfig readable = rotating.find("acme", "a").orElseThrow();
        assertThat(readable.config()).containsEntry("password", "pw");
        rotating.put(readable);
        assertThat(stored(settings, "a")).contains("enc:v1:" + other.id());
    }

    @Test
    void a_ciphertext_moved_to_another_tenant_or_field_does_not_decrypt() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        store.put(ChannelConfig.of("acme", "a", "imap", Map.of("password", "pw"), null));
        String stolen = stored(settings, "a");
        PlainSql.execute(
                settings,
                insert("b", "bolt", "imap", stolen),
                insert("c", "acme", "imap", stolen.replace("password", "api_key")));

        assertThat(store.find("bolt", "b").orElseThrow().readProblems())
                .extracting(ConfigProblem::path)
                .containsExactly("config.password");
        assertThat(store.find("acme", "c").orElseThrow().readProblems())
                .extracting(ConfigProblem::path)
                .containsExactly("config.api_key");
        assertThat(store.find("acme", "a").orElseThrow().readProblems()).isEmpty();
    }

    @Test
    void whatsapp_stands_in_the_helpdesks_own_table() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        PlainSql.execute(
                settings,
                "INSERT INTO tenant_helpdesk_config (tenant_id, whatsapp_enabled, whatsapp_config)"
                        + " VALUES ('acme', true, '{\"phone_number\":\"+1\",\"api_key\":\"k\"}')",
                "INSERT INTO tenant_helpdesk_config (tenant_id) VALUES ('bolt')");

        assertThat(store.all())
                .containsExactly(ChannelConfig.of(
                        "acme", "whatsapp", "whatsapp", Map.of("phone_number", "+1", "api_key", "k"), null));
        store.put(whatsApp("bolt"));
        assertThat(PlainSql.texts(
                        settings, "SELECT whatsapp_config FROM tenant_helpdesk_config WHERE tenant_id = 'bolt'"))
                .singleElement()
                .asString()
                .contains("enc:v1:")
                .doesNotContain("wa-secret");
        assertThat(store.find("bolt", "whatsapp")).contains(whatsApp("bolt"));
        assertThat(store.delete("bolt", "whatsapp")).isTrue();
        assertThat(store.delete("bolt", "whatsapp")).isFalse();
        assertThat(PlainSql.texts(settings, "SELECT tenant_id FROM tenant_helpdesk_config ORDER BY tenant_id"))
                .as("the helpdesk's rows stay")
                .containsExactly("acme", "bolt");
    }

    @Test
    void a_whatsapp_channel_with_rules_moves_to_the_table_that_has_room_for_them_and_back() {
        ConfigStore store = open(ready());
        ChannelConfig ruled = new ChannelConfig(
                "acme",
                "whatsapp",
                "whatsapp",
                Map.of("api_key", "k"),
                null,
                Map.of("rules", List.of()),
                true,
                List.of());
        store.put(whatsApp("acme"));

        store.put(ruled);
        assertThat(store.ofTenant("acme")).containsExactly(ruled);

        store.put(whatsApp("acme"));
        assertThat(store.ofTenant("acme")).containsExactly(whatsApp("acme"));
    }

    @Test
    void a_second_tenants_channel_of_the_same_name_and_a_long_name_get_ids_of_their_own() {
        DatabaseSettings settings = ready();
        ConfigStore store = open(settings);
        String longName = "a-channel-name-that-is-longer-than-thirty-six-characters";
        for (String tenant : List.of("acme", "bolt")) {
            for (String name : List.of("support", longName)) {
                store.put(ChannelConfig.of(tenant, name, "imap", Map.of("host", tenant), null));
                store.put(ChannelConfig.of(tenant, name, "imap", Map.of("host", "again " + tenant), null));
            }
        }

        assertThat(store.all()).hasSize(4);
        assertThat(store.find("bolt", longName).orElseThrow().config()).isEqualTo(Map.of("host", "again bolt"));
        assertThat(PlainSql.texts(settings, "SELECT tenant_id FROM tenant_email_config WHERE id = 'support'"))
                .containsExactly("acme");
        assertThat(store.delete("bolt", "support")).isTrue();
        assertThat(store.find("acme", "support")).isPresent();
        // A row that somebody else removed comes back under the same name.
        PlainSql.execute(settings, "DELETE FROM tenant_email_config WHERE tenant_id = 'bolt'");
        assertThat(store.ofTenant("bolt")).isEmpty();
        store.put(ChannelConfig.of("bolt", longName, "imap", Map.of("host", "back"), null));
        assertThat(store.find("bolt", longName)).isPresent();
    }

    private static ChannelConfig whatsApp(String tenant) {
        return ChannelConfig.of(
                tenant, "whatsapp", "whatsapp", Map.of("phone_number", "+1", "api_key", "wa-secret"), null);
    }

    private static String stored(DatabaseSettings settings, String id) {
        return PlainSql.texts(settings, "SELECT email_provider_config FROM tenant_email_config WHERE id = '" + id + "'")
                .get(0);
    }
}
