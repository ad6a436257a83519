package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Updates that are announced by e-mail, and the robots they are kept from. */
class AnnouncementPipelineTest {

    private static Desk desk(Map<String, Object> settings) {
        Desk desk = new Desk();
        desk.config.put(ChannelConfig.of(ACME, SUPPORT, "scripted", settings, "support@acme.example"));
        return desk;
    }

    @Test
    void a_new_ticket_is_acknowledged_once_as_automatic_mail_in_its_thread() {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            desk.mail("Ann <ann@customer.example>", "Chair", "It is broken", "Message-ID: <1@customer.example>");
            desk.mail(
                    "Ann <ann@customer.example>",
                    "Re: Chair",
                    "It squeaks too",
                    "Message-ID: <2@customer.example>",
                    "In-Reply-To: <1@customer.example>");
            desk.later(Duration.ofHours(1));

            assertThat(desk.sent).singleElement().satisfies(message -> {
                assertThat(message.to()).extracting(Address::value).containsExactly("ann@customer.example");
                assertThat(message.automatic()).isTrue();
                assertThat(message.inReplyTo()).isEqualTo("1@customer.example");
                assertThat(message.subject()).isEqualTo("Re: Chair");
            });
        }
    }

    @Test
    void nothing_is_announced_where_the_tenant_did_not_ask_for_it() {
        try (Desk desk = new Desk()) {
            desk.mail("ann@customer.example", "Chair", "It is broken");

            assertThat(desk.sent).isEmpty();
        }
    }

    @Test
    void robots_lists_and_those_who_ask_for_none_get_no_acknowledgement() {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            desk.mail("shop@customer.example", "Order", "Thank you", "Auto-Submitted: auto-generated");
            desk.mail("list@customer.example", "News", "Hello all", "List-Id: <news.customer.example>");
            desk.mail("boss@customer.example", "Chair", "Broken", "X-Auto-Response-Suppress: All");
            desk.mail("bulk@customer.example", "Offer", "Cheap", "Precedence: bulk");
            desk.mail("no-reply@customer.example", "Parcel", "On its way");
            desk.mail("Mailer <mailer-daemon@customer.example>", "Hello", "It is me");
            desk.mail("bounces+17@customer.example", "Hello", "It is me");

            assertThat(desk.sent).isEmpty();
        }
    }

    @Test
    void somebody_who_opens_ticket_after_ticket_is_acknowledged_five_times_a_day() {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            for (int i = 0; i < 8; i++) {
                desk.mail("ann@customer.example", "Chair " + i, "Broken", "Message-ID: <c" + i + "@customer.example>");
            }
            assertThat(desk.sent).hasSize(5);

            desk.later(Duration.ofHours(25));
            desk.mail("ann@customer.example", "Table", "Broken", "Message-ID: <t@customer.example>");
            assertThat(desk.sent).hasSize(6);
        }
    }

    @Test
    void changes_are_announced_in_the_tenants_own_words_each_once() {
        Map<String, Object> texts = Map.of("ticket_resolved", "Done with #{number}: {subject}");
        try (Desk desk = desk(Map.of("notifications_enabled", true, "notification_texts", texts))) {
            desk.mail("ann@customer.example", "Chair", "It is broken");
            TicketRef ticket = new TicketRef(desk.ticketWith("It is broken"));
            TicketUpdate resolved = new TicketUpdate(TicketUpdate.Kind.RESOLVED, "7", "12", "resolved", "Chair");

            assertThat(desk.deskwire.ticketChanged(ACME, ticket, resolved)).isTrue();
            desk.deskwire.ticketChanged(ACME, ticket, resolved);
            desk.deskwire.ticketChanged(
                    ACME, ticket, new TicketUpdate(TicketUpdate.Kind.REOPENED, "8", "12", "open", "Chair"));
            desk.run();

            assertThat(desk.sent).extracting(OutboundMessage::text).last().isEqualTo("Done with #12: Chair");
            assertThat(desk.sent).hasSize(2);
            assertThat(desk.deskwire.ticketChanged(ACME, new TicketRef("nobody's"), resolved))
                    .isFalse();
        }
    }

    @Test
    void an_acknowledgement_is_not_lost_and_not_doubled_when_the_helpdesk_answers_twice() {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            desk.sinkAnswers.add(new SinkResult.Unknown("the line broke"));
            desk.sinkAnswers.add(new SinkResult.Duplicate(new TicketRef("T9")));
            desk.mail("ann@customer.example", "Chair", "It is broken");
            desk.later(Duration.ofMinutes(1));

            assertThat(desk.sent).hasSize(1);
            assertThat(List.copyOf(desk.sinkAnswers)).isEmpty();
        }
    }
}
