package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.ChannelState.Status;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.SignInError;
import io.deskwire.ticket.TicketRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between Microsoft and a helpdesk, through the whole core: it shows, it mends, nothing is lost or doubled. */
class TroubledDaysTest {

    private final List<String> written = new ArrayList<>();

    private void arrive(Office office, String subject) {
        written.add(subject);
        office.mailbox.receive(MessageSamples.mail(subject, "Text of " + subject));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mail_is_a_ticket_as_soon_as_it_is_announced(boolean delegated) throws Exception {
        try (Installation desk = new Installation(new Office("acme", delegated), Map.of())) {
            arrive(desk.office, "Announced");

            desk.run();

            assertThat(desk.subjects()).containsExactly("Announced");
            assertThat(desk.inbound().status()).isEqualTo(Status.CONNECTED);
        }
    }

    @Test
    void notifications_lost_for_a_day_cost_nothing_but_show() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), Map.of())) {
            desk.office.mailbox.with(GraphQuirk.SILENT);
            for (int hour = 0; hour < 24; hour++) {
                arrive(desk.office, "Hour " + hour);
                desk.pass(Duration.ofHours(1), Duration.ofMinutes(20));
            }

            assertThat(desk.subjects()).containsExactlyElementsOf(written);
            assertThat(desk.inbound().status()).isEqualTo(Status.DEGRADED);
            assertThat(desk.inbound().reason()).contains("no notifications");

            arrive(desk.office, "Missed");
            desk.office.mailbox.without(GraphQuirk.SILENT);
            desk.office.graph.sendLifecycle(desk.office.graph.subscriptions().get(0), "missed");
            desk.run();
            assertThat(desk.subjects()).as("at once").containsExactlyElementsOf(written);

            arrive(desk.office, "Announced again");
            desk.pass(Duration.ofHours(5), Duration.ofHours(1));
            assertThat(desk.subjects()).containsExactlyElementsOf(written);
            assertThat(desk.inbound().status()).isEqualTo(Status.CONNECTED);
        }
    }

    @Test
    void a_removed_subscription_and_an_expired_position_at_once_are_mended() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), Map.of())) {
            arrive(desk.office, "Before");
            desk.run();
            String first = desk.office.graph.subscriptions().get(0).id();

            desk.office.mailbox.expireDelta("syncStateNotFound", true);
            desk.office.graph.loseSubscription(desk.office.graph.subscriptions().get(0));
            arrive(desk.office, "Unannounced");
            desk.pass(Duration.ofHours(5), Duration.ofMinutes(30));

            assertThat(desk.subjects()).containsExactlyElementsOf(written);
            assertThat(desk.resyncs).isEqualTo(1);
            assertThat(desk.office.graph.subscriptions())
                    .singleElement()
                    .satisfies(made -> assertThat(made.id()).isNotEqualTo(first));

            desk.office.graph.removeSubscription(
                    desk.office.graph.subscriptions().get(0));
            arrive(desk.office, "In the gap");
            desk.run();
            arrive(desk.office, "Announced again");
            desk.run();
            assertThat(desk.subjects()).containsExactlyElementsOf(written);
        }
    }

    @Test
    void a_moved_mailbox_with_new_ids_doubles_nothing() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), Map.of())) {
            for (int i = 0; i < 7; i++) {
                arrive(desk.office, "Before " + i);
            }
            desk.run();
            desk.office.clock.advance(Duration.ofMinutes(5));

            desk.office.mailbox.moveMailbox();
            arrive(desk.office, "After");
            desk.pass(Duration.ofHours(5), Duration.ofMinutes(30));

            assertThat(desk.subjects()).containsExactlyElementsOf(written);
            assertThat(desk.resyncs).isEqualTo(1);
            arrive(desk.office, "Announced again");
            desk.run();
            assertThat(desk.subjects()).containsExactlyElementsOf(written);
        }
    }

    @Test
    void a_revoked_consent_shows_and_a_new_one_goes_on_where_it_stopped() throws Exception {
        try (Installation desk = new Installation(Office.delegated(), Map.of())) {
            arrive(desk.office, "Before");
            desk.run();

            desk.office.app.revokeRefreshTokens(SignInError.GRANT_REVOKED);
            desk.office.app.revokeAccessTokens();
            arrive(desk.office, "Meanwhile");
            desk.pass(Duration.ofHours(2), Duration.ofMinutes(5));

            assertThat(desk.subjects()).containsExactly("Before");
            assertThat(desk.inbound().status()).isEqualTo(Status.AUTH_ERROR);
            assertThat(desk.inbound().reason()).contains("AADSTS50173");
            assertThat(desk.inbound().hint()).isNotBlank();

            desk.configure(Map.of("refresh_token", desk.office.app.consent(desk.office.mailbox)));
            desk.pass(Duration.ofMinutes(10), Duration.ofMinutes(1));

            assertThat(desk.subjects()).containsExactlyElementsOf(written);
            assertThat(desk.inbound().status()).isEqualTo(Status.CONNECTED);
        }
    }

    @Test
    void the_customers_answer_to_an_id_that_exchange_made_up_joins_its_ticket() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), Map.of())) {
            desk.office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_ITEM_LATE);
            arrive(desk.office, "Question");
            desk.run();
            TicketRef ticket = desk.sink.tickets("acme").keySet().iterator().next();
            desk.deskwire.replies().reply("acme", ticket, ReplyDraft.text("Have you tried water?"), null);
            desk.run();
            GraphSent sent = desk.office.mailbox.sent().get(0);
            desk.office.mailbox.showSent();
            desk.pass(Duration.ofMinutes(30), Duration.ofMinutes(1));

            desk.office.mailbox.receive(("Message-ID: <second@customer.example>\r\nFrom: ann@customer.example\r\nTo: "
                            + desk.office.address() + "\r\nIn-Reply-To: " + sent.internetMessageId()
                            + "\r\nSubject: It burns still\r\n\r\nNo")
                    .getBytes(StandardCharsets.UTF_8));
            desk.run();

            assertThat(desk.sink.tickets("acme").get(ticket)).hasSize(2);
            assertThat(desk.office.mailbox.sent()).as("sent once").hasSize(1);
        }
    }
}
