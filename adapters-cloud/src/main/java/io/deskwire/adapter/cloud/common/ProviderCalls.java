package io.deskwire.adapter.cloud.common;

import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls of one account at a provider, each made once, and what their answers prove. Thread-safe. */
public final class ProviderCalls implements AutoCloseable {

    /** How a provider's refusals are read. */
    public interface Dialect {
        /** The failure that an answer outside of 2xx tells of. */
        ChannelException refusal(HttpAnswer answer, Instant now);

        /** Whether an answer outside of 2xx to a message means that it certainly does not go out. */
        default boolean isCertain(HttpAnswer answer) {
            // The whole message was sent by then: servers, and proxies before them, fail so also after they took it.
            return answer.status() < 500;
        }

        /** The failure that an answer of 2xx tells of all the same, so that certainly nothing goes out; null for others. */
        default @Nullable ChannelException disguised(HttpAnswer answer) {
            return null;
        }
    }

    /** Takes a good answer to a message. */
    @FunctionalInterface
    public interface Accepted {
        /** The result; empty when the answer does not say that the message was taken, which then nobody can be sure of. */
        Optional<SendResult> of(HttpAnswer answer) throws ChannelException;
    }

    private final HttpTransport transport;
    private final InstantSource clock;
    private final Dialect dialect;

    /**
     * @param transport makes the calls; closed with this
     * @param clock what a provider's dates are counted from
     * @param dialect reads refusals
     */
    public ProviderCalls(HttpTransport transport, InstantSource clock, Dialect dialect) {
        this.transport = transport;
        this.clock = clock;
        this.dialect = dialect;
    }

    /**
     * A call that may be repeated, such as one that only asks.
     *
     * @return an answer of 2xx
     * @throws ChannelException {@code TRANSIENT} when there is no answer, else what the dialect makes of it
     */
    public HttpAnswer ask(HttpCall call) throws ChannelException {
        HttpAnswer answer = answer(call);
        if (!answer.isSuccess()) {
            throw dialect.refusal(answer, clock.instant());
        }
        return answer;
    }

    /** What the dialect makes of an answer outside of 2xx. */
    public ChannelException refused(HttpAnswer answer) {
        return dialect.refusal(answer, clock.instant());
    }

    /** Like {@link #ask}, for any status. */
    public HttpAnswer answer(HttpCall call) throws ChannelException {
        try {
            return transport.send(call);
        } catch (TransportException e) {
            throw unanswered(e);
        }
    }

    /** Like {@link #ask}, for the JSON object that the answer holds. */
    public Map<String, Object> object(HttpCall call) throws ChannelException {
        return object(ask(call));
    }

    /** The JSON object in a good answer. */
    public static Map<String, Object> object(HttpAnswer answer) throws ChannelException {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            throw ChannelException.of(
                            FailureKind.TRANSIENT,
                            "the provider answered HTTP " + answer.status() + " without the object that belongs there")
                    .withHint("Check api_base_url: something else than the provider's API may have answered.");
        }
    }

    /**
     * Makes the one attempt to hand a message over.
     *
     * @throws ChannelException when certainly nothing went out
     */
    public SendResult send(HttpCall call, Accepted accepted) throws ChannelException {
        HttpAnswer answer;
        try {
            answer = transport.send(call);
        } catch (TransportException e) {
            if (e.problem() == TransportException.Problem.MAY_HAVE_ARRIVED) {
                return new SendResult.Uncertain(words(e));
            }
            throw unanswered(e);
        }
        if (!answer.isSuccess()) {
            if (dialect.isCertain(answer)) {
                throw dialect.refusal(answer, clock.instant());
            }
            return new SendResult.Uncertain("the provider, or a server in front of it, answered HTTP " + answer.status()
                    + " and does not say what became of the message");
        }
        ChannelException disguised = dialect.disguised(answer);
        if (disguised != null) {
            throw disguised;
        }
        @Nullable SendResult result;
        try {
            result = accepted.of(answer).orElse(null);
        } catch (ChannelException e) {
            result = null;
        }
        return result != null
                ? result
                : new SendResult.Uncertain(
                        "the provider answered HTTP " + answer.status() + " and does not say that it took the message");
    }

    /**
     * What a status alone says: 401 and 403 are {@code AUTH}, 404 {@code NOT_FOUND}, 429 {@code THROTTLED} with what
     * {@code Retry-After} asks, 408, 425, redirects and 5xx {@code TRANSIENT}, the rest {@code PERMANENT}.
     *
     * @param said the provider's words, shown to administrators, or null
     */
    public static ChannelException general(HttpAnswer answer, Instant now, @Nullable String said) {
        int status = answer.status();
        String words = "the provider answered HTTP " + status + (said == null ? "" : " (" + shortened(said) + ")");
        ChannelException failure = switch (status) {
            case 401, 403 -> ChannelException.of(FailureKind.AUTH, words);
            case 404 -> ChannelException.of(FailureKind.NOT_FOUND, words);
            case 408, 425 -> ChannelException.of(FailureKind.TRANSIENT, words);
            case 429 -> ChannelException.throttled(words, answer.retryAfter(now).orElse(null));
            default ->
                status >= 500 || status < 400
                        ? ChannelException.of(FailureKind.TRANSIENT, words)
                        : ChannelException.of(FailureKind.PERMANENT, words);
        };
        return failure.withCode(Integer.toString(status));
    }

    /** A provider's words on one line and no longer than a line. */
    public static String shortened(String said) {
        String line = said.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }

    private static ChannelException unanswered(TransportException e) {
        return ChannelException.of(FailureKind.TRANSIENT, words(e), e);
    }

    private static String words(TransportException e) {
        return Objects.requireNonNullElse(e.getMessage(), "no answer");
    }

    @Override
    public void close() {
        transport.close();
    }
}
