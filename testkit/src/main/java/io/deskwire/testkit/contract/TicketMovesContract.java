package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.joins;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.filed;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.message.Annotation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Conversations} promises of tickets that the helpdesk moves and of messages that it takes out of them. */
public interface TicketMovesContract extends StoresHarness {

    TicketRef A = new TicketRef("A");
    TicketRef B = new TicketRef("B");
    TicketRef C = new TicketRef("C");

    private static String inTicket(Stores stores, String tenant, TicketRef ticket, long second, String wireId) {
        String conversation = unique("conversation");
        filed(stores, tenant, CHANNEL, opens(conversation), at(second), s -> s.messageId(wireId));
        delivered(stores, tenant, ticket);
        return conversation;
    }

    private static void delivered(Stores stores, String tenant, TicketRef ticket) {
        var job = Given.claimOnly(stores.deliveries(), tenant, at(60));
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.Delivered(ticket), at(60));
    }

    @Test
    default void a_moved_tickets_conversations_have_the_other_ticket_from_then_on() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            inTicket(stores, tenant, A, 0, "a@x");
        }
        String ann = stores.conversations().byTicket(ACME, A).orElseThrow().id();
        String bob = inTicket(stores, ACME, B, 5, "b@x");

        assertThat(stores.conversations().moveTicket(ACME, A, B, at(61))).hasValue(1);

        Conversations now = reopen(stores).conversations();
        assertThat(now.ofTicket(ACME, B)).extracting(Conversation::id).containsExactly(bob, ann);
        assertThat(now.ofTicket(ACME, A)).isEmpty();
        assertThat(now.find(ACME, ann))
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(B));
        assertThat(now.current(ACME, A)).isEqualTo(B);
        assertThat(now.current(ACME, B)).isEqualTo(B);
        assertThat(now.messages(ACME, ann))
                .allSatisfy(
                        m -> assertThat(((StoredMessage.Inbound) m).ticket()).isEqualTo(B));
        assertThat(now.byTicket(ACME, A))
                .as("who names the old ticket means its own people")
                .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(ann));
        assertThat(now.byTicket(ACME, B))
                .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(bob));
        assertThat(now.current(BOLT, A)).isEqualTo(A);
        assertThat(now.byTicket(BOLT, A))
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(A));
    }

    @Test
    default void chains_are_followed_and_rings_refused() {
        Stores stores = stores();
        String ann = inTicket(stores, ACME, A, 0, "a@x");
        Conversations conversations = stores.conversations();

        assertThat(conversations.moveTicket(ACME, A, A, NOW)).isEmpty();
        assertThat(conversations.moveTicket(ACME, A, B, NOW)).hasValue(1);
        assertThat(conversations.moveTicket(ACME, B, C, NOW)).hasValue(1);
        assertThat(conversations.moveTicket(ACME, C, A, NOW)).isEmpty();
        assertThat(conversations.moveTicket(ACME, C, B, NOW)).isEmpty();

        for (TicketRef ticket : List.of(A, B, C)) {
            assertThat(conversations.current(ACME, ticket)).isEqualTo(C);
        }
        assertThat(conversations.find(ACME, ann))
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(C));
        assertThat(conversations.byTicket(ACME, A))
                .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(ann));

        assertThat(conversations.moveTicket(ACME, A, new TicketRef("D"), NOW)).hasValue(1);
        assertThat(conversations.find(ACME, ann))
                .as("moved once more, from where it went")
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(new TicketRef("D")));
        assertThat(conversations.current(ACME, B)).isEqualTo(C);
    }

    @Test
    default void a_message_on_its_way_to_a_moved_ticket_arrives_in_the_other() {
        Stores stores = stores();
        String conversation = inTicket(stores, ACME, A, 0, "a@x");
        InboundMessage second = filed(stores, ACME, CHANNEL, joins(conversation), at(1), s -> s.messageId("a2@x"));
        var job = Given.claimOnly(stores.deliveries(), ACME, at(60));
        assertThat(job.job().knownTicket()).isEqualTo(A);

        stores.conversations().moveTicket(ACME, A, B, at(61));
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.Delivered(A), at(62));

        assertThat(stores.conversations().find(ACME, conversation))
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(B));
        assertThat(stores.conversations().message(ACME, second.id()))
                .hasValueSatisfying(
                        m -> assertThat(((StoredMessage.Inbound) m).ticket()).isEqualTo(B));
        filed(stores, ACME, CHANNEL, joins(conversation), at(63), s -> s.messageId("a3@x"));
        assertThat(Given.claimOnly(stores.deliveries(), ACME, at(64)).job().knownTicket())
                .isEqualTo(B);
    }

    @Test
    default void a_ticket_may_be_moved_before_its_first_message_says_that_it_is_there() {
        Stores stores = stores();
        assertThat(stores.conversations().moveTicket(ACME, A, B, NOW)).hasValue(0);

        String conversation = inTicket(stores, ACME, A, 1, "a@x");

        assertThat(stores.conversations().find(ACME, conversation))
                .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(B));
        assertThat(stores.conversations().byTicket(ACME, A))
                .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(conversation));
    }

    @Test
    default void a_message_taken_out_stands_in_a_conversation_of_its_own_with_the_same_people() {
        Stores stores = stores();
        String conversation = inTicket(stores, ACME, A, 0, "a@x");
        InboundMessage second = filed(stores, ACME, CHANNEL, joins(conversation), at(1), s -> s.messageId("a2@x"));
        assertThat(stores.conversations().split(ACME, second.id(), B, unique("fresh"), at(2)))
                .as("on its way")
                .isEmpty();
        delivered(stores, ACME, A);
        OutboundMessage answer = MessageSamples.outbound()
                .channel(ACME, CHANNEL)
                .conversation(conversation)
                .messageId("out@x")
                .build();
        stores.outbox().stage(answer, null, at(61), false);

        String fresh = unique("fresh");
        assertThat(stores.conversations().split(ACME, second.id(), B, fresh, at(62)))
                .contains(fresh);
        assertThat(stores.conversations().split(ACME, answer.id(), B, unique("fresh"), at(63)))
                .as("stays with what was taken out before")
                .contains(fresh);

        Conversations now = reopen(stores).conversations();
        Conversation taken = now.find(ACME, fresh).orElseThrow();
        Conversation left = now.find(ACME, conversation).orElseThrow();
        assertThat(taken.ticket()).isEqualTo(B);
        assertThat(taken.splitFrom()).isEqualTo(conversation);
        assertThat(taken.participants()).isEqualTo(left.participants());
        assertThat(taken.channelId()).isEqualTo(left.channelId());
        assertThat(left.ticket()).isEqualTo(A);
        assertThat(now.messages(ACME, fresh))
                .extracting(StoredMessage::id)
                .containsExactlyInAnyOrder(second.id(), answer.id());
        assertThat(now.messages(ACME, fresh))
                .allSatisfy(m -> assertThat(m.conversationId()).isEqualTo(fresh));
        assertThat(now.messages(ACME, conversation)).hasSize(1);
        assertThat(now.byMessageIds(ACME, List.of("a@x", "a2@x", "out@x")))
                .isEqualTo(Map.of("a@x", conversation, "a2@x", fresh, "out@x", fresh));
        assertThat(now.message(ACME, second.id()))
                .hasValueSatisfying(
                        m -> assertThat(((StoredMessage.Inbound) m).ticket()).isEqualTo(B));
        assertThat(now.split(ACME, second.id(), A, unique("fresh"), at(64)))
                .as("put back")
                .isEqualTo(Optional.of(conversation));
        assertThat(now.split(BOLT, second.id(), A, unique("fresh"), at(64))).isEmpty();
        assertThat(now.split(ACME, "nobody", A, unique("fresh"), at(64))).isEmpty();
    }

    @Test
    default void a_note_stands_on_its_message() {
        Stores stores = stores();
        String conversation = inTicket(stores, ACME, A, 0, "a@x");
        String id = stores.conversations().messages(ACME, conversation).get(0).id();
        Annotation note = new Annotation(Annotation.Kind.NOT_ANSWERED, null, "why", NOW);

        assertThat(stores.conversations().annotate(ACME, id, note)).isTrue();
        assertThat(stores.conversations().annotate(BOLT, id, note)).isFalse();
        assertThat(stores.conversations().annotate(ACME, "nobody", note)).isFalse();

        assertThat(reopen(stores).conversations().message(ACME, id))
                .hasValueSatisfying(m -> assertThat(m.annotations()).containsExactly(note));
    }
}
