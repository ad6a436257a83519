package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import java.io.InputStream;
import java.util.Map;

/** Sends one large reply and ends; started by its test with little memory. */
final class LargeReply {

    static final int SIZE = 25_000_000;

    private LargeReply() {}

    public static void main(String[] args) throws Exception {
        SettableClock clock = SettableClock.at(MessageSamples.NOON);
        EgressPolicy egress = EgressPolicy.privateAllowed();
        try (HttpTransport transport = new HttpTransport(egress);
                Channel channel = new GmailChannelType(clock)
                        .open(
                                ChannelConfig.of(
                                        "acme",
                                        "support",
                                        "gmail",
                                        Map.of(
                                                "client_id",
                                                "acme.apps.googleusercontent.com",
                                                "client_secret",
                                                Desks.secret("acme"),
                                                "refresh_token",
                                                args[1],
                                                "email_address",
                                                Desks.address("acme"),
                                                "api_base_url",
                                                args[0],
                                                "token_url",
                                                args[0] + "/token"),
                                        null),
                                new ChannelContext(egress, new OAuthTokens(transport, clock)))) {
            OutboundMessage message = Desks.mail()
                    .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, new Zeros()))
                    .build();
            SendResult result = channel.outbound().orElseThrow().send(message, message.recipients());
            if (!(result instanceof SendResult.HandedOver)) {
                throw new IllegalStateException(result.toString());
            }
        }
    }

    /** Many zeros that stand nowhere. */
    private record Zeros() implements Content {
        @Override
        public long length() {
            return SIZE;
        }

        @Override
        public String sha256() {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private int left = SIZE;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }
            };
        }
    }
}
