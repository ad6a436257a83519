package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.joins;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Decision;
import io.deskwire.ticket.AttachmentSource;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything {@link TicketSink} asks of a helpdesk. */
public interface TicketSinkContract {

    /** A sink of a helpdesk without tickets. Called once by every clause. */
    TicketSink sink();

    /** The texts that stand in a ticket of the sink's helpdesk, in the helpdesk's order. */
    List<String> texts(TicketSink sink, String tenantId, TicketRef ticket);

    @Test
    default void the_first_message_opens_a_ticket() {
        TicketSink sink = sink();

        SinkResult result = sink.deliver(event(message(ACME, "help"), opens("c1"), null));

        assertThat(result).isInstanceOf(SinkResult.Created.class);
        assertThat(texts(sink, ACME, ticket(result))).containsExactly("help");
    }

    @Test
    default void follow_ups_are_added_in_order() {
        TicketSink sink = sink();
        TicketRef ticket = ticket(sink.deliver(event(message(ACME, "one"), opens("c1"), null)));

        for (String text : List.of("two", "three")) {
            SinkResult result = sink.deliver(event(message(ACME, text), joins("c1"), ticket));
            assertThat(result).isEqualTo(new SinkResult.Appended(ticket));
        }

        assertThat(texts(sink, ACME, ticket)).containsExactly("one", "two", "three");
    }

    @Test
    default void a_repeated_message_is_a_duplicate_with_its_ticket() {
        TicketSink sink = sink();
        InboundMessage first = message(ACME, "one");
        TicketRef ticket = ticket(sink.deliver(event(first, opens("c1"), null)));
        InboundMessage second = message(ACME, "two");
        sink.deliver(event(second, joins("c1"), ticket));

        assertThat(sink.deliver(event(first, opens("c1"), null))).isEqualTo(new SinkResult.Duplicate(ticket));
        assertThat(sink.deliver(event(first, opens("c1"), ticket))).isEqualTo(new SinkResult.Duplicate(ticket));
        assertThat(sink.deliver(event(second, joins("c1"), ticket))).isEqualTo(new SinkResult.Duplicate(ticket));
        assertThat(texts(sink, ACME, ticket)).containsExactly("one", "two");
    }

    @Test
    default void a_message_that_may_have_arrived_is_looked_up() {
        TicketSink sink = sink();
        InboundMessage arrived = message(ACME, "arrived");
        TicketRef ticket = ticket(sink.deliver(event(arrived, opens("c1"), null)));
        InboundMessage lost = message(ACME, "lost");

        assertThat(sink.deliver(mayHaveArrived(arrived, opens("c1"), null)))
                .isEqualTo(new SinkResult.Duplicate(ticket));
        SinkResult result = sink.deliver(mayHaveArrived(lost, opens("c2"), null));

        assertThat(result).isInstanceOf(SinkResult.Created.class);
        assertThat(texts(sink, ACME, ticket(result))).containsExactly("lost");
        assertThat(texts(sink, ACME, ticket)).containsExactly("arrived");
    }

    @Test
    default void conversations_have_tickets_of_their_own() {
        TicketSink sink = sink();

        TicketRef one = ticket(sink.deliver(event(message(ACME, "one"), opens("c1"), null)));
        TicketRef two = ticket(sink.deliver(event(message(ACME, "two"), opens("c2"), null)));

        assertThat(one).isNotEqualTo(two);
        assertThat(texts(sink, ACME, one)).containsExactly("one");
        assertThat(texts(sink, ACME, two)).containsExactly("two");
    }

    @Test
    default void no_message_gets_into_another_tenants_ticket() {
        TicketSink sink = sink();
        TicketRef acme = ticket(sink.deliver(event(message(ACME, "confidential"), opens("c1"), null)));

        SinkResult result = sink.deliver(event(message(BOLT, "stranger"), joins("c1"), acme));

        assertThat(texts(sink, ACME, acme)).containsExactly("confidential");
        assertThat(result).isNotInstanceOf(SinkResult.Appended.class).isNotInstanceOf(SinkResult.Duplicate.class);
    }

    @Test
    default void the_same_message_id_in_two_tenants_is_two_messages() {
        TicketSink sink = sink();
        String id = unique("message");
        for (String tenant : TENANTS) {
            InboundMessage message = MessageSamples.inbound()
                    .id(id)
                    .channel(tenant, CHANNEL)
                    .text("of " + tenant)
                    .build();
            SinkResult result = sink.deliver(event(message, opens("c1"), null));
            assertThat(result).isInstanceOf(SinkResult.Created.class);
            assertThat(texts(sink, tenant, ticket(result))).containsExactly("of " + tenant);
        }
    }

