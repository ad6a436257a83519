package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.delivery.ReplyDraft;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers beyond a tenant's pace. */
class PacePipelineTest {

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void what_is_beyond_the_pace_waits_and_uses_up_no_attempt() throws Exception {
        desk.mail("Ann <ann@customer.example>", "Hello", "first");
        Instant free = desk.clock.instant().plus(Duration.ofDays(30));
        // Asked far more often than anything is attempted.
        desk.pace = (tenant, now) -> now.isBefore(free) ? now.plus(Duration.ofHours(6)) : now;
        desk.deskwire.replies().reply(ACME, new TicketRef("T1"), ReplyDraft.text("answer"), null);
        for (int i = 0; i < 119; i++) {
            desk.later(Duration.ofHours(6));
            assertThat(desk.sent).isEmpty();
        }

        desk.later(Duration.ofHours(12));
        assertThat(desk.sent).hasSize(1);
        desk.later(Duration.ofDays(1));
        assertThat(desk.sent).hasSize(1);
    }
}
