package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.ChatDesk.ACME;
import static io.deskwire.testkit.pipeline.ChatDesk.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.SendResult;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.delivery.ReplyRefusedException.Reason;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Attachment;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.pipeline.ChatDesk.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatAnswersPipelineTest {

    private static final ReplyDraft HELLO = ReplyDraft.text("hello");

    private static Item news(@Nullable String ours, @Nullable String providers, DeliveryStatus status) {
        return new Item(null, "").reporting(new DeliveryReport(ours, providers, null, status, null, null, null, null));
    }

    private static String reply(ChatDesk desk, ReplyDraft draft) throws ReplyRefusedException {
        String id = desk.deskwire.replies().reply(ACME, desk.conversationWith("help"), draft, null);
        desk.run();
        return id;
    }

    @Test
    void statuses_in_any_order_only_move_forward() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            String id = reply(desk, HELLO);
            desk.arrives(news(null, "out-1", DeliveryStatus.READ));
            desk.arrives(news(null, "out-1", DeliveryStatus.DELIVERED));
            desk.arrives(news(null, "out-1", DeliveryStatus.FAILED));

            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.READ);
            assertThat(desk.tickets()).containsExactly(List.of("help"));
        }
    }

    @Test
    void a_status_that_comes_before_the_senders_own_answer_waits_for_it() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            desk.arrives(news(null, "out-1", DeliveryStatus.DELIVERED));
            String id = reply(desk, HELLO);
            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.SENT);

            desk.later(Duration.ofSeconds(10));
            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.DELIVERED);
        }
    }

    @Test
    void an_attempt_nobody_heard_the_end_of_is_settled_by_the_status_that_names_it() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            desk.sendAnswers.add(message -> {
                desk.accepted(message);
                return new SendResult.Uncertain("the connection ended");
            });
            String id = reply(desk, HELLO);
            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.UNCERTAIN);

            String ours = desk.outbound(id).message().messageId();
            desk.arrives(news(ours, "out-1", DeliveryStatus.SENT));
            desk.arrives(new Item(ANN, "thanks").quoting("out-1"));

            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.SENT);
            assertThat(desk.sent).hasSize(1);
            assertThat(desk.inbound("thanks").decision().signals().get(0).evidence())
                    .isEqualTo("out-1");
        }
    }

    @Test
    void outside_the_window_free_text_is_refused_with_the_moment_and_the_templates_that_pass() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.templates.add(template("again", "APPROVED"));
            desk.templates.add(template("paused", "PAUSED"));
            desk.says("help");
            Instant closes = desk.clock.instant().plus(Duration.ofHours(24));
            assertThat(desk.deskwire
                            .replies()
                            .window(ACME, desk.conversationWith("help"))
                            .orElseThrow()
                            .closesAt())
                    .isEqualTo(closes);
            desk.later(Duration.ofHours(24));

            assertThatThrownBy(() -> reply(desk, HELLO)).isInstanceOfSatisfying(ReplyRefusedException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.WINDOW_CLOSED);
                assertThat(e.closedAt()).contains(closes);
                assertThat(e.templates()).extracting(MessageTemplate::name).containsExactly("again");
            });
            reply(desk, rich(RichContent.Template.of("again", "en", List.of()), null));
            assertThat(desk.sent).hasSize(1);

            desk.says("here I am");
            reply(desk, HELLO);
            assertThat(desk.sent).hasSize(2);
        }
    }

    @Test
    void the_window_counts_from_when_the_customer_wrote_not_from_when_we_heard_of_it() {
        try (ChatDesk desk = new ChatDesk()) {
            desk.arrives(new Item(ANN, "help").old(Duration.ofHours(25)));

            assertThatThrownBy(() -> reply(desk, HELLO)).isInstanceOf(ReplyRefusedException.class);
        }
    }

    @Test
    void a_call_opens_the_window_and_no_ticket() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            desk.later(Duration.ofHours(25));
            desk.arrives(new Item(ANN, "").event(MessageKind.SYSTEM, new ChannelEvent.Call()));
            reply(desk, HELLO);

            assertThat(desk.sent).hasSize(1);
            assertThat(desk.tickets()).containsExactly(List.of("help"));
        }
    }

    @Test
    void the_chosen_template_stands_in_for_a_text_outside_the_window() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.fallback = "news";
            desk.says("help");
            desk.later(Duration.ofHours(25));
            String id = reply(desk, HELLO);

            assertThat(desk.sent.get(0).rich()).isInstanceOf(RichContent.Template.class);
            assertThat(desk.outbound(id).message().rich()).isInstanceOf(RichContent.Template.class);
        }
    }

    @Test
    void a_planned_text_looks_at_the_window_again_when_its_time_comes() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            Instant tomorrow = desk.clock.instant().plus(Duration.ofHours(23));
            ReplyDraft planned = new ReplyDraft("tomorrow then", null, List.of(), null, tomorrow, false);
            String id = reply(desk, planned);
            desk.arrives(news(null, "unknown", DeliveryStatus.FAILED));
            desk.stores.windows().refused(ACME, ChatDesk.CHAT, List.of(ANN.key()), desk.clock.instant());
            desk.later(Duration.ofHours(23));

            assertThat(desk.sent).isEmpty();
            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.REJECTED);
            assertThat(desk.outbound(id).deliveries().get(0).code()).isEqualTo("window_closed");
        }
    }

    @Test
    void a_refusal_by_the_provider_closes_the_window_here_too_and_is_not_repeated() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            desk.sendAnswers.add(message -> {
                throw ChannelException.of(FailureKind.WINDOW_CLOSED, "re-engagement")
                        .withCode("131047");
            });
            String id = reply(desk, HELLO);

            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.REJECTED);
            assertThatThrownBy(() -> reply(desk, HELLO)).isInstanceOf(ReplyRefusedException.class);
        }
    }

    @Test
    void a_refusal_that_comes_later_is_brought_back_to_its_message_and_closes_the_window() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            desk.says("help");
            String id = reply(desk, HELLO);
            desk.arrives(new Item(null, "")
                    .reporting(new DeliveryReport(
                            null,
                            "out-1",
                            null,
                            DeliveryStatus.FAILED,
                            "131047",
                            "re-engagement",
                            desk.clock.instant(),
                            FailureKind.WINDOW_CLOSED)));

            assertThat(desk.statusOf(id)).isEqualTo(DeliveryStatus.FAILED);
            assertThatThrownBy(() -> reply(desk, HELLO)).isInstanceOf(ReplyRefusedException.class);
        }
    }

    @Test
    void a_draft_of_text_and_files_leaves_as_messages_in_order_and_only_the_first_quotes() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            String asked = desk.says("help");
            List<OutboundAttachment> files = List.of(file("a.png"), file("b.png"));
            reply(desk, new ReplyDraft("look", null, files, null, null, false));

            assertThat(desk.sent).extracting(OutboundMessage::text).containsExactly("look", "", "");
            assertThat(desk.sent).extracting(OutboundMessage::inReplyTo).containsExactly(asked, null, null);
            assertThat(desk.sent)
                    .flatExtracting(OutboundMessage::attachments)
                    .extracting(OutboundAttachment::fileName)
                    .containsExactly("a.png", "b.png");
            assertThat(desk.sent).extracting(OutboundMessage::messageId).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_file_is_fetched_apart_and_tried_again_without_touching_its_message() throws Exception {
        try (ChatDesk desk = new ChatDesk()) {
            for (int i = 0; i < 2; i++) {
                desk.fetchAnswers.add(vault -> {
                    throw ChannelException.of(FailureKind.TRANSIENT, "the media host is away");
                });
            }
            desk.arrives(new Item(ANN, "help").withFile("chair.jpg"));
            assertThat(desk.tickets()).containsExactly(List.of("help"));
            assertThat(file(desk).state()).isEqualTo(Attachment.State.PENDING);

            desk.later(Duration.ofSeconds(5));
            desk.later(Duration.ofSeconds(20));

            assertThat(file(desk).state()).isEqualTo(Attachment.State.AVAILABLE);
            assertThat(file(desk).contentType()).isEqualTo("image/png");
            assertThat(file(desk).size()).isEqualTo(2);
            assertThat(desk.deskwire
                            .messages()
                            .attachment(desk.inbound("help"), 0)
                            .readAllBytes())
                    .containsExactly(7, 7);
            assertThat(desk.sink.calls()).hasSize(1);
        }
    }

    @Test
    void a_file_that_is_gone_or_refused_says_so() {
        for (FailureKind kind : List.of(FailureKind.NOT_FOUND, FailureKind.UNSUPPORTED)) {
            try (ChatDesk desk = new ChatDesk()) {
                desk.fetchAnswers.add(vault -> {
                    throw ChannelException.of(kind, "too late or too large");
                });
                desk.arrives(new Item(ANN, "help").withFile("chair.jpg"));

                assertThat(file(desk).state())
                        .isEqualTo(
                                kind == FailureKind.NOT_FOUND ? Attachment.State.EXPIRED : Attachment.State.REJECTED);
                assertThat(desk.inbound("help").message().parsed().issues())
                        .anySatisfy(issue -> assertThat(issue.detail()).contains("too late or too large"));
            }
        }
    }

    @Test
    void updates_are_announced_once_in_free_text_or_by_the_mapped_template() {
        Map<String, Object> mapped = Map.of(
                "name",
                "ticket_resolved",
                "template_id",
                "solved",
                "language",
                "en",
                "parameters",
                List.of("{number}"));
        try (ChatDesk desk =
                new ChatDesk(Map.of("notifications_enabled", true, "template_messages", List.of(mapped)))) {
            desk.says("help");
            assertThat(desk.sent).singleElement().satisfies(message -> {
                assertThat(message.automatic()).isTrue();
                assertThat(message.text()).contains("has been received");
            });

            TicketUpdate pending = new TicketUpdate(TicketUpdate.Kind.STATUS_CHANGED, "2", "7", "pending", null);
            desk.deskwire.ticketChanged(ACME, desk.ticketWith("help"), pending);
            desk.deskwire.ticketChanged(ACME, desk.ticketWith("help"), pending);
            desk.run();
            assertThat(desk.sent).hasSize(2);

            desk.later(Duration.ofHours(25));
            desk.deskwire.ticketChanged(
                    ACME,
                    desk.ticketWith("help"),
                    new TicketUpdate(TicketUpdate.Kind.STATUS_CHANGED, "3", "7", "open", null));
            desk.deskwire.ticketChanged(
                    ACME,
                    desk.ticketWith("help"),
                    new TicketUpdate(TicketUpdate.Kind.RESOLVED, "4", "7", "resolved", null));
            desk.run();
            assertThat(desk.sent).hasSize(3);
            assertThat(desk.sent.get(2).rich()).isEqualTo(RichContent.Template.of("solved", "en", List.of("7")));
        }
    }

    @Test
    void two_machines_do_not_acknowledge_each_other_for_ever() {
        try (ChatDesk desk = new ChatDesk(
                Map.of("notifications_enabled", true, "conversation_quiet_hours", 1, "closed_tickets", "new"))) {
            for (int i = 0; i < 10; i++) {
                desk.says("help " + i);
                desk.later(Duration.ofMinutes(61));
            }

            assertThat(desk.tickets()).hasSize(10);
            assertThat(desk.sent).hasSize(5);
        }
    }

    private static Attachment file(ChatDesk desk) {
        return desk.inbound("help").message().attachments().get(0);
    }

    private static OutboundAttachment file(String name) {
        return new OutboundAttachment(name, "image/png", null, Content.of(new byte[] {1}));
    }

    private static ReplyDraft rich(RichContent rich, @Nullable Instant sendAt) {
        return new ReplyDraft("", null, List.of(), null, sendAt, false, rich);
    }

    private static MessageTemplate template(String name, String status) {
        return new MessageTemplate(name, "en", status, "UTILITY", null, false, null, "Hi", List.of(), null, List.of());
    }
}
