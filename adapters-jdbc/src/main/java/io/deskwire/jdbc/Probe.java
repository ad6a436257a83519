package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** Proves that the database takes writes. */
final class Probe extends Write.Alone<Boolean> {

    @Override
    Instant now() {
        return Instant.EPOCH;
    }

    @Override
    Boolean run(Handle handle, Collection<LaneKey> lanes) {
        return handle.execute("INSERT INTO deskwire_counter (tenant_id, name, value) VALUES ('', 'probe', 1)"
                        + " ON CONFLICT (tenant_id, name) DO UPDATE SET value = deskwire_counter.value + 1")
                == 1;
    }
}
