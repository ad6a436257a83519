package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A process of its own that fetches and sends the largest file; ends with another status than 0 when it cannot. */
final class LargeFileBothWays {

    private LargeFileBothWays() {}

    public static void main(String[] args) throws Exception {
        Map<String, Object> document = Map.of(
                "phone_number", "+15550783881",
                "phone_number_id", "1",
                "api_key", "key",
                "api_secret", "secret",
                "api_base_url", args[0] + "/v25.0");
        ChannelConfig config = new ChannelConfig("acme", "wa", "whatsapp", document, null, Map.of(), true, List.of());
        ChannelContext context = new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
        try (Channel channel = new WhatsAppChannelType().open(config, context)) {
            Content raw = Content.of(Bodies.envelope("{\"from\":\"16505551234\",\"id\":\"wamid.A\",\"timestamp\":"
                            + "\"1749416383\",\"type\":\"document\",\"document\":{\"id\":\"77\"}}")
                    .getBytes(StandardCharsets.UTF_8));
            long fetched = channel.media()
                    .orElseThrow()
                    .fetch(raw, Map.of(), 0, in -> new Zeros(MediaFetchTest.drain(in)))
                    .content()
                    .length();
            require(fetched == MediaDownload.LARGEST, "fetched " + fetched);
            OutboundMessage message = MessageSamples.outbound()
                    .to(Address.phone("+16505551234", null))
                    .text("")
                    .attach(new OutboundAttachment("a.pdf", "application/pdf", null, new Zeros(MediaDownload.LARGEST)))
                    .build();
            SendResult sent = channel.outbound().orElseThrow().send(message, message.recipients());
            require(sent instanceof SendResult.HandedOver, sent.toString());
        }
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** A document of zeros that stands nowhere. */
    private record Zeros(long length) implements Content {
        @Override
        public String sha256() {
            return "0".repeat(64);
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private final byte[] head = "%PDF-1.4".getBytes(StandardCharsets.US_ASCII);
                private long at;

                @Override
                public int read() {
                    if (at == length) {
                        return -1;
                    }
                    return at < head.length ? head[(int) at++] : nothing();
                }

                private int nothing() {
                    at++;
                    return 0;
                }

                @Override
                public int read(byte[] into, int offset, int count) throws IOException {
                    if (at < head.length || count == 0) {
                        return super.read(into, offset, Math.min(count, 1));
                    }
                    int some = (int) Math.min(count, length - at);
                    Arrays.fill(into, offset, offset + some, (byte) 0);
                    at += some;
                    return some == 0 ? -1 : some;
                }
            };
        }
    }
}
