package io.deskwire.adapter.graph;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.BaseRequestConfiguration;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.GuardedSockets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Calls Graph through Microsoft's library on behalf of one channel: with a token, at most three at once, a refused token
 * renewed once, and whatever the library throws turned into what it means.
 */
final class GraphCalls {

    private static final long LONGEST_QUEUE_SECONDS = 120;
    private static final String IMMUTABLE_IDS = "IdType=\"ImmutableId\"";

    private final GraphSettings settings;
    private final AccessTokens tokens;
    private final InstantSource time;
    private final Semaphore permits;
    private final GraphServiceClient reading;
    private final GraphServiceClient sending;

    /** Which of the grants worked last. */
    private volatile int current;

    GraphCalls(GraphSettings settings, AccessTokens tokens, InstantSource time, SharedClients clients) {
        this.settings = settings;
        this.tokens = tokens;
        this.time = time;
        this.permits = clients.permits(settings.throttlingKey());
        this.reading = client(clients.reading(), settings.apiBase());
        this.sending = client(clients.sending(), settings.apiBase());
    }

    /** Tokens are attached where requests leave, not by the library. */
    private static GraphServiceClient client(OkHttpClient http, URI base) {
        GraphServiceClient client = new GraphServiceClient(new AnonymousAuthenticationProvider(), http);
        client.getRequestAdapter().setBaseUrl(base.toString());
        return client;
    }

    /** One call as it is made; asked for anew for every attempt, since the library's objects can be sent only once. */
    interface Step<T extends @Nullable Object> {
        T run(GraphServiceClient client, Request request) throws IOException;
    }

    /** What every request carries. */
    static final class Request {
        private final Exchange exchange;

        private Request(Exchange exchange) {
            this.exchange = exchange;
        }

        void on(BaseRequestConfiguration configuration, String... preferences) {
            configuration.options.add(exchange);
            configuration.headers.add("Prefer", IMMUTABLE_IDS);
            for (String preference : preferences) {
                configuration.headers.add("Prefer", preference);
            }
        }

        /** For {@code configuration -> request.on(configuration)}. */
        <C extends BaseRequestConfiguration> Consumer<C> plain() {
            return this::on;
        }

        void on(RequestInformation information) {
            information.addRequestOptions(List.of(exchange));
            information.headers.add("Prefer", IMMUTABLE_IDS);
        }

        /** The answer's status. */
        int status() {
            return exchange.status();
        }
    }

    /** Asks for something, or changes something in a way that may be repeated. */
    <T extends @Nullable Object> T ask(Step<T> step) throws ChannelException {
        return known(reading, step, true);
    }

    /** Asks for something of which the answer is read later: the caller lets go by {@link #letGo}. */
    <T extends @Nullable Object> T askAndHold(Step<T> step) throws ChannelException {
        return known(reading, step, false);
    }

    /** Makes something of which a second one would do no harm beyond being there. */
    <T extends @Nullable Object> T make(Step<T> step) throws ChannelException {
        return known(sending, step, true);
    }

    /**
     * Does something that must not be done twice.
     *
     * @throws ChannelException when it certainly was not done
     * @throws OutcomeUnknown when it may have been
     */
    <T extends @Nullable Object> T once(Step<T> step) throws ChannelException, OutcomeUnknown {
        return made(sending, step, true);
    }

    void letGo() {
        permits.release();
    }

    private <T extends @Nullable Object> T known(GraphServiceClient client, Step<T> step, boolean release)
            throws ChannelException {
        try {
            return made(client, step, release);
        } catch (OutcomeUnknown e) {
            throw e.failure();
        }
    }

    private <T extends @Nullable Object> T made(GraphServiceClient client, Step<T> step, boolean release)
            throws ChannelException, OutcomeUnknown {
        Secret token = token(null);
        occupy();
        boolean held = false;
        try {
            T result;
            try {
                result = attempt(client, step, token);
            } catch (Unauthorized e) {
                result = again(client, step, token(token));
            }
            held = !release;
            return result;
        } finally {
            if (!held) {
                permits.release();
            }
        }
    }

