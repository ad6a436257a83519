package io.deskwire.jdbc;

import io.deskwire.delivery.ServiceWindows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** When customers last wrote. */
final class JdbcServiceWindows implements ServiceWindows {

    private final Reader reader;
    private final Writer writer;

    JdbcServiceWindows(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Optional<LastWrote> find(String tenantId, String channelId, Collection<String> addresses) {
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        List<Object> arguments = new ArrayList<>(List.of(tenantId, channelId));
        addresses.forEach(address -> arguments.add(Keys.bounded(address)));
        return reader.read(handle -> handle.select(
                        "SELECT count(*) AS known, max(wrote_at) AS wrote_at, max(refused_at) AS refused_at"
                                + " FROM deskwire_window WHERE tenant_id = ? AND channel_id = ? AND address_key IN (?"
                                + ", ?".repeat(addresses.size() - 1) + ")",
                        arguments.toArray())
                .map((row, context) -> row.getLong("known") == 0
                        ? Optional.<LastWrote>empty()
                        : Optional.of(new LastWrote(
                                reader.dialect().time(row, "wrote_at"),
                                reader.dialect().time(row, "refused_at"))))
                .one());
    }

    @Override
    public void refused(String tenantId, String channelId, Collection<String> addresses, Instant at) {
        if (!addresses.isEmpty()) {
            writer.call(new Refused(tenantId, channelId, new TreeSet<>(addresses), at));
        }
    }

    private static final class Refused extends Write.InRounds<Boolean> {
        private final String tenantId;
        private final String channelId;
        private final Collection<String> addresses;
        private final Instant at;

        Refused(String tenantId, String channelId, Collection<String> addresses, Instant at) {
            this.tenantId = tenantId;
            this.channelId = channelId;
            this.addresses = addresses;
            this.at = at;
        }

        @Override
        Instant now() {
            return at;
        }

        @Override
        boolean advance(Round round) {
            for (String address : addresses) {
                round.add(WindowSql.REFUSED, tenantId, channelId, Keys.bounded(address), at);
            }
            succeed(true);
            return false;
        }
    }
}
