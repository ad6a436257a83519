package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.contract.OutboundContract;
import io.deskwire.testkit.contract.ProviderHarness;
import org.junit.jupiter.api.Test;

class MailgunOutboundContractTest implements OutboundContract {

    @Override
    public ProviderHarness provider() {
        return new MailgunHarness();
    }

    /** Events show up late, so that Mailgun's silence is never taken for proof that a message did not go out. */
    @Test
    @Override
    public void a_look_up_finds_what_was_sent_and_nothing_else() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config("acme"), provider.context())) {
            Outbound outbound = acme.outbound().orElseThrow();
            Outbound.SentLookup lookup = outbound.sentLookup().orElseThrow();
            OutboundMessage sent = MessageSamples.outbound().build();
            outbound.send(sent, sent.recipients());

            assertThat(lookup.find(sent)).isPresent();
            assertThatThrownBy(() -> lookup.find(MessageSamples.outbound().build()))
                    .isInstanceOf(ChannelException.class);
        }
    }
}
