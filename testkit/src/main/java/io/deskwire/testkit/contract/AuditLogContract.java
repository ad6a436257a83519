package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.Ids;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything {@link AuditLog} promises. */
public interface AuditLogContract extends StoresHarness {

    @Test
    default void what_was_done_comes_back_as_it_was_written_and_outlives_the_process() {
        Stores stores = stores();
        AuditEntry full = new AuditEntry(
                Ids.next(NOW),
                NOW,
                ACME,
                "api",
                "2001:db8::1",
                "channel_saved",
                AuditEntry.Outcome.DONE,
                "mail",
                "host, password é😀'");
        AuditEntry bare = new AuditEntry(
                Ids.next(at(1)),
                at(1),
                null,
                "server",
                null,
                "retention_changed",
                AuditEntry.Outcome.REFUSED,
                null,
                "");
        stores.audit().record(full);
        stores.audit().record(bare);

        assertThat(reopen(stores).audit().list(AuditLog.Filter.none(), null, 10))
                .isEqualTo(new Page<>(List.of(bare, full), null));
    }

    @Test
    default void pages_hold_every_entry_once_and_the_newest_first() {
        Stores stores = stores();
        List<AuditEntry> written = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // Several at the same moment, as of one command.
            AuditEntry entry = entry(i % 2 == 0 ? ACME : BOLT, "ticket_moved", at(i / 3));
            written.add(entry);
            stores.audit().record(entry);
        }

        List<AuditEntry> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<AuditEntry> page = stores.audit().list(AuditLog.Filter.none(), cursor, 2);
            assertThat(page.items().size()).isLessThanOrEqualTo(2);
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
        assertThat(seen).extracting(AuditEntry::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThatThrownBy(() -> stores.audit().list(AuditLog.Filter.none(), "!", 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void a_tenants_entries_and_those_of_one_action_are_found() {
        Stores stores = stores();
        AuditEntry moved = entry(ACME, "ticket_moved", NOW);
        AuditEntry saved = entry(ACME, "channel_saved", at(1));
        AuditEntry other = entry(BOLT, "channel_saved", at(2));
        AuditEntry nobodys = entry(null, "sign_in", at(3));
        List.of(moved, saved, other, nobodys).forEach(stores.audit()::record);

        assertThat(stores.audit()
                        .list(new AuditLog.Filter(ACME, null), null, 10)
                        .items())
                .containsExactly(saved, moved);
        assertThat(stores.audit()
                        .list(new AuditLog.Filter(null, "channel_saved"), null, 10)
                        .items())
                .containsExactly(other, saved);
        assertThat(stores.audit()
                        .list(new AuditLog.Filter(BOLT, "ticket_moved"), null, 10)
                        .items())
                .isEmpty();
    }

    @Test
    default void entries_are_forgotten_by_age_alone() {
        Stores stores = stores();
        AuditEntry young = entry(ACME, "sign_in", at(10));
        stores.audit().record(entry(ACME, "sign_in", at(-2)));
        stores.audit().record(entry(null, "sign_in", at(-1)));
        stores.audit().record(young);

        assertThat(stores.audit().forget(NOW, 1)).isEqualTo(1);
        assertThat(stores.audit().forget(NOW, 10)).isEqualTo(1);
        assertThat(stores.audit().forget(NOW, 10)).isZero();
        assertThat(stores.audit().list(AuditLog.Filter.none(), null, 10).items())
                .containsExactly(young);
    }

    @Test
    default void of_a_deleted_tenant_it_is_known_that_it_was_deleted_and_nothing_else() {
        Stores stores = stores();
        AuditEntry gone = entry(ACME, AuditEntry.TENANT_DELETED, at(1));
        AuditEntry other = entry(BOLT, "channel_saved", NOW);
        AuditEntry nobodys = entry(null, "sign_in", NOW);
        List.of(entry(ACME, "channel_saved", NOW), gone, other, nobodys).forEach(stores.audit()::record);

        while (stores.retention().deleteSome(ACME) > 0) {
            // Until nothing is left.
        }

        assertThat(stores.audit().list(AuditLog.Filter.none(), null, 10).items())
                .containsExactlyInAnyOrder(gone, other, nobodys);
    }

    private static AuditEntry entry(@Nullable String tenant, String action, Instant at) {
        return new AuditEntry(
                Ids.next(at), at, tenant, "api", "192.0.2.1", action, AuditEntry.Outcome.DONE, "subject", "detail");
    }
}
