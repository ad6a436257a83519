package io.deskwire.adapter.graph;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.graph.GraphSent;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Messages on their way out of an office. */
final class Outgoing {

    /** What one request of an upload carries. */
    static final int SLICE = 10 * 320 * 1024;

    private Outgoing() {}

    static OutboundSample mail(Office office) {
        return MessageSamples.outbound().channel("acme", "support").from(office.address());
    }

    static OutboundAttachment file(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new OutboundAttachment(name, "application/octet-stream", null, Content.of(content));
    }

    static SendResult send(Office office, Channel channel, OutboundMessage message) throws ChannelException {
        Outbound outbound = channel.outbound().orElseThrow();
        return outbound.send(message, message.recipients());
    }

    static ParsedMessage parsed(GraphSent sent) throws IOException {
        return new MimeDecoder().decode(Content.of(sent.mime()), Map.of());
    }
}
