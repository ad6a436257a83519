package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Reads a mailbox and prints digests; the program of {@link LargeMailTest}. */
final class LargeMailReader {

    private LargeMailReader() {}

    public static void main(String[] arguments) throws Exception {
        SettableClock clock = SettableClock.at(MessageSamples.NOON);
        EgressPolicy egress = EgressPolicy.privateAllowed();
        Map<String, Object> document = Map.of(
                "client_id",
                "acme.apps.googleusercontent.com",
                "client_secret",
                Desks.secret("acme"),
                "refresh_token",
                arguments[1],
                "email_address",
                Desks.address("acme"),
                "api_base_url",
                arguments[0],
                "token_url",
                arguments[0] + "/token");
        try (HttpTransport transport = new HttpTransport(egress);
                Channel channel = new GmailChannelType(clock)
                        .open(
                                ChannelConfig.of("acme", "support", "gmail", document, null),
                                new ChannelContext(egress, new OAuthTokens(transport, clock)))) {
            channel.inbound().orElseThrow().fetch(null, new Digesting(), MessageSamples.NOON);
        }
    }

    /** Reads and forgets. */
    private static final class Digesting implements Intake {

        private final Set<String> read = new HashSet<>();

        @Override
        public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
            for (RawItem item : items) {
                read.add(item.sourceKey());
                try (InputStream in = item.body().open()) {
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
                    LoggerFactory.getLogger(LargeMailReader.class)
                            .warn(
                                    "read {} at {} {}",
                                    HexFormat.of().formatHex(digest.digest()),
                                    item.receivedAt(),
                                    item.meta());
                } catch (IOException | NoSuchAlgorithmException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
            return CompletableFuture.completedFuture(new Accepted(items.size(), 0));
        }

        @Override
        public Set<String> known(Collection<String> sourceKeys) {
            return Set.copyOf(read);
        }
    }
}
