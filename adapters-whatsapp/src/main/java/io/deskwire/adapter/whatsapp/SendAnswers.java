package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.TransportException;
import io.deskwire.message.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to hand a message over, and what its answer proves. */
final class SendAnswers {

    /** Takes a good answer; empty when it does not name the message, which then nobody can be sure of. */
    @FunctionalInterface
    interface Accepted {
        Optional<SendResult> of(HttpAnswer answer) throws ChannelException;
    }

    private final ProviderApi api;
    private final PairRate rate;

    SendAnswers(ProviderApi api, PairRate rate) {
        this.api = api;
        this.rate = rate;
    }

    /**
     * Makes the one attempt.
     *
     * @throws ChannelException when certainly nothing went out
     */
    SendResult attempt(HttpCall call, Address to, Accepted accepted) throws ChannelException {
        HttpAnswer answer;
        try {
            answer = api.transport().send(api.signedIn(call));
        } catch (TransportException e) {
            if (e.problem() == TransportException.Problem.MAY_HAVE_ARRIVED) {
                return new SendResult.Uncertain(Objects.requireNonNullElse(e.getMessage(), "no answer"));
            }
            throw Refusal.of(e);
        }
        if (answer.isSuccess()) {
            Optional<SendResult> result = named(answer, accepted);
            if (result.isEmpty()) {
                return new SendResult.Uncertain(
                        "the provider answered HTTP " + answer.status() + " without the message's id");
            }
            rate.taken(to.key());
            return result.get();
        }
        if (!Refusal.isCertain(answer)) {
            return new SendResult.Uncertain("the provider, or a server in front of it, answered HTTP " + answer.status()
                    + " and does not say what became of the message");
        }
        throw refused(answer, to);
    }

    private static Optional<SendResult> named(HttpAnswer answer, Accepted accepted) {
        try {
            return accepted.of(answer);
        } catch (ChannelException e) {
            return Optional.empty();
        }
    }

    private ChannelException refused(HttpAnswer answer, Address to) {
        Instant now = api.now();
        ChannelException failure = Refusal.of(answer, now);
        Integer code = ErrorBody.of(answer).code();
        boolean unnamed = code == null && failure.kind() == FailureKind.THROTTLED;
        if (code == null && !unnamed) {
            return failure;
        }
        Duration asked = failure.retryAfter().orElse(null);
        Duration wait = rate.refused(unnamed ? 429 : Objects.requireNonNull(code), to.key(), asked, now);
        return wait == null || failure.kind() != FailureKind.THROTTLED ? failure : waiting(failure, wait);
    }

    private static ChannelException waiting(ChannelException failure, Duration wait) {
        ChannelException waiting = ChannelException.throttled(
                        Objects.requireNonNullElse(failure.getMessage(), "asked to wait"), wait)
                .withCode(failure.code().orElse(null));
        @Nullable String hint = failure.hint().orElse(null);
        return hint == null ? waiting : waiting.withHint(hint);
    }
}
