package io.deskwire.message;

import static io.deskwire.message.DeliveryStatus.BOUNCED;
import static io.deskwire.message.DeliveryStatus.COMPLAINED;
import static io.deskwire.message.DeliveryStatus.DEFERRED;
import static io.deskwire.message.DeliveryStatus.DELIVERED;
import static io.deskwire.message.DeliveryStatus.FAILED;
import static io.deskwire.message.DeliveryStatus.PLAYED;
import static io.deskwire.message.DeliveryStatus.QUEUED;
import static io.deskwire.message.DeliveryStatus.READ;
import static io.deskwire.message.DeliveryStatus.REJECTED;
import static io.deskwire.message.DeliveryStatus.SENDING;
import static io.deskwire.message.DeliveryStatus.SENT;
import static io.deskwire.message.DeliveryStatus.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryStatusTest {

    @Test
    void late_news_never_moves_a_recipient_backward() {
        assertThat(READ.mayBecome(DELIVERED)).isFalse();
        assertThat(READ.mayBecome(SENT)).isFalse();
        assertThat(DELIVERED.mayBecome(SENT)).isFalse();
        assertThat(DELIVERED.mayBecome(DEFERRED)).isFalse();
        assertThat(BOUNCED.mayBecome(SENT)).isFalse();
        assertThat(BOUNCED.mayBecome(DELIVERED)).isFalse();
        assertThat(COMPLAINED.mayBecome(READ)).isFalse();
    }

    @Test
    void proof_of_arrival_settles_an_uncertain_or_failed_one() {
        assertThat(UNCERTAIN.mayBecome(DELIVERED)).isTrue();
        assertThat(BOUNCED.mayBecome(READ)).isTrue();
        assertThat(SENT.mayBecome(BOUNCED)).isTrue();
        assertThat(DELIVERED.mayBecome(BOUNCED)).isTrue();
        assertThat(READ.mayBecome(BOUNCED)).isFalse();
    }

    @Test
    void a_voice_message_that_was_listened_to_was_read_and_stays_so() {
        for (DeliveryStatus before :
                EnumSet.of(QUEUED, SENDING, DEFERRED, UNCERTAIN, SENT, DELIVERED, READ, REJECTED, BOUNCED, FAILED)) {
            assertThat(before.mayBecome(PLAYED)).as("%s to played", before).isTrue();
        }
        assertThat(COMPLAINED.mayBecome(PLAYED)).isFalse();
        assertThat(PLAYED.isSettled()).isTrue();
        assertThat(PLAYED.isFailure()).isFalse();
        for (DeliveryStatus next : DeliveryStatus.values()) {
            assertThat(PLAYED.mayBecome(next)).as("played to %s", next).isEqualTo(next == COMPLAINED);
        }
    }

    @Test
    void once_handed_over_no_news_in_any_order_leads_back() {
        for (DeliveryStatus status : DeliveryStatus.values()) {
            if (status.isSettled()) {
                assertThat(reachable(status)).as("after %s", status).doesNotContain(status);
            }
        }
    }

    private static Set<DeliveryStatus> reachable(DeliveryStatus from) {
        Set<DeliveryStatus> seen = EnumSet.noneOf(DeliveryStatus.class);
        Deque<DeliveryStatus> open = new ArrayDeque<>(Set.of(from));
        while (!open.isEmpty()) {
            DeliveryStatus status = open.remove();
            for (DeliveryStatus next : DeliveryStatus.values()) {
                if (status.mayBecome(next) && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }
}
