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
}
