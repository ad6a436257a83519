package io.deskwire.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A helpdesk's own tests: with a channel that has no network, and with a simulated provider. */
class YourHelpdeskTest {

    private static final Secret KEY = Secret.of("a key for tests that is long enough");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T08:00:00Z"));
    private final ToyHelpdesk helpdesk = new ToyHelpdesk();
    private final InMemoryConfigStore config = new InMemoryConfigStore();

    // snippet: fake
    @Test
    void a_mail_becomes_a_ticket_and_the_answer_goes_back() throws Exception {
        FakeChannelType mail = new FakeChannelType();
        config.put(FakeChannelType.config("shop", "support"));
        mail.provider("shop", "support").mailbox().arrive("Where is my order?", "I ordered a lamp.");

        try (Deskwire deskwire = Deskwire.builder(new InMemoryStores(), config, helpdesk, KEY)
                .channelType(mail)
                .clock(clock)
                .build()) {
            workOff(deskwire);
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
            deskwire.replies().reply("shop", ticket.conversation, ReplyDraft.text("It left us."), "comment-1");
            workOff(deskwire);
        }

        assertThat(mail.provider("shop", "support").outgoing().copies())
                .extracting(copy -> copy.message().text())
                .containsExactly("It left us.");
    }

    /** Everything that is due, on this thread: no waiting, no flicker. */
    private static void workOff(Deskwire deskwire) {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }
    // end

    // snippet: clock
    @Test
    void what_the_provider_refuses_for_now_is_sent_later_and_once() throws Exception {
        FakeChannelType mail = new FakeChannelType();
        config.put(FakeChannelType.config("shop", "support"));
        mail.provider("shop", "support").mailbox().arrive("Where is my order?", "I ordered a lamp.");

        try (Deskwire deskwire = Deskwire.builder(new InMemoryStores(), config, helpdesk, KEY)
                .channelType(mail)
                .clock(clock)
                .build()) {
            workOff(deskwire);
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
            mail.provider("shop", "support")
                    .outgoing()
                    .nextFails(ChannelException.of(FailureKind.TRANSIENT, "the server is busy"));
            deskwire.replies().reply("shop", ticket.conversation, ReplyDraft.text("It left us."), "comment-1");
            workOff(deskwire);
            assertThat(mail.provider("shop", "support").outgoing().copies()).isEmpty();

            clock.advance(Duration.ofHours(1));
            workOff(deskwire);
        }

        assertThat(mail.provider("shop", "support").outgoing().copies()).hasSize(1);
    }
    // end

    // snippet: simulator
    @Test
    void a_whatsapp_message_comes_through_the_helpdesks_own_web_server() throws Exception {
        try (WhatsAppSimulator whatsapp = WhatsAppSimulator.start(clock);
                WebhookDoor door = new WebhookDoor(clock)) {
            SimulatedNumber number =
                    whatsapp.addNumber(NumberSpec.of("106540352242922", "+1 555-078-3881", "102290129340398")
                            .withAccessTokens("token")
                            .withAppSecret("app secret")
                            .withVerifyToken("verify"));
            config.put(ChannelConfig.of(
                    "shop",
                    "chat",
                    "whatsapp",
                    Map.of(
                            "phone_number", "+15550783881",
                            "phone_number_id", "106540352242922",
                            "business_account_id", "102290129340398",
                            "api_key", "token",
                            "api_secret", "app secret",
                            "webhook_verify_token", "verify",
                            "api_base_url", whatsapp.graphBaseUrl()),
                    null));
            try (Deskwire deskwire = Deskwire.builder(new InMemoryStores(), config, helpdesk, KEY)
                    .channelType(new WhatsAppChannelType())
                    .egress(EgressPolicy.privateAllowed())
                    .clock(clock)
                    .build()) {
                door.opensTo(deskwire);
                number.sendWebhooksTo(door.address("whatsapp", "shop", "chat"));
                workOff(deskwire);

                SimulatedCustomer maria = number.customer("+16505551234", "Maria");
                // Signed as Meta signs; the simulator waits until it is answered.
                maria.text("Where is my order?");
                workOff(deskwire);
                ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
                deskwire.replies().reply("shop", ticket.conversation, ReplyDraft.text("It left us."), "comment-1");
                workOff(deskwire);

                assertThat(maria.received())
                        .extracting(received -> received.text())
                        .containsExactly("It left us.");
            }
        }
    }
    // end
}
