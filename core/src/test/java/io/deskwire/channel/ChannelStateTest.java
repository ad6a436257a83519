package io.deskwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.ChannelState.Side;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelTransition.Direction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChannelStateTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    void a_side_that_is_tried_anew_has_not_failed_yet() {
        Side refused = Side.connecting(NOW)
                .changed(Status.AUTH_ERROR, "refused", null, NOW, null)
                .changed(Status.AUTH_ERROR, "refused", null, NOW, null);
        assertThat(refused.failures()).isEqualTo(2);
        assertThat(refused.changed(Status.CONNECTING, null, null, NOW, null).failures())
                .isZero();
    }

    @Test
    void only_a_change_of_status_is_a_transition() {
        ChannelState before = ChannelState.fresh("t", "c", NOW);
        ChannelState after =
                before.withInbound(before.inbound().changed(Status.DISCONNECTED, "lost", "wait", NOW, null));
        assertThat(ChannelTransition.between(before, after, NOW))
                .containsExactly(new ChannelTransition(
                        NOW, Direction.INBOUND, Status.CONNECTING, Status.DISCONNECTED, "lost", "wait"));
        assertThat(ChannelTransition.between(
                        after,
                        after.withInbound(after.inbound().changed(Status.DISCONNECTED, "again", null, NOW, null)),
                        NOW))
                .isEmpty();
    }
}