    @Test
    default void sixteen_conversations_at_once_open_sixteen_tickets() {
        TicketSink sink = sink();

        List<String> tickets = Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            TicketRef ticket = ticket(sink.deliver(event(message(tenant, "m" + thread), opens("c" + thread), null)));
            assertThat(texts(sink, tenant, ticket)).containsExactly("m" + thread);
            return tenant + "/" + ticket.value();
        });

        assertThat(new HashSet<>(tickets)).hasSize(Concurrently.THREADS);
    }

    @Test
    default void of_sixteen_deliveries_of_one_message_one_creates() {
        TicketSink sink = sink();
        InboundMessage message = message(ACME, "once");

        List<SinkResult> results = Concurrently.run(thread -> sink.deliver(mayHaveArrived(message, opens("c1"), null)));

        Set<TicketRef> tickets = new HashSet<>();
        for (SinkResult result : results) {
            // Whoever loses the race may also ask to come again.
            if (!(result instanceof SinkResult.Retry)) {
                tickets.add(ticket(result));
            }
        }
        assertThat(results.stream().filter(SinkResult.Created.class::isInstance))
                .hasSize(1);
        assertThat(tickets).hasSize(1);
        assertThat(texts(sink, ACME, tickets.iterator().next())).containsExactly("once");
    }

    @Test
    default void files_that_are_opened_are_closed() {
        TicketSink sink = sink();
        AtomicInteger open = new AtomicInteger();
        AttachmentSource files = index -> {
            open.incrementAndGet();
            return new ByteArrayInputStream(new byte[] {1, 2, 3}) {
                private boolean closed;

                @Override
                public void close() throws IOException {
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                    super.close();
                }
            };
        };

        SinkResult result = sink.deliver(withFile(files));

        assertThat(result).isInstanceOf(SinkResult.Created.class);
        assertThat(open).hasValue(0);
    }

    @Test
    default void a_message_is_not_taken_without_a_file_that_could_not_be_read() {
        TicketSink sink = sink();
        AtomicInteger asked = new AtomicInteger();
        AttachmentSource files = index -> {
            asked.incrementAndGet();
            throw new IOException("store away");
        };

        SinkResult result = sink.deliver(withFile(files));

        // A helpdesk that keeps a reference to the file need not read it now.
        if (asked.get() > 0) {
            assertThat(result).isNotInstanceOf(SinkResult.Created.class).isNotInstanceOf(SinkResult.Appended.class);
        } else {
            assertThat(result).isInstanceOf(SinkResult.Created.class);
        }
    }

    private static TicketEvent withFile(AttachmentSource files) {
        InboundMessage message = MessageSamples.inbound()
                .channel(ACME, CHANNEL)
                .text("see the file")
                .attachment("a.bin", "application/octet-stream", 3)
                .build();
        return new TicketEvent(message, "c1", null, opens("c1"), files, 1, false, NOW);
    }

    private static InboundMessage message(String tenant, String text) {
        return MessageSamples.inbound().channel(tenant, CHANNEL).text(text).build();
    }

    private static TicketEvent event(InboundMessage message, Decision decision, @Nullable TicketRef known) {
        return event(message, decision, known, 1, false);
    }

    private static TicketEvent mayHaveArrived(InboundMessage message, Decision decision, @Nullable TicketRef known) {
        return event(message, decision, known, 2, true);
    }

    private static TicketEvent event(
            InboundMessage message, Decision decision, @Nullable TicketRef known, int attempt, boolean mayHaveArrived) {
        AttachmentSource noFiles = index -> {
            throw new IOException("this message has no files");
        };
        return new TicketEvent(
                message,
                String.valueOf(decision.conversationId()),
                known,
                decision,
                noFiles,
                attempt,
                mayHaveArrived,
                NOW);
    }

    private static TicketRef ticket(SinkResult result) {
        if (result instanceof SinkResult.Created created) {
            return created.ticket();
        }
        if (result instanceof SinkResult.Appended appended) {
            return appended.ticket();
        }
        if (result instanceof SinkResult.Duplicate duplicate) {
            return duplicate.ticket();
        }
        throw new AssertionError("not in a ticket: " + result);
    }
}
