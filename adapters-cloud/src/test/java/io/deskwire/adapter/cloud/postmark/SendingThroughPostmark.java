package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.PostmarkServer;
import io.deskwire.testkit.cloud.PostmarkSimulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A channel that sends through the stand-in. */
abstract class SendingThroughPostmark {

    static final String OURS = "om_01.7f3a@desk.example";

    final SettableClock clock = SettableClock.at(Posts.NOW);
    PostmarkSimulator postmark;
    PostmarkServer server;
    Channel channel;

    @BeforeEach
    void start() {
        postmark = PostmarkSimulator.start(clock);
        server = postmark.addServer("server-token", "desk.example");
        channel = open("{}");
    }

    @AfterEach
    void stop() {
        channel.close();
        postmark.close();
    }

    Channel open(String changes) {
        String base = "{\"api_base_url\":\"" + postmark.baseUrl() + "\"," + changes.substring(1);
        return Posts.TYPE.open(Posts.config(base.replace(",}", "}")), Posts.context());
    }

    static OutboundSample sample() {
        return MessageSamples.outbound().messageId(OURS).from("support@desk.example");
    }

    static OutboundMessage message() {
        return sample().to(Address.email("zoe@customer.example", "Zoë \"Z\" Kunde, Dr."))
                .cc("boss@customer.example")
                .subject("Re: ご注文")
                .text("Grüße")
                .html("<p>Grüße <img src=\"cid:logo1\"></p>")
                .attach(new OutboundAttachment("logo.gif", "image/gif", "logo1", Content.of(new byte[] {1, 2, 3})))
                .attach(new OutboundAttachment("a.pdf", "application/pdf", "unused", Content.of(new byte[200_000])))
                .answering("m3@customer.example", "m1@customer.example")
                .build();
    }

    SendResult send(OutboundMessage message) throws ChannelException {
        return send(message, message.recipients());
    }

    SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        Outbound outbound = channel.outbound().orElseThrow();
        outbound.mayLeaveAt(message, clock.instant());
        return outbound.send(message, recipients);
    }

    ChannelException refused(OutboundMessage message) {
        return catchThrowableOfType(ChannelException.class, () -> send(message));
    }

    Outbound.SentLookup lookup() {
        return channel.outbound().orElseThrow().sentLookup().orElseThrow();
    }

    static Map<String, DeliveryStatus> statuses(SendResult result) {
        return ((HandedOver) result)
                .recipients().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                each -> each.recipient().value(), RecipientResult::status));
    }
}
