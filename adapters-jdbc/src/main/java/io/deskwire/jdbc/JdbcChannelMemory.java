package io.deskwire.jdbc;

import io.deskwire.channel.ChannelMemory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What adapters keep about their channels. */
final class JdbcChannelMemory implements ChannelMemory {

    private static final String OF_CHANNEL = " WHERE tenant_id = ? AND channel_id = ?";

    private final Reader reader;
    private final Writer writer;

    JdbcChannelMemory(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Optional<String> find(String tenantId, String channelId, String name) {
        return reader.read(handle -> handle.select(
                        "SELECT value FROM deskwire_channel_memory" + OF_CHANNEL + " AND name = ?",
                        tenantId,
                        channelId,
                        Keys.bounded(name))
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void put(String tenantId, String channelId, String name, @Nullable String value) {
        if (value == null) {
            writer.call(new Statement(
                    "DELETE FROM deskwire_channel_memory" + OF_CHANNEL + " AND name = ?",
                    tenantId,
                    channelId,
                    Keys.bounded(name)));
            return;
        }
        writer.call(new Statement(
                "INSERT INTO deskwire_channel_memory (tenant_id, channel_id, name, value) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, channel_id, name) DO UPDATE SET value = excluded.value",
                tenantId,
                channelId,
                Keys.bounded(name),
                Keys.clean(value)));
    }

    @Override
    public void forget(String tenantId, String channelId) {
        writer.call(new Statement("DELETE FROM deskwire_channel_memory" + OF_CHANNEL, tenantId, channelId));
    }
}
