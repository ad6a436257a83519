package io.deskwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTicketSinkTest implements TicketSinkContract {

    @Override
    public TicketSink sink() {
        return new FileReadingSink(new RecordingTicketSink());
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return ((FileReadingSink) sink)
                .recorder.tickets(tenantId).getOrDefault(ticket, List.of()).stream()
                        .map(event -> event.message().text())
                        .toList();
    }

    /** Reads every file before it takes a message, so that the clauses about files have something to bite on. */
    private record FileReadingSink(RecordingTicketSink recorder) implements TicketSink {
        @Override
        public SinkResult deliver(TicketEvent event) {
            try {
                for (var attachment : event.message().attachments()) {
                    try (InputStream in = event.attachments().open(attachment.index())) {
                        in.readAllBytes();
                    }
                }
            } catch (IOException e) {
                return new SinkResult.Retry("a file could not be read", null);
            }
            return recorder.deliver(event);
        }
    }

    @Test
    void answers_follow_the_script_and_then_the_truth() {
        RecordingTicketSink sink = new RecordingTicketSink()
                .next(new SinkResult.Retry("busy", null))
                .nextTakenBut(new SinkResult.Unknown("cut off"))
                .nextThrows(new IllegalStateException("boom"));
        TicketEvent event = event();

        List<SinkResult> results = new ArrayList<>();
        results.add(sink.deliver(event));
        assertThat(sink.tickets("acme")).isEmpty();
        results.add(sink.deliver(event));
        assertThat(sink.tickets("acme")).hasSize(1);
        assertThatThrownBy(() -> sink.deliver(event)).hasMessage("boom");
        results.add(sink.deliver(event));

        assertThat(results)
                .containsExactly(
                        new SinkResult.Retry("busy", null),
                        new SinkResult.Unknown("cut off"),
                        new SinkResult.Duplicate(new TicketRef("T-1")));
        assertThat(sink.calls()).hasSize(4);
    }

    @Test
    void calls_can_be_waited_for() throws InterruptedException {
        RecordingTicketSink sink = new RecordingTicketSink();
        Thread helpdesk = new Thread(() -> sink.deliver(event()));
        helpdesk.start();

        assertThat(sink.awaitCalls(1, Duration.ofSeconds(30))).hasSize(1);
        assertThatThrownBy(() -> sink.awaitCalls(2, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("called 1 times");
        helpdesk.join();
    }

    private static TicketEvent event() {
        return new TicketEvent(
                MessageSamples.inbound().id("m1").build(),
                "c1",
                null,
                MessageSamples.opens("c1"),
                index -> InputStream.nullInputStream(),
                1,
                false,
                MessageSamples.NOON);
    }
}