    private void occupy() throws ChannelException {
        try {
            if (!permits.tryAcquire(LONGEST_QUEUE_SECONDS, TimeUnit.SECONDS)) {
                throw ChannelException.of(
                        FailureKind.TRANSIENT, "three other requests to this mailbox took longer than two minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted while waiting for a request's turn", e);
        }
    }

    /** A token under the grant that worked last, or else under the next one: a secret may be being changed. */
    Secret token(@Nullable Secret refused) throws ChannelException {
        List<Grant> grants = settings.grants();
        if (grants.isEmpty()) {
            throw ChannelException.of(FailureKind.AUTH, "the account is not connected yet")
                    .withHint("Connect the account in the console (oauth/start), or fill refresh_token.");
        }
        ChannelException first = null;
        for (int i = 0; i < grants.size(); i++) {
            int index = (current + i) % grants.size();
            try {
                Secret token = tokens.token(grants.get(index), refused);
                current = index;
                return token;
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.AUTH) {
                    throw e;
                }
                first = first == null ? SignInHints.explained(e, settings.delegated()) : first;
            }
        }
        throw Objects.requireNonNull(first, "each of them failed");
    }

    private <T extends @Nullable Object> T again(GraphServiceClient client, Step<T> step, Secret token)
            throws ChannelException, OutcomeUnknown {
        try {
            return attempt(client, step, token);
        } catch (Unauthorized e) {
            throw e.failure.exception(null);
        }
    }

    private <T extends @Nullable Object> T attempt(GraphServiceClient client, Step<T> step, Secret token)
            throws ChannelException, Unauthorized, OutcomeUnknown {
        Exchange exchange = new Exchange(settings.apiBase(), token);
        try {
            T result = step.run(client, new Request(exchange));
            GraphFailure failure = exchange.failure();
            if (failure != null) {
                // A redirect: the library takes it for an empty answer.
                throw failed(exchange, failure);
            }
            return result;
        } catch (RuntimeException | IOException e) {
            GraphFailure failure = exchange.failure();
            if (failure != null) {
                throw failed(exchange, failure);
            }
            throw unanswered(exchange, e);
        }
    }

    private ChannelException failed(Exchange exchange, GraphFailure failure) throws Unauthorized, OutcomeUnknown {
        if (failure.status() == 401) {
            throw new Unauthorized(failure);
        }
        ChannelException e = failure.exception(RetryAfter.of(exchange.retryAfter(), time.instant()));
        if (mayHaveBeenDone(failure)) {
            throw new OutcomeUnknown(e);
        }
        return e;
    }

    /**
     * A refusal, {@code 503} and a full mailbox are Graph's word that it did nothing. Whatever else comes may be of something
     * between us and Graph that saw the request through.
     */
    private static boolean mayHaveBeenDone(GraphFailure failure) {
        int status = failure.status();
        boolean refused = status >= 400 && status < 500 && status != 408;
        boolean full = status == 507 && failure.is("ErrorQuotaExceeded", "quotaLimitReached");
        return !refused && !full && status != 503;
    }

    private ChannelException unanswered(Exchange exchange, Exception e) throws OutcomeUnknown {
        @Nullable IOException network = cause(e);
        if (network == null) {
            if (exchange.status() != 0) {
                throw new OutcomeUnknown(ChannelException.of(
                        FailureKind.TRANSIENT,
                        "Microsoft Graph's answer (" + exchange.status() + ") cannot be read",
                        e));
            }
            throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
        }
        String host = settings.apiBase().getHost();
        if (network instanceof WireGuard.ForeignHostException) {
            return ChannelException.of(FailureKind.PERMANENT, String.valueOf(network.getMessage()), network);
        }
        if (GuardedSockets.isBehind(network)) {
            return ChannelException.of(
                            FailureKind.PERMANENT, host + " is at an address this installation does not connect to")
                    .withHint("Check api_base_url, or allow the address with DESKWIRE_ALLOW_PRIVATE_ENDPOINTS.");
        }
        ChannelException failure =
                ChannelException.of(FailureKind.TRANSIENT, words(network, exchange) + " " + host, network);
        if (exchange.sentWhole()) {
            throw new OutcomeUnknown(failure);
        }
        return failure;
    }

    private static String words(IOException e, Exchange exchange) {
        if (e instanceof UnknownHostException) {
            return "no such host:";
        }
        if (!exchange.begun()) {
            return "no connection to";
        }
        boolean late = e instanceof SocketTimeoutException || e instanceof InterruptedIOException;
        return late ? "no answer in time from" : "the connection ended before there was an answer from";
    }

    private static @Nullable IOException cause(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
        }
        return null;
    }

    /** A refused token: asked for once more. */
    private static final class Unauthorized extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient GraphFailure failure;

        Unauthorized(GraphFailure failure) {
            super("401", null, false, false);
            this.failure = failure;
        }
    }
}
