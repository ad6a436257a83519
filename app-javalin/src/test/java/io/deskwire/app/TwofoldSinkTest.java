package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.MessageSamples;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwofoldSinkTest {

    private static final TicketRef OURS = new TicketRef("ours");
    private static final TicketRef THEIRS = new TicketRef("theirs");

    private final List<TicketEvent> asked = new ArrayList<>();

    private static TicketEvent event() {
        return new TicketEvent(
                MessageSamples.inbound().build(),
                "conversation",
                null,
                MessageSamples.opens("conversation"),
                index -> {
                    throw new IOException("there is none");
                },
                1,
                false,
                MessageSamples.NOON);
    }

    private SinkResult deliver(SinkResult builtIn, SinkResult helpdesk) {
        return new TwofoldSink(event -> builtIn, event -> {
                    asked.add(event);
                    return helpdesk;
                })
                .deliver(event());
    }

    @Test
    void taken_by_both_it_stands_in_our_ticket() {
        assertThat(deliver(new SinkResult.Created(OURS), new SinkResult.Created(THEIRS)))
                .isEqualTo(new SinkResult.Created(OURS));
        // A repeat after the helpdesk failed: we have it already, the helpdesk takes it now.
        assertThat(deliver(new SinkResult.Duplicate(OURS), new SinkResult.Created(THEIRS)))
                .isEqualTo(new SinkResult.Duplicate(OURS));
    }

    @Test
    void what_the_helpdesk_does_not_take_is_not_delivered() {
        for (SinkResult no : List.of(
                new SinkResult.Retry("later", null),
                new SinkResult.Unknown("lost"),
                new SinkResult.Rejected("no"),
                new SinkResult.Misconfigured("gone"))) {
            assertThat(deliver(new SinkResult.Created(OURS), no)).isEqualTo(no);
        }
    }

    @Test
    void the_helpdesk_is_not_asked_before_we_have_it() {
        SinkResult no = new SinkResult.Unknown("the store is away");
        assertThat(deliver(no, new SinkResult.Created(THEIRS))).isEqualTo(no);
        assertThat(asked).isEmpty();
    }
}
