package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.graph.GraphMailbox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents whose {@code webhook_url} is the address that all channels share. */
class SharedAddressTest {

    private static HttpAnswer post(Installation desk, String state) throws Exception {
        byte[] body = Json.writeBytes(Map.of(
                "value",
                List.of(Map.of("subscriptionId", "made-by-hand", "clientState", state, "changeType", "created"))));
        try (HttpTransport http = new HttpTransport(EgressPolicy.privateAllowed())) {
            return http.send(HttpCall.post(URI.create(desk.host.url("shared")), "application/json", Content.of(body)));
        }
    }

    @Test
    void handshakes_and_notifications_of_two_tenants_find_their_channels() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), "shared", Map.of())) {
            GraphMailbox bolts = desk.addTenant("bolt");
            desk.pass(Duration.ofMinutes(2), Duration.ofMinutes(1));
            assertThat(desk.office.graph.subscriptions()).hasSize(2);
            assertThat(desk.inbound().status()).isEqualTo(Status.CONNECTED);

            desk.office.graph.holdNotifications();
            desk.office.mailbox.receive(MessageSamples.mail("For acme", "x"));
            bolts.receive(MessageSamples.mail("For bolt", "x"));
            desk.office.graph.releaseNotificationsTo(desk.host.url("shared"));
            desk.run();

            assertThat(desk.subjects("acme")).containsExactly("For acme");
            assertThat(desk.subjects("bolt")).containsExactly("For bolt");
            assertThat(desk.office.graph.undelivered()).isEmpty();
        }
    }

    @Test
    void a_subscription_made_by_hand_wakes_the_channel_whose_secret_it_carries() throws Exception {
        try (Installation desk = new Installation(Office.appOnly(), "shared", Map.of())) {
            desk.office.graph.holdNotifications();
            desk.office.mailbox.receive(MessageSamples.mail("Silently", "x"));
            assertThat(post(desk, "forged").status()).isEqualTo(202);
            desk.run();
            assertThat(desk.subjects()).isEmpty();

            assertThat(post(desk, "hook-secret").status()).isEqualTo(202);
            desk.run();

            assertThat(desk.subjects()).containsExactly("Silently");
        }
    }
}
