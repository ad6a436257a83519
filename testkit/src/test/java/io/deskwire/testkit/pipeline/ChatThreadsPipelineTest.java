package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.ChatDesk.ACME;
import static io.deskwire.testkit.pipeline.ChatDesk.ANN;
import static io.deskwire.testkit.pipeline.ChatDesk.ANN_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageKind;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.pipeline.ChatDesk.Item;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatThreadsPipelineTest {

    private static final TicketUpdate RESOLVED =
            new TicketUpdate(TicketUpdate.Kind.RESOLVED, "1", "1", "resolved", null);

    @Test
    void one_persons_messages_stand_in_one_ticket_and_the_decision_says_why() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("my chair is broken");
            desk.says("it squeaks");
            desk.says(Address.phone("+15552220002", "Bo"), "my table is broken");

            assertThat(desk.tickets())
                    .containsExactly(List.of("my chair is broken", "it squeaks"), List.of("my table is broken"));
            assertThat(desk.inbound("it squeaks").decision().signals())
                    .extracting(Signal::type)
                    .containsExactly(Signal.Type.SAME_CONTACT);
        }
    }

    @Test
    void after_the_quiet_time_a_message_opens_a_new_ticket_unless_it_quotes_an_old_one() {
        try (ChatDesk desk = new ChatDesk(Map.of("conversation_quiet_hours", 48))) {
            String first = desk.says("my chair is broken");
            desk.later(Duration.ofHours(49));
            desk.says("another thing");
            desk.arrives(new Item(ANN, "about the chair").quoting(first));

            assertThat(desk.tickets())
                    .containsExactly(List.of("my chair is broken", "about the chair"), List.of("another thing"));
        }
    }

    @Test
    void a_finished_ticket_opens_again_or_a_new_one_is_opened_as_the_tenant_says() {
        for (String wish : List.of("reopen", "new")) {
            try (ChatDesk desk = new ChatDesk(Map.of("closed_tickets", wish))) {
                desk.says("my chair is broken");
                assertThat(desk.deskwire.ticketChanged(ACME, desk.ticketWith("my chair is broken"), RESOLVED))
                        .isTrue();
                desk.says("still broken");

                assertThat(desk.tickets()).hasSize(wish.equals("new") ? 2 : 1);
                assertThat(desk.stores
                                .conversations()
                                .find(ACME, desk.conversationWith("still broken"))
                                .orElseThrow()
                                .closedAt())
                        .isNull();
            }
        }
    }

    @Test
    void where_finished_tickets_stay_finished_an_older_one_that_is_open_goes_on() {
        try (ChatDesk desk = new ChatDesk(Map.of("closed_tickets", "new", "conversation_quiet_hours", 48))) {
            String first = desk.says("my chair is broken");
            desk.later(Duration.ofHours(49));
            desk.says("another thing");
            desk.arrives(new Item(ANN, "about the chair").quoting(first));
            assertThat(desk.deskwire.ticketChanged(ACME, desk.ticketWith("another thing"), RESOLVED))
                    .isTrue();
            desk.says("it squeaks");

            assertThat(desk.tickets())
                    .containsExactly(
                            List.of("my chair is broken", "about the chair", "it squeaks"), List.of("another thing"));
        }
    }

    @Test
    void a_number_taken_over_from_somebody_else_leaves_that_persons_conversation_alone() {
        try (ChatDesk desk = new ChatDesk()) {
            Address number = Address.phone("+15553330003", "Bo");
            desk.says(number, "my table is broken", new Address(Address.Kind.BUSINESS_USER_ID, "US.2", null));
            desk.says(ANN, "my chair is broken", ANN_ID);
            desk.arrives(new Item(number, "Ann changed her number")
                    .event(
                            MessageKind.SYSTEM,
                            new ChannelEvent.IdentityChange(List.of(ANN, ANN_ID), List.of(number, ANN_ID))));
            desk.says(number, "it squeaks", ANN_ID);

            assertThat(desk.tickets())
                    .containsExactly(List.of("my table is broken"), List.of("my chair is broken", "it squeaks"));
        }
    }

    @Test
    void a_number_that_belongs_to_somebody_else_now_does_not_join_the_earlier_owners_ticket() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says(ANN, "my chair is broken", ANN_ID);
            desk.says(ANN, "who are you", new Address(Address.Kind.BUSINESS_USER_ID, "US.2", null));

            assertThat(desk.tickets()).containsExactly(List.of("my chair is broken"), List.of("who are you"));
        }
    }

    @Test
    void somebody_whose_number_disappears_is_known_by_the_user_id() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says(ANN, "my chair is broken", ANN_ID);
            desk.says(ANN_ID, "it squeaks");

            assertThat(desk.tickets()).containsExactly(List.of("my chair is broken", "it squeaks"));
        }
    }

    @Test
    void a_changed_number_takes_the_conversation_along_and_answers_go_there() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            Address elsewhere = Address.phone("+15553330003", null);
            desk.says("my chair is broken");
            desk.arrives(new Item(elsewhere, "Ann changed her number")
                    .event(MessageKind.SYSTEM, new ChannelEvent.IdentityChange(List.of(ANN), List.of(elsewhere))));
            desk.deskwire
                    .replies()
                    .reply(ACME, desk.conversationWith("my chair is broken"), ReplyDraft.text("on our way"), null);
            desk.run();
            desk.says(elsewhere, "thank you");

            assertThat(desk.tickets()).containsExactly(List.of("my chair is broken", "thank you"));
            assertThat(desk.sent.get(0).to()).containsExactly(elsewhere);
            assertThat(desk.deskwire.messages().ofConversation(ACME, desk.conversationWith("thank you")))
                    .anySatisfy(message -> assertThat(message)
                            .isInstanceOfSatisfying(
                                    StoredMessage.Inbound.class,
                                    note -> assertThat(note.message().text()).isEqualTo("Ann changed her number")));
        }
    }

    @Test
    void a_group_is_a_conversation_of_its_own_and_is_answered_as_a_group() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("my chair is broken");
            desk.arrives(new Item(ANN, "what do you all think").inGroup("G1"));
            desk.arrives(new Item(Address.phone("+15552220002", "Bo"), "nice").inGroup("G1"));
            desk.says("it squeaks");
            desk.deskwire.replies().reply(ACME, desk.conversationWith("nice"), ReplyDraft.text("thank you all"), null);
            desk.run();

            assertThat(desk.tickets())
                    .containsExactly(
                            List.of("my chair is broken", "it squeaks"), List.of("what do you all think", "nice"));
            assertThat(desk.sent.get(0).to()).extracting(Address::kind).containsExactly(Address.Kind.GROUP);
        }
    }

    @Test
    void reactions_edits_and_deletions_stand_on_their_message_even_when_they_come_first() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.arrives(new Item(ANN, "").event(MessageKind.REACTION, new ChannelEvent.Reaction("the-chair", "👍")));
            desk.arrives(new Item(ANN, "my chair is broken").id("the-chair"));
            desk.arrives(new Item(ANN, "").event(MessageKind.SYSTEM, new ChannelEvent.Edit("the-chair", "my stool")));
            desk.arrives(new Item(ANN, "").event(MessageKind.SYSTEM, new ChannelEvent.Deletion("the-chair")));
            desk.later(Duration.ofSeconds(10));

            assertThat(desk.tickets()).containsExactly(List.of("my chair is broken"));
            assertThat(desk.inbound("my chair is broken").annotations())
                    .extracting(Annotation::kind, Annotation::text)
                    .containsExactlyInAnyOrder(
                            tuple(Annotation.Kind.EDIT, "my stool"),
                            tuple(Annotation.Kind.DELETION, null),
                            tuple(Annotation.Kind.REACTION, "👍"));
        }
    }

    @Test
    void a_reaction_to_a_message_nobody_knows_is_kept_aside_by_a_named_rule() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.arrives(new Item(ANN, "").event(MessageKind.REACTION, new ChannelEvent.Reaction("never seen", "👍")));
            desk.later(Duration.ofMinutes(1));
            desk.later(Duration.ofMinutes(2));

            assertThat(desk.tickets()).isEmpty();
            assertThat(desk.deskwire.deadLetters().count(ACME)).isZero();
            assertThat(desk.stores.inbox().backlog(ACME)).isZero();
        }
    }

    @Test
    void what_staff_wrote_on_the_phone_stands_in_the_ticket_as_sent() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("my chair is broken");
            Address business = Address.phone("+15550000000", null);
            desk.arrives(new Item(business, "we call you at noon")
                    .to(ANN)
                    .event(MessageKind.MESSAGE, new ChannelEvent.Echo()));

            assertThat(desk.tickets()).containsExactly(List.of("my chair is broken"));
            assertThat(desk.deskwire.messages().ofConversation(ACME, desk.conversationWith("my chair is broken")))
                    .filteredOn(StoredMessage.Outbound.class::isInstance)
                    .singleElement()
                    .satisfies(echo -> assertThat(
                                    ((StoredMessage.Outbound) echo).message().text())
                            .isEqualTo("we call you at noon"));
            assertThat(desk.sent).isEmpty();
        }
    }

    @Test
    void without_ticket_creation_new_people_are_kept_aside_and_known_conversations_go_on() throws Exception {
        try (ChatDesk desk = new ChatDesk(Map.of("ticket_creation_enabled", false))) {
            desk.says("hello");
            assertThat(desk.tickets()).isEmpty();

            desk.deskwire
                    .replies()
                    .start(ACME, ChatDesk.CHAT, List.of(ANN), null, ReplyDraft.text("is the chair mended?"), null);
            desk.run();
            desk.says("yes it is");

            assertThat(desk.tickets()).containsExactly(List.of("yes it is"));
        }
    }

    @Test
    void an_address_under_which_the_provider_knows_the_recipient_finds_the_conversation() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            Address dialled = Address.phone("+5511987654321", null);
            Address known = Address.phone("+551187654321", null);
            desk.says("hello");
            desk.stores.windows();
            desk.sendAnswers.add(message -> desk.accepted(message, known));
            desk.deskwire
                    .replies()
                    .start(
                            ACME,
                            ChatDesk.CHAT,
                            List.of(dialled),
                            null,
                            new ReplyDraft(
                                    "",
                                    null,
                                    List.of(),
                                    null,
                                    null,
                                    false,
                                    RichContent.Template.of("hello", "pt_BR", List.of())),
                            null);
            desk.run();
            desk.says(known, "quem fala?");

            Conversation conversation = desk.stores
                    .conversations()
                    .find(ACME, desk.conversationWith("quem fala?"))
                    .orElseThrow();
            assertThat(conversation.participants()).contains(dialled.key(), known.key());
        }
    }
}
