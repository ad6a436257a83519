package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A single statement through the writer; answers whether it changed anything. */
final class Statement extends Write.Alone<Boolean> {

    private final String sql;
    private final @Nullable Object[] arguments;

    Statement(String sql, @Nullable Object... arguments) {
        this.sql = sql;
        this.arguments = arguments;
    }

    @Override
    String contended() {
        return sql + Arrays.toString(arguments);
    }

    @Override
    Instant now() {
        return Instant.EPOCH;
    }

    @Override
    Boolean run(Handle handle, Collection<LaneKey> lanes) {
        return handle.execute(sql, arguments) > 0;
    }
}
