package io.deskwire.adapter.gmail;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import io.deskwire.channel.ChannelContext;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpTransport;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Google's library for one mailbox, built once: over our transport, signed with our tokens, without retries of its own. The
 * user is always {@link #ME}, whom the token stands for.
 */
final class GmailClient implements AutoCloseable {

    static final String ME = "me";

    private static final long MOST_OF_AN_ANSWER = 16L << 20;
    /** Far more than a message that Gmail takes becomes in base64; it is streamed, so that it costs time alone. */
    static final long MOST_OF_A_TRANSFER = 256L << 20;

    /** The longest that a call may last. */
    static final Duration CALL = Duration.ofSeconds(30);

    /** The longest that a call may last which moves a whole message. */
    static final Duration TRANSFER = Duration.ofMinutes(10);

    private final GmailSettings settings;
    private final InstantSource clock;
    private final HttpTransport transport;
    private final Gmail calls;
    private final Gmail transfers;
    private final QuotaBudget budget;

    GmailClient(GmailSettings settings, ChannelContext context, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.transport = new HttpTransport(context.egress(), context.log());
        this.calls = service(context, MOST_OF_AN_ANSWER, CALL);
        this.transfers = service(context, MOST_OF_A_TRANSFER, TRANSFER);
        this.budget = new QuotaBudget(settings.unitsPerMinute(), clock);
    }

    private Gmail service(ChannelContext context, long mostBytes, Duration limit) {
        return new Gmail.Builder(
                        new GuardedTransport(transport, mostBytes),
                        GsonFactory.getDefaultInstance(),
                        new Credentials(settings.grants(), context.tokens(), limit))
                .setRootUrl(settings.apiBase().toString())
                .setApplicationName("Deskwire")
                .setGoogleClientRequestInitializer(request -> request.setDisableGZipContent(true))
                .build();
    }

    /** One call of the library. */
    @FunctionalInterface
    interface Call<T> {
        T run(Gmail gmail) throws IOException;
    }

    /**
     * Makes a call that reads, if the quota allows it.
     *
     * @param units what it costs, see {@link QuotaBudget}
     */
    <T> T read(int units, Call<T> call) throws ChannelException {
        budget.take(units);
        return run(call);
    }

    /** Makes a call that must not wait for reading: sending, upkeep, tests. */
    <T> T now(int units, Call<T> call) throws ChannelException {
        budget.spend(units);
        return run(call);
    }

    private <T> T run(Call<T> call) throws ChannelException {
        try {
            return call.run(calls);
        } catch (IOException e) {
            throw failure(e);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /** The failure behind an exception of the library. */
    ChannelException failure(IOException e) {
        return GmailFailures.of(e, clock.instant());
    }

    /** The library throws so when an answer is no document of its kind. */
    ChannelException unreadable(IllegalArgumentException e) {
        return ChannelException.of(FailureKind.TRANSIENT, "Gmail gave an answer that is none of its API's", e)
                .withHint("Check api_base_url: something else than the Gmail API may have answered.");
    }

    /** For calls that move whole messages: with time for large ones. Small answers come from {@link #read}. */
    Gmail transfers() {
        return transfers;
    }

    QuotaBudget budget() {
        return budget;
    }

    GmailSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    /** The transport, for what is not the Gmail API. */
    HttpTransport transport() {
        return transport;
    }

    @Override
    public void close() {
        transport.close();
    }
}
