package io.deskwire.jdbc;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.SecretCipher;
import io.deskwire.jdbc.ConfigWrites.Noted;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.work.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants' channels in the tables that helpdesks already have. Every call answers with what stands there now. */
final class JdbcConfigStore implements ConfigStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcConfigStore.class);
    private static final Comparator<ChannelConfig> ORDER =
            Comparator.comparing(ChannelConfig::tenantId).thenComparing(ChannelConfig::channelId);

    private final Reader reader;
    private final Writer writer;
    private final SecretCipher cipher;
    private final Function<String, Set<String>> secretFieldsOfProvider;
    private final Map<Name, Read> read = new ConcurrentHashMap<>();
    /** Rows whose versions were looked after. */
    private final Map<Name, ConfigRow> noted = new ConcurrentHashMap<>();

    private final @Nullable ChannelNotes notes;
    private volatile boolean hasTenants;

    /** @param history keeps versions; null for none */
    JdbcConfigStore(
            Reader reader,
            Writer writer,
            SecretCipher cipher,
            Function<String, Set<String>> secretFieldsOfProvider,
            @Nullable ConfigHistory history) {
        this.notes = history == null ? null : new ChannelNotes(reader.dialect(), history, secretFieldsOfProvider);
        this.reader = reader;
        this.writer = writer;
        this.cipher = cipher;
        this.secretFieldsOfProvider = secretFieldsOfProvider;
    }

    @Override
    public List<ChannelConfig> all() {
        return read(null);
    }

    @Override
    public List<ChannelConfig> ofTenant(String tenantId) {
        return read(tenantId);
    }

    @Override
    public Optional<ChannelConfig> find(String tenantId, String channelId) {
        if (tenantId.isBlank() || channelId.isBlank()) {
            return Optional.empty();
        }
        return rows((handle, hasTenants) -> ConfigTables.find(handle, tenantId, channelId, hasTenants))
                .map(this::known);
    }

    @Override
    public void put(ChannelConfig channel) {
        writer.call(put(channel, row(channel)));
    }

    @Override
    public boolean replace(ChannelConfig expected, ChannelConfig next) {
        return writer.call(new ConfigWrites.Replace(
                put(next, row(next)), row -> channel(row).equals(expected)));
    }

    private ConfigWrites.Put put(ChannelConfig channel, ConfigRow row) {
        return new ConfigWrites.Put(reader.dialect(), row, notes == null ? Noted.NOTHING : noted(notes.saved(channel)));
    }

    private Noted noted(ChannelNotes.Note note) {
        return (handle, tenantId, channelId) -> {
            boolean tenants = ConfigTables.hasTenants(handle.getConnection());
            note.write(
                    handle,
                    ConfigTables.find(handle, tenantId, channelId, tenants)
                            .map(this::channel)
                            .orElse(null));
        };
    }

    private ConfigRow row(ChannelConfig channel) {
        Map<String, Object> stored = secrets(channel.tenantId(), channel.channelId(), channel.provider())
                .encrypt(channel.config());
        return new ConfigRow(
                channel.tenantId(),
                channel.channelId(),
                channel.provider(),
                Json.write(stored),
                channel.ticketAddress(),
                channel.parserConfig().isEmpty() ? null : Json.write(channel.parserConfig()),
                channel.active());
    }

    @Override
    public boolean delete(String tenantId, String channelId) {
        return writer.call(
                new ConfigWrites.Delete(tenantId, channelId, notes == null ? Noted.NOTHING : noted(notes.deleted())));
    }

    private List<ChannelConfig> read(@Nullable String tenantId) {
        List<ConfigRow> rows = rows((handle, hasTenants) -> ConfigTables.read(handle, tenantId, hasTenants)).stream()
                .filter(row -> !row.tenantId().isBlank() && !row.channelId().isBlank())
                .toList();
        if (tenantId == null) {
            read.keySet().retainAll(rows.stream().map(Name::of).collect(Collectors.toSet()));
        }
        List<ChannelConfig> channels = rows.stream().map(this::known).toList();
        if (notes != null && tenantId == null) {
            noteStrange(notes, rows, channels);
        }
        return channels.stream().sorted(ORDER).toList();
    }

    /** What somebody else wrote becomes a version when it is first seen. */
    private void noteStrange(ChannelNotes all, List<ConfigRow> rows, List<ChannelConfig> channels) {
        Map<Name, ConfigRow> fresh = new HashMap<>();
        List<ChannelConfig> doubtful = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ConfigRow row = rows.get(i);
            if (!row.equals(noted.get(Name.of(row)))
                    && channels.get(i).readProblems().isEmpty()) {
                fresh.put(Name.of(row), row);
                doubtful.add(channels.get(i));
            }
        }
        noted.keySet().retainAll(rows.stream().map(Name::of).collect(Collectors.toSet()));
        if (doubtful.isEmpty()) {
            return;
        }
        try {
            List<ChannelConfig> strange = reader.read(handle -> all.strange(handle, doubtful));
            if (!strange.isEmpty()) {
                writer.call(all.found(strange));
            }
            noted.putAll(fresh);
        } catch (StoreUnavailableException e) {
            LOG.debug("versions of channels could not be looked after; the next look does", e);
        }
    }

    /** What is asked of the tables. */
    @FunctionalInterface
    private interface Asked<T> {
        T ask(Handle handle, boolean hasTenants);
    }

    /** Whether the helpdesk's own table is as we expect is asked once, as long as it does not change under our hands. */
    private <T> T rows(Asked<T> asked) {
        if (hasTenants) {
            try {
                return reader.read(handle -> asked.ask(handle, true));
            } catch (IllegalStateException e) {
                // The database refused the question: the table is no longer what it was.
                hasTenants = false;
            }
        }
        return reader.read(handle -> {
            boolean has = ConfigTables.hasTenants(handle.getConnection());
            T answer = asked.ask(handle, has);
            hasTenants = has;
            return answer;
        });
    }

    /** Documents are parsed and decrypted once for as long as their rows stay as they are; every message asks for them. */
    private ChannelConfig known(ConfigRow row) {
        Read before = read.get(Name.of(row));
        if (before != null && before.row().equals(row)) {
            return before.channel();
        }
        ChannelConfig channel = channel(row);
        // What could not be read may be readable once somebody has mended the keys.
        if (channel.readProblems().isEmpty()) {
            read.put(Name.of(row), new Read(row, channel));
        }
        return channel;
    }

    private record Name(String tenantId, String channelId) {
        static Name of(ConfigRow row) {
            return new Name(row.tenantId(), row.channelId());
        }
    }

    /** A row as it was read, and what it says. */
    private record Read(ConfigRow row, ChannelConfig channel) {}

    private ChannelConfig channel(ConfigRow row) {
        List<ConfigProblem> problems = new ArrayList<>();
        Map<String, Object> stored = document(row.config(), "config", problems);
        Map<String, Object> config =
                secrets(row.tenantId(), row.channelId(), row.provider()).decrypt(stored, problems);
        return new ChannelConfig(
                row.tenantId(),
                row.channelId(),
                row.provider(),
                Numbers.usual(config),
                row.ticketAddress(),
                Numbers.usual(document(row.parserConfig(), "parser_config", problems)),
                row.active(),
                problems);
    }

    private static Map<String, Object> document(@Nullable String json, String path, List<ConfigProblem> problems) {
        if (json == null) {
            return Map.of();
        }
        try {
            if (Json.strict().parse(json) == null) {
                return Map.of();
            }
            return Json.strict().parseObject(json);
        } catch (JsonException e) {
            problems.add(new ConfigProblem(path, "is not a JSON object: " + e.getMessage()));
            return Map.of();
        }
    }

    private SecretFields secrets(String tenantId, String channelId, String provider) {
        return new SecretFields(cipher, tenantId, channelId, secretFieldsOfProvider.apply(provider));
    }
}
