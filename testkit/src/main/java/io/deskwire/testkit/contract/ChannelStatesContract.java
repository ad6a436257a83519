package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Side;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelStates;
import io.deskwire.channel.ChannelTransition;
import io.deskwire.channel.ChannelTransition.Direction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Everything {@link ChannelStates} promises. */
public interface ChannelStatesContract extends StoresHarness {

    @Test
    default void an_unknown_channel_has_no_state() {
        ChannelStates states = stores().channelStates();

        assertThat(states.find(ACME, CHANNEL)).isEmpty();
        assertThat(states.ofTenant(ACME)).isEmpty();
        states.remove(ACME, CHANNEL);
    }

    @Test
    default void the_first_update_starts_fresh() {
        Stores stores = stores();

        ChannelState state = stores.channelStates().update(ACME, CHANNEL, NOW, UnaryOperator.identity());

        assertThat(state).isEqualTo(ChannelState.fresh(ACME, CHANNEL, NOW));
        assertThat(reopen(stores).channelStates().find(ACME, CHANNEL)).contains(state);
    }

    @Test
    default void every_field_is_kept() {
        Stores stores = stores();
        for (Status status : Status.values()) {
            ChannelState full = new ChannelState(
                    ACME,
                    CHANNEL,
                    new Side(status, "why ü", "do this 件", at(1), at(2), 3, at(4)),
                    new Side(status, null, null, at(5), null, 0, null),
                    status == Status.PAUSED,
                    at(6),
                    at(7));

            assertThat(stores.channelStates().update(ACME, CHANNEL, NOW, s -> full))
                    .isEqualTo(full);
            assertThat(reopen(stores).channelStates().find(ACME, CHANNEL)).contains(full);
        }
    }

    @Test
    default void an_update_starts_from_the_state_before() {
        ChannelStates states = stores().channelStates();
        states.update(ACME, CHANNEL, NOW, s -> s.withPaused(true));

        ChannelState state = states.update(ACME, CHANNEL, at(60), s -> s.withLastMessageAt(at(60)));

        assertThat(state.paused()).isTrue();
        assertThat(state.lastMessageAt()).isEqualTo(at(60));
        assertThat(state.inbound().since()).isEqualTo(NOW);
    }

    @Test
    default void states_are_kept_per_tenant_and_channel() {
        ChannelStates states = stores().channelStates();
        states.update(ACME, CHANNEL, NOW, s -> s.withPaused(true));
        states.update(BOLT, CHANNEL, NOW, UnaryOperator.identity());
        states.update(ACME, "sales", NOW, UnaryOperator.identity());

        assertThat(states.ofTenant(ACME))
                .extracting(ChannelState::channelId)
                .containsExactlyInAnyOrder(CHANNEL, "sales");
        assertThat(states.ofTenant(BOLT)).containsExactly(ChannelState.fresh(BOLT, CHANNEL, NOW));

        states.remove(ACME, CHANNEL);
        assertThat(states.find(ACME, CHANNEL)).isEmpty();
        assertThat(states.find(BOLT, CHANNEL)).isPresent();
        assertThat(states.find(ACME, "sales")).isPresent();
        assertThat(states.update(ACME, CHANNEL, at(9), UnaryOperator.identity()))
                .as("starts fresh after a removal")
                .isEqualTo(ChannelState.fresh(ACME, CHANNEL, at(9)));
    }

    @Test
    default void a_change_that_fails_changes_nothing() {
        ChannelStates states = stores().channelStates();
        states.update(ACME, CHANNEL, NOW, s -> s.withPaused(true));

        assertThatThrownBy(() -> states.update(ACME, CHANNEL, at(1), s -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessageContaining("no");

        assertThat(states.find(ACME, CHANNEL))
                .hasValueSatisfying(s -> assertThat(s.paused()).isTrue());
    }

    @Test
    default void no_update_of_sixteen_at_once_is_lost() {
        ChannelStates states = stores().channelStates();

        Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            for (int i = 0; i < 10; i++) {
                states.update(
                        tenant,
                        CHANNEL,
                        NOW,
                        s -> s.withInbound(s.inbound().changed(Status.DISCONNECTED, "lost", null, NOW, at(1))));
            }
            return thread;
        });

        for (String tenant : TENANTS) {
            assertThat(states.find(tenant, CHANNEL).orElseThrow().inbound().failures())
                    .isEqualTo(80);
        }
    }

