package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetterDesk.Replaced;
import io.deskwire.intake.DeadLetters.Filter;
import io.deskwire.ticket.SinkResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterPipelineTest {

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void a_group_is_tried_again_at_once_and_what_fails_again_is_not_tried_twice() {
        for (int i = 0; i < 3; i++) {
            desk.sinkAnswers.add(new SinkResult.Rejected("no such product"));
            desk.mail("ann" + i + "@customer.example", "Help " + i, "text " + i);
            desk.later(Duration.ofSeconds(1));
        }
        desk.sinkAnswers.add(new SinkResult.Rejected("no such product"));

        assertThat(desk.deskwire.redeliverAll(Desk.ACME, new Filter("another reason", null, null)))
                .isZero();
        assertThat(desk.deskwire.redeliverAll(Desk.ACME, Filter.none())).isEqualTo(3);
        desk.run();

        assertThat(desk.tickets).hasSize(2);
        assertThat(letters()).hasSize(1);
        assertThat(desk.deskwire.discardAll(Desk.ACME, Filter.none(), "by phone"))
                .isEqualTo(1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void corrected_bytes_are_filed_in_place_of_those_the_helpdesk_refused() {
        desk.sinkAnswers.add(new SinkResult.Rejected("the subject is too long"));
        desk.mail("ann@customer.example", "A long subject", "text", "Message-ID: <a@customer.example>");
        String id = letters().get(0).id();
        byte[] corrected = Desk.eml(
                        "ann@customer.example",
                        "support@acme.example",
                        "Short",
                        "text",
                        "Message-ID: <a@customer.example>")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(desk.deskwire.replace(Desk.ACME, id, corrected)).isEqualTo(Replaced.DONE);
        desk.run();

        assertThat(letters()).isEmpty();
        assertThat(desk.ticketWith("text")).isNotEmpty();
        assertThat(desk.offered.get(desk.offered.size() - 1).message().subject())
                .isEqualTo("Short");
        assertThat(desk.deskwire.replace(Desk.ACME, id, corrected)).isEqualTo(Replaced.NO_SUCH_LETTER);
    }

    private List<DeadLetter> letters() {
        return desk.deskwire.deadLetters().list(Desk.ACME, null, 10).items();
    }
}
