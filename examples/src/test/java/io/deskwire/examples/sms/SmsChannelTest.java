package io.deskwire.examples.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.channel.Channel;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.contract.InboundChannelContract;
import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

// snippet: contracts
class SmsChannelTest implements InboundChannelContract, OutboundContract {

    @Override
    public ProviderHarness provider() throws IOException {
        return new SmsHarness();
    }
    // end

    @Test
    void a_text_becomes_a_ticket_and_answers_stay_in_it() throws Exception {
        try (SmsHarness gateway = new SmsHarness()) {
            InMemoryConfigStore config = new InMemoryConfigStore();
            config.put(gateway.config("acme"));
            RecordingTicketSink helpdesk = new RecordingTicketSink();
            SettableClock clock = SettableClock.at(Instant.parse("2026-01-02T03:05:00Z"));
            // snippet: register
            try (Deskwire deskwire = Deskwire.builder(
                            new InMemoryStores(), config, helpdesk, Secret.of("a key for tests that is long enough"))
                    .channelType(new SmsChannelType())
                    .egress(EgressPolicy.privateAllowed())
                    .clock(clock)
                    .build()) {
                // end
                gateway.arrive("acme", "Is it ready?".getBytes(StandardCharsets.UTF_8));
                runAll(deskwire);
                deskwire.replies().reply("acme", new TicketRef("T-1"), ReplyDraft.text("Yes, come by."), "answer-1");
                runAll(deskwire);
                gateway.arrive("acme", "Thank you".getBytes(StandardCharsets.UTF_8));
                clock.advance(Duration.ofMinutes(2));
                runAll(deskwire);
            }

            assertThat(helpdesk.tickets("acme").get(new TicketRef("T-1")))
                    .extracting(event -> event.message().text())
                    .containsExactly("Is it ready?", "Thank you");
            assertThat(gateway.sent("acme")).singleElement().satisfies(copy -> {
                assertThat(copy.text()).isEqualTo("Yes, come by.");
                assertThat(copy.recipients()).containsExactly("+15551112222");
            });
        }
    }

    private static void runAll(Deskwire deskwire) {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    @Test
    void every_problem_of_a_document_is_told_at_once() {
        ChannelConfig config =
                ChannelConfig.of("acme", "sms", "sms_gateway", Map.of("phone_number", "call us", "region", "eu"), null);

        assertThat(new SmsChannelType().check(config))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder("config.api_base_url", "config.api_key", "config.phone_number");
    }

    @Test
    void a_number_that_the_gateway_bars_is_rejected() throws Exception {
        try (SmsHarness gateway = new SmsHarness();
                Channel channel = gateway.type().open(gateway.config("acme"), gateway.context())) {
            Address barred = Address.phone("+15550000000", null);
            OutboundMessage message = MessageSamples.outbound().to(barred).build();

            SendResult result = channel.outbound().orElseThrow().send(message, List.of(barred));

            assertThat(result)
                    .isInstanceOfSatisfying(
                            SendResult.HandedOver.class,
                            taken -> assertThat(taken.recipients().get(0).status())
                                    .isEqualTo(DeliveryStatus.REJECTED));
        }
    }

    @Test
    void what_a_text_message_cannot_carry_is_said_before_anything_is_queued() throws Exception {
        try (SmsHarness gateway = new SmsHarness();
                Channel channel = gateway.type().open(gateway.config("acme"), gateway.context())) {
            OutboundMessage message = MessageSamples.outbound()
                    .to("ann@customer.example", "bo@customer.example")
                    .text("x".repeat(2000))
                    .attach(MessageSamples.textFile("a.txt", "a"))
                    .build();

            assertThat(channel.outbound().orElseThrow().problems(message))
                    .extracting(MessageProblem::field)
                    .containsExactly("attachments", "to", "text");
        }
    }

    @Test
    void the_connection_test_says_whether_the_gateway_knows_the_key() throws Exception {
        try (SmsHarness gateway = new SmsHarness();
                Channel channel = gateway.type().open(gateway.config("acme"), gateway.context())) {
            assertThat(channel.test().orElseThrow().run(stage -> {})).allMatch(stage -> stage.ok());

            gateway.sabotage("acme", ProviderHarness.Sabotage.REFUSE_CREDENTIALS);

            assertThat(channel.test().orElseThrow().run(stage -> {}))
                    .singleElement()
                    .satisfies(stage -> {
                        assertThat(stage.ok()).isFalse();
                        assertThat(stage.hint()).contains("api_key");
                    });
        }
    }

    @Test
    void whatever_the_bytes_are_they_are_read() throws IOException {
        for (String bytes : List.of("", "[]", "{\"id\":7,\"from\":[],\"text\":null}", "\u0000\u0001")) {
            ParsedMessage message =
                    new SmsDecoder().decode(Content.of(bytes.getBytes(StandardCharsets.UTF_8)), Map.of());

            assertThat(message.dedupeKey()).startsWith("sms:");
            assertThat(message.issues()).isNotEmpty();
        }
    }
}
