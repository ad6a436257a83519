package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import io.deskwire.work.Tallies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everything {@link Tallies} promises. */
public interface TalliesContract extends StoresHarness {

    @Test
    default void what_was_counted_is_summed_since_a_time_and_outlives_the_process() {
        Stores stores = stores();
        stores.tallies().add(ACME, List.of("a", "b"), at(-7200));
        stores.tallies().add(ACME, List.of("a"), NOW);
        stores.tallies().add(ACME, List.of("a"), at(1));

        Tallies tallies = reopen(stores).tallies();
        assertThat(tallies.since(ACME, List.of("a", "b", "c"), at(-86_400))).isEqualTo(Map.of("a", 3L, "b", 1L));
        assertThat(tallies.since(ACME, List.of("a", "b"), at(-3600))).isEqualTo(Map.of("a", 2L));
        assertThat(tallies.since(ACME, List.of(), at(-3600))).isEmpty();
        assertThat(tallies.since(BOLT, List.of("a"), at(-86_400))).isEmpty();
    }

    @Test
    default void a_name_may_be_long_and_carry_any_character() {
        Stores stores = stores();
        String name = "in:support/email:" + "x".repeat(3000) + "\u0000'é😀@x";
        stores.tallies().add(ACME, List.of(name, name), NOW);

        assertThat(stores.tallies().since(ACME, Set.of(name), NOW)).isEqualTo(Map.of(name, 1L));
    }

    @Test
    default void what_counts_with_a_message_counts_once_however_often_it_comes() {
        Stores stores = stores();
        for (int i = 0; i < 2; i++) {
            for (boolean held : new boolean[] {false, true}) {
                Claimed<RawInbound> claimed = Given.received(stores, ACME, Given.CHANNEL);
                InboundMessage message = MessageSamples.inbound()
                        .of(claimed.job())
                        .dedupeKey("same-" + held)
                        .build();
                List<Settlement.Effect> effects = List.of(new Settlement.Effect.Count(Set.of("n"), NOW));
                stores.inbox()
                        .settle(
                                claimed.claim(),
                                held
                                        ? new Settlement.Quarantined(
                                                message, opens(unique("c")), Set.of(), effects, "why")
                                        : new Settlement.Filed(message, opens(unique("c")), Set.of(), effects),
                                NOW);
            }
        }

        assertThat(stores.tallies().since(ACME, List.of("n"), NOW)).isEqualTo(Map.of("n", 2L));
    }
}