    @Test
    default void every_change_of_a_status_is_noted_with_its_reason() {
        Stores stores = stores();
        ChannelStates states = stores.channelStates();
        states.update(ACME, CHANNEL, NOW, s -> s.withInbound(s.inbound().worked(NOW)));
        states.update(ACME, CHANNEL, at(1), s -> s.withInbound(s.inbound().worked(at(1))));
        states.update(
                ACME,
                CHANNEL,
                at(2),
                s -> s.withInbound(s.inbound().changed(Status.AUTH_ERROR, "refused ü", "mend it 件", at(2), at(9)))
                        .withOutbound(s.outbound().worked(at(2))));
        states.update(BOLT, CHANNEL, at(3), UnaryOperator.identity());

        assertThat(reopen(stores).channelStates().transitions(ACME, CHANNEL, 10))
                .containsExactlyInAnyOrder(
                        new ChannelTransition(
                                at(2), Direction.OUTBOUND, Status.CONNECTING, Status.CONNECTED, null, null),
                        new ChannelTransition(
                                at(2),
                                Direction.INBOUND,
                                Status.CONNECTED,
                                Status.AUTH_ERROR,
                                "refused ü",
                                "mend it 件"),
                        new ChannelTransition(NOW, Direction.INBOUND, Status.CONNECTING, Status.CONNECTED, null, null));
        assertThat(states.transitions(ACME, CHANNEL, 1)).hasSize(1).allMatch(t -> t.at().equals(at(2)));
        assertThat(states.transitions(BOLT, CHANNEL, 10)).isEmpty();
        states.remove(ACME, CHANNEL);
        assertThat(states.transitions(ACME, CHANNEL, 10)).isEmpty();
    }

    @Test
    default void only_the_last_transitions_are_kept() {
        ChannelStates states = stores().channelStates();
        states.update(ACME, "other", NOW, s -> s.withInbound(s.inbound().worked(NOW)));
        for (int i = 0; i <= ChannelStates.KEPT_TRANSITIONS; i++) {
            int second = i;
            states.update(
                    ACME,
                    CHANNEL,
                    at(second),
                    s -> s.withInbound(
                            second % 2 == 0
                                    ? s.inbound().worked(at(second))
                                    : s.inbound()
                                            .changed(Status.DISCONNECTED, "no " + second, null, at(second), null)));
        }

        List<ChannelTransition> kept = states.transitions(ACME, CHANNEL, 1_000);
        assertThat(kept).hasSize(ChannelStates.KEPT_TRANSITIONS);
        assertThat(kept.get(0).at()).isEqualTo(at(ChannelStates.KEPT_TRANSITIONS));
        assertThat(kept.get(kept.size() - 1).at()).isEqualTo(at(1));
        assertThat(states.transitions(ACME, "other", 10)).hasSize(1);
    }

    @Test
    default void what_channels_receive_is_counted_by_hours() {
        Stores stores = stores();
        ChannelStates states = stores.channelStates();
        Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
        states.arrived(ACME, CHANNEL, hour.plusSeconds(1), 2);
        states.arrived(ACME, CHANNEL, hour.plusSeconds(3599), 3);
        states.arrived(ACME, CHANNEL, hour.plusSeconds(3600), 1);
        states.arrived(ACME, "other", hour.minusSeconds(1), 7);
        states.arrived(BOLT, CHANNEL, hour, 9);

        assertThat(reopen(stores).channelStates().arrivals(ACME, hour))
                .isEqualTo(Map.of(CHANNEL, new TreeMap<>(Map.of(hour, 5L, hour.plusSeconds(3600), 1L))));
        assertThat(states.arrivals(ACME, hour.minusSeconds(3600))).containsOnlyKeys(CHANNEL, "other");
        states.remove(ACME, CHANNEL);
        assertThat(states.arrivals(ACME, hour)).isEmpty();
        assertThat(states.arrivals(BOLT, hour)).containsOnlyKeys(CHANNEL);
    }
}
