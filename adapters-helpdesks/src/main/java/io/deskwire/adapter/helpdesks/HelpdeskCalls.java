package io.deskwire.adapter.helpdesks;

import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one helpdesk's API, each made once, and what their answers prove; for this module's packages. What only asks may
 * be repeated; of what writes it matters whether it may have arrived. Thread-safe.
 */
public final class HelpdeskCalls implements AutoCloseable {

    /** osTicket is known to take long, since it sends mail before it answers. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration FILE_TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_ANSWER = 16 << 20;
    private static final int MOST_REDIRECTS = 3;

    private final HttpTransport transport;
    private final InstantSource clock;
    private final URI base;
    private final String header;
    private final Secret credential;

    /**
     * @param transport makes the calls; closed with this
     * @param clock what dates in answers are counted from
     * @param base prefix of every path, without a slash at its end
     * @param header name of the header that carries the credential
     * @param credential its value
     */
    public HelpdeskCalls(HttpTransport transport, InstantSource clock, URI base, String header, Secret credential) {
        this.transport = transport;
        this.clock = clock;
        this.base = base;
        this.header = header;
        this.credential = credential;
    }

    /** The prefix of every path. */
    public URI base() {
        return base;
    }

    /** A call of a path with the credential in it. */
    public HttpCall call(String method, String path, @Nullable Content body) {
        return signed(HttpCall.of(method, URI.create(base + path), body)).withTimeout(TIMEOUT);
    }

    /** A call with a JSON body. */
    public HttpCall json(String method, String path, Map<String, ?> tree) {
        return call(method, path, Content.of(Json.writeBytes(tree))).withHeader("Content-Type", "application/json");
    }

    /** The same with the time that files take. */
    public HttpCall withFiles(HttpCall call) {
        return call.withTimeout(FILE_TIMEOUT);
    }

    /** Puts the credential into a call that was made otherwise. */
    public HttpCall signed(HttpCall call) {
        return call.withHeader(header, credential.reveal()).withMaxAnswer(MAX_ANSWER);
    }

    /**
     * Asks; may be repeated.
     *
     * @return an answer of any status
     * @throws ChannelException when there is none
     */
    public HttpAnswer ask(HttpCall call) throws ChannelException {
        try {
            return transport.send(call);
        } catch (TransportException e) {
            throw unanswered(e);
        }
    }

    /** Asks for JSON; a status outside of 2xx is a failure. */
    public @Nullable Object tree(HttpCall call) throws ChannelException {
        HttpAnswer answer = ask(call);
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        return tree(answer);
    }

    /** The JSON of a good answer. */
    public static @Nullable Object tree(HttpAnswer answer) throws ChannelException {
        try {
            return Json.lenient().parse(answer.body());
        } catch (JsonException e) {
            throw ChannelException.of(
                            FailureKind.TRANSIENT,
                            "the helpdesk answered HTTP " + answer.status() + " without the JSON that belongs there")
                    .withHint("Check api_base_url: something else than the helpdesk's API may have answered.");
        }
    }

    /**
     * Writes, once.
     *
     * @return an answer below 500
     * @throws UncertainWriteException when nobody knows whether it was done
     * @throws ChannelException when it certainly was not
     */
    public HttpAnswer write(HttpCall call) throws ChannelException, UncertainWriteException {
        HttpAnswer answer;
        try {
            answer = transport.send(call);
        } catch (TransportException e) {
            if (e.problem() == TransportException.Problem.MAY_HAVE_ARRIVED) {
                throw new UncertainWriteException(words(e));
            }
            throw unanswered(e);
        }
        if (answer.status() >= 500 && answer.status() != 503) {
            throw new UncertainWriteException("the helpdesk answered HTTP " + answer.status());
        }
        if (answer.isSuccess() && answer.completeness() == HttpAnswer.Completeness.BROKEN_OFF) {
            throw new UncertainWriteException("the helpdesk answered HTTP " + answer.status() + ", then broke off");
        }
        return answer;
    }

