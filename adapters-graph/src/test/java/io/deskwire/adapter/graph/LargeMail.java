package io.deskwire.adapter.graph;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a mailbox, counting bytes, and sends a large message; the program of {@link LargeMailTest}. */
final class LargeMail {

    private static final Logger LOG = LoggerFactory.getLogger(LargeMail.class);

    private LargeMail() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> document = Map.of(
                "client_id",
                "client-of-acme",
                "client_secret",
                arguments[2],
                "tenant_id",
                "acme.example",
                "email_address",
                "support@acme.example",
                "max_message_mb",
                60,
                "api_base_url",
                arguments[0],
                "token_url",
                arguments[1]);
        try (HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
                Channel channel = new GraphChannelType(() -> Office.NOW)
                        .open(
                                ChannelConfig.of("acme", "support", "microsoft365", document, null),
                                new ChannelContext(
                                        EgressPolicy.privateAllowed(), new OAuthTokens(transport, () -> Office.NOW)))) {
            Counting intake = new Counting();
            channel.inbound().orElseThrow().fetch(null, intake, Office.NOW);
            LOG.warn("messages {} bytes {}", intake.messages, intake.bytes);
            OutboundMessage mail = MessageSamples.outbound()
                    .from("support@acme.example")
                    .attach(zeros("large.bin", Integer.parseInt(arguments[3])))
                    .attach(zeros("small.bin", 2_900_000))
                    .build();
            LOG.warn(
                    "sent {}",
                    channel.outbound()
                            .orElseThrow()
                            .send(mail, mail.recipients())
                            .getClass()
                            .getSimpleName());
        }
        Runtime runtime = Runtime.getRuntime();
        LOG.warn("heap {} of {}", runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }

    private static OutboundAttachment zeros(String name, int size) {
        return new OutboundAttachment(name, "application/octet-stream", null, new Content() {
            @Override
            public long length() {
                return size;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private int at;

                    @Override
                    public int read() {
                        return at++ < size ? 0 : -1;
                    }
                };
            }
        });
    }

    /** Reads and forgets. */
    static final class Counting implements Intake {
        int messages;
        long bytes;

        @Override
        public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
            for (RawItem item : items) {
                messages++;
                try (InputStream in = item.body().open()) {
                    bytes += in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
            return CompletableFuture.completedFuture(new Accepted(items.size(), 0));
        }

        @Override
        public Set<String> known(Collection<String> sourceKeys) {
            return Set.of();
        }
    }
}
