package io.deskwire.jdbc;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.SecretCipher;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tenants' channels in the tables that helpdesks already have. Every call answers with what stands there now. */
final class JdbcConfigStore implements ConfigStore {

    private static final Comparator<ChannelConfig> ORDER =
            Comparator.comparing(ChannelConfig::tenantId).thenComparing(ChannelConfig::channelId);

    private final Reader reader;
    private final Writer writer;
    private final SecretCipher cipher;
    private final Function<String, Set<String>> secretFieldsOfProvider;

    JdbcConfigStore(
            Reader reader, Writer writer, SecretCipher cipher, Function<String, Set<String>> secretFieldsOfProvider) {
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
        return read(tenantId).stream()
                .filter(channel -> channel.channelId().equals(channelId))
                .findFirst();
    }

    @Override
    public void put(ChannelConfig channel) {
        writer.call(new ConfigWrites.Put(reader.dialect(), row(channel)));
    }

    @Override
    public boolean replace(ChannelConfig expected, ChannelConfig next) {
        return writer.call(new ConfigWrites.Replace(
                new ConfigWrites.Put(reader.dialect(), row(next)),
                row -> channel(row).equals(expected)));
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
        return writer.call(new ConfigWrites.Delete(tenantId, channelId));
    }

    private List<ChannelConfig> read(@Nullable String tenantId) {
        List<ConfigRow> rows = reader.read(handle -> ConfigTables.read(handle, tenantId));
        return rows.stream()
                .filter(row -> !row.tenantId().isBlank() && !row.channelId().isBlank())
                .map(this::channel)
                .sorted(ORDER)
                .toList();
    }

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
