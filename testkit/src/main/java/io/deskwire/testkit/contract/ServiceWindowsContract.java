package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.ServiceWindows;
import io.deskwire.delivery.ServiceWindows.LastWrote;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everything {@link ServiceWindows} promises. */
public interface ServiceWindowsContract extends StoresHarness {

    @Test
    default void nothing_is_known_of_somebody_who_never_wrote() {
        ServiceWindows windows = stores().windows();

        assertThat(windows.find(ACME, CHANNEL, List.of("phone:+1"))).isEmpty();
        assertThat(windows.find(ACME, CHANNEL, List.of())).isEmpty();
    }

    @Test
    default void a_message_opens_its_writers_window_on_its_channel_from_its_own_time() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            Instant wrote = tenant.equals(ACME) ? at(-3600) : at(-60);
            wrote(stores, tenant, Set.of("phone:+1", "business_user_id:us.1"), wrote);
        }
        ServiceWindows windows = reopen(stores).windows();
        for (String address : List.of("phone:+1", "business_user_id:us.1")) {
            assertThat(windows.find(ACME, CHANNEL, List.of(address))).contains(new LastWrote(at(-3600), null));
            assertThat(windows.find(BOLT, CHANNEL, List.of(address))).contains(new LastWrote(at(-60), null));
            assertThat(windows.find(ACME, "another", List.of(address))).isEmpty();
        }
        assertThat(windows.find(ACME, CHANNEL, List.of("phone:+2"))).isEmpty();
    }

    @Test
    default void a_window_never_moves_back() {
        Stores stores = stores();
        wrote(stores, ACME, Set.of("phone:+1"), at(100));
        wrote(stores, ACME, Set.of("phone:+1"), at(50));
        assertThat(stores.windows().find(ACME, CHANNEL, List.of("phone:+1"))).contains(new LastWrote(at(100), null));

        wrote(stores, ACME, Set.of("phone:+1"), at(150));
        assertThat(stores.windows().find(ACME, CHANNEL, List.of("phone:+1"))).contains(new LastWrote(at(150), null));
    }

    @Test
    default void of_several_addresses_the_newest_times_count() {
        Stores stores = stores();
        wrote(stores, ACME, Set.of("phone:+1"), at(100));
        wrote(stores, ACME, Set.of("business_user_id:us.1"), at(200));
        stores.windows().refused(ACME, CHANNEL, List.of("phone:+1"), at(300));
        wrote(stores, BOLT, Set.of("phone:+1"), at(900));

        assertThat(stores.windows().find(ACME, CHANNEL, List.of("phone:+1", "business_user_id:us.1", "phone:+3")))
                .contains(new LastWrote(at(200), at(300)));
    }

    @Test
    default void that_the_provider_called_a_window_closed_is_kept_beside_the_time() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            stores.windows().refused(tenant, CHANNEL, List.of("phone:+1", "phone:+2"), at(10));
        }
        stores.windows().refused(ACME, CHANNEL, List.of("phone:+1"), at(20));
        stores.windows().refused(ACME, CHANNEL, List.of("phone:+1"), at(5));
        stores.windows().refused(ACME, CHANNEL, List.of(), at(5));
        wrote(stores, ACME, Set.of("phone:+1"), at(15));

        ServiceWindows windows = reopen(stores).windows();
        assertThat(windows.find(ACME, CHANNEL, List.of("phone:+1"))).contains(new LastWrote(at(15), at(20)));
        assertThat(windows.find(ACME, CHANNEL, List.of("phone:+2"))).contains(new LastWrote(null, at(10)));
        assertThat(windows.find(BOLT, CHANNEL, List.of("phone:+1"))).contains(new LastWrote(null, at(10)));
        assertThat(windows.find(ACME, "another", List.of("phone:+1"))).isEmpty();
    }

    private static void wrote(Stores stores, String tenant, Set<String> addresses, Instant at) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
        stores.inbox()
                .settle(
                        item.claim(),
                        new Settlement.Filed(
                                MessageSamples.inbound().of(item.job()).build(),
                                MessageSamples.opens(unique("conversation")),
                                addresses,
                                List.of(new Settlement.Effect.OpenWindow(addresses, at))),
                        NOW);
    }
}
