package io.deskwire.message;

import static io.deskwire.message.DeliveryStatus.BOUNCED;
import static io.deskwire.message.DeliveryStatus.COMPLAINED;
import static io.deskwire.message.DeliveryStatus.DEFERRED;
import static io.deskwire.message.DeliveryStatus.DELIVERED;
import static io.deskwire.message.DeliveryStatus.READ;
import static io.deskwire.message.DeliveryStatus.SENT;
import static io.deskwire.message.DeliveryStatus.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryStatusTest {

    @Test
    void late_news_never_moves_a_recipient_backward() {
        assertThat(READ.mayBecome(DELIVERED)).isFalse();
        assertThat(READ.mayBecome(SENT)).isFalse();
        assertThat(DELIVERED.mayBecome(SENT)).isFalse();
        assertThat(DELIVERED.mayBecome(DEFERRED)).isFalse();
        assertThat(BOUNCED.mayBecome(SENT)).isFalse();
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
    void forward_only_can_never_loop() {
        // From SENT on, no sequence of news may lead back to where it was except through a contradiction by proof.
        for (DeliveryStatus status : DeliveryStatus.values()) {
            assertThat(status.mayBecome(status)).isFalse();
        }
    }
}