    /**
     * Writes and reads the answer's JSON.
     *
     * @throws UncertainWriteException also when the answer cannot be read
     * @throws ChannelException when it was refused
     */
    public Map<String, Object> written(HttpCall call) throws ChannelException, UncertainWriteException {
        return read(write(call));
    }

    /**
     * The JSON of an answer to something that was written.
     *
     * @throws UncertainWriteException when the answer is good but cannot be read
     * @throws ChannelException when it was refused
     */
    public Map<String, Object> read(HttpAnswer answer) throws ChannelException, UncertainWriteException {
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        try {
            return Trees.object(Json.lenient().parse(answer.body()));
        } catch (JsonException e) {
            throw new UncertainWriteException(
                    "the helpdesk answered HTTP " + answer.status() + " without the JSON that belongs there");
        }
    }

    /** What a status outside of 2xx means. */
    public ChannelException refused(HttpAnswer answer) {
        int status = answer.status();
        String words = "the helpdesk answered HTTP " + status;
        ChannelException failure = switch (status) {
            case 401, 403 ->
                ChannelException.of(FailureKind.AUTH, words).withHint("Check the helpdesk's token and what it may do.");
            case 404, 410 -> ChannelException.of(FailureKind.NOT_FOUND, words);
            case 429, 503 ->
                ChannelException.throttled(
                        words, answer.retryAfter(clock.instant()).orElse(null));
            case 408, 409, 425 -> ChannelException.of(FailureKind.TRANSIENT, words);
            default -> {
                if (status >= 500) {
                    yield ChannelException.of(FailureKind.TRANSIENT, words);
                }
                yield status < 400
                        ? ChannelException.of(FailureKind.AUTH, words + "; redirects are not followed")
                                .withHint("Check api_base_url.")
                        : ChannelException.of(FailureKind.PERMANENT, words);
            }
        };
        return failure.withCode(Integer.toString(status));
    }

    /**
     * Opens a file of the helpdesk. Redirects to where its files are stored are followed, under the same egress policy; the
     * credential goes to the helpdesk's own host alone.
     */
    public OpenFile open(URI file) throws ChannelException {
        URI at = file;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpCall call = HttpCall.get(at).withTimeout(FILE_TIMEOUT);
            OpenFile open = OpenFile.of(transport, isOwnHost(at) ? signed(call) : call);
            String location = open.redirect();
            if (location == null) {
                if (open.head().isSuccess()) {
                    return open;
                }
                open.close();
                throw refused(open.head());
            }
            open.close();
            at = resolved(at, location);
        }
        throw ChannelException.of(FailureKind.PERMANENT, "a file of the helpdesk is redirected too often");
    }

    private boolean isOwnHost(URI uri) {
        return Objects.equals(base.getScheme(), uri.getScheme())
                && Objects.equals(base.getHost(), uri.getHost())
                && base.getPort() == uri.getPort();
    }

    private static URI resolved(URI at, String location) throws ChannelException {
        try {
            URI target = at.resolve(location);
            if (List.of("http", "https").contains(target.getScheme()) && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // No address: the same as one of another scheme.
        }
        throw ChannelException.of(FailureKind.PERMANENT, "a file of the helpdesk is redirected to no address");
    }

    static ChannelException unanswered(TransportException e) {
        return switch (e.problem()) {
            case BLOCKED, UNTRUSTED ->
                ChannelException.of(FailureKind.AUTH, words(e), e).withHint("Check api_base_url.");
            case NOT_SENT, MAY_HAVE_ARRIVED -> ChannelException.of(FailureKind.TRANSIENT, words(e), e);
        };
    }

    private static String words(TransportException e) {
        return Objects.requireNonNullElse(e.getMessage(), "no answer");
    }

    @Override
    public void close() {
        transport.close();
    }
}
