package io.deskwire.http;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.ProtocolLog;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP calls, each exactly once: no redirect is followed, nothing is sent a second time behind the caller's back, and
 * no proxy or cookie store of the platform takes part. Targets are checked against the egress policy on the address that is
 * connected to. One transport serves a whole installation; it is thread-safe and keeps idle connections.
 */
public final class HttpTransport implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int IDLE_CONNECTIONS = 32;

    private final OkHttpClient client;
    private final ProtocolLog log;

    /**
     * @param egress which addresses may be connected to
     */
    public HttpTransport(EgressPolicy egress) {
        this(egress, ProtocolLog.none());
    }

    /**
     * @param egress which addresses may be connected to
     * @param log is told of every call: method, host, the plain words of its path, status, time; and its status alone
     */
    public HttpTransport(EgressPolicy egress, ProtocolLog log) {
        this(egress, log, builder -> builder);
    }

    /** With a change to the client; for tests that bring a certificate of their own. */
    HttpTransport(EgressPolicy egress, ProtocolLog log, UnaryOperator<OkHttpClient.Builder> change) {
        this.log = log;
        GuardedSockets guard = new GuardedSockets(egress);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dns(guard.dns())
                .socketFactory(guard)
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT_TIMEOUT)
                // Each call brings its own limit on the whole exchange.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 2, TimeUnit.MINUTES))
                .addNetworkInterceptor(new StaleConnectionCheck())
                .eventListenerFactory(Progress::listener);
        client = change.apply(builder).build();
    }

    /**
     * Makes one call and reads its answer.
     *
     * @throws TransportException when there is no answer; says whether the request may have arrived
     */
    public HttpAnswer send(HttpCall call) throws TransportException {
        try (Response response = begin(call)) {
            return answer(response, call.maxAnswerBytes());
        }
    }

    /**
     * Makes one call and lets its answer be read as it comes; {@link HttpCall#withMaxAnswer} has no part in it. The call's
     * time limit covers the reading too.
     *
     * @throws TransportException when there is no answer, or when it ends in the middle; says whether the request may have
     *     arrived
     * @throws IOException what the reader itself failed with
     */
    public <T> T receive(HttpCall call, AnswerReader<T> reader) throws IOException {
        try (OpenAnswer answer = open(call)) {
            return reader.read(answer.head(), answer.body());
        }
    }

    /**
     * Makes one call and leaves its answer to be read, and closed, by the caller; otherwise as {@link #receive}.
     *
     * @throws TransportException when there is no answer; says whether the request may have arrived
     */
    public OpenAnswer open(HttpCall call) throws TransportException {
        Response response = begin(call);
        HttpAnswer head =
                new HttpAnswer(response.code(), headers(response), new byte[0], HttpAnswer.Completeness.WHOLE);
        return new OpenAnswer(
                response,
                head,
                new AnswerStream(response.body().byteStream(), call.uri().getHost()));
    }

    private Response begin(HttpCall call) throws TransportException {
        while (true) {
            Progress progress = new Progress();
            Call prepared = client.newCall(request(call, progress));
            prepared.timeout().timeout(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
            try {
                Response response = prepared.execute();
                log.note(CallLine.of(call, response));
                log.answered(response.code());
                return response;
            } catch (StaleConnectionCheck.StaleConnectionException e) {
                // Nothing was sent and that connection is gone: once more, on another kept one or in the end a new one.
            } catch (IOException e) {
                TransportException failure = failure(call.uri().getHost(), e, progress);
                log.note(CallLine.of(call, failure));
                log.answered(0);
                throw failure;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                // OkHttp, written in Kotlin, lets the InterruptedException of a thread out that is to end while it
                // connects.
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(e);
                throw failure(call.uri().getHost(), interrupted, progress);
            }
        }
    }

    /** Ends idle connections; calls under way finish. */
    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static Request request(HttpCall call, Progress progress) {
        Request.Builder request =
                new Request.Builder().url(call.uri().toString()).tag(Progress.class, progress);
        request.header("User-Agent", "Deskwire");
        call.headers().forEach(request::header);
        Content body = call.body();
        // OkHttp wants a body with these methods; an empty one is what no body is on the wire.
        boolean needsBody = call.method().equals("POST")
                || call.method().equals("PUT")
                || call.method().equals("PATCH");
        BodyWriter writer = call.writer();
        if (writer != null) {
            return request.method(call.method(), new OneShotBody(call.writtenLength(), writer))
                    .build();
        }
        if (body == null && needsBody) {
            body = Content.of(new byte[0]);
        }
        return request.method(call.method(), body == null ? null : OneShotBody.of(body))
                .build();
    }

    private static HttpAnswer answer(Response response, int limit) {
        Buffer body = new Buffer();
        HttpAnswer.Completeness completeness;
        try {
            BufferedSource source = response.body().source();
            while (body.size() <= limit && source.read(body, limit + 1L - body.size()) >= 0) {
                // Reads on until the end or one byte too many.
            }
            completeness = body.size() > limit ? HttpAnswer.Completeness.CUT : HttpAnswer.Completeness.WHOLE;
        } catch (IOException e) {
            // Status and headers are known, and they alone may be what the caller needs.
            completeness = HttpAnswer.Completeness.BROKEN_OFF;
        }
        byte[] kept = new byte[(int) Math.min(body.size(), limit)];
        for (int at = 0; at < kept.length; ) {
            at += body.read(kept, at, kept.length - at);
        }
        return new HttpAnswer(response.code(), headers(response), kept, completeness);
    }

    private static Map<String, String> headers(Response response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        return headers;
    }

    private static TransportException failure(String host, IOException cause, Progress progress) {
        if (GuardedSockets.isBehind(cause)) {
            return new TransportException(TransportException.Problem.BLOCKED, GuardedSockets.refusal(host), cause);
        }
        if (progress.requestBegun()) {
            String end = cause instanceof InterruptedIOException ? "no answer in time" : "the connection ended";
            return new TransportException(
                    TransportException.Problem.MAY_HAVE_ARRIVED, end + " after the request was sent to " + host, cause);
        }
        // Other TLS failures, such as a connection that ends in the middle of the handshake, may pass by themselves.
        if (cause instanceof SSLPeerUnverifiedException || GuardedSockets.hasCause(cause, CertificateException.class)) {
            return new TransportException(
                    TransportException.Problem.UNTRUSTED, "the certificate of " + host + " is not trusted", cause);
        }
        String problem = "no connection to ";
        if (cause instanceof UnknownHostException) {
            problem = "no such host: ";
        } else if (cause instanceof ConnectException) {
            problem = "connection refused by ";
        }
        return new TransportException(TransportException.Problem.NOT_SENT, problem + host, cause);
    }

    /** A body that OkHttp must not send again, not even after 408, 421 or 503 with Retry-After: 0. */
    private static final class OneShotBody extends RequestBody {
        private final long length;
        private final BodyWriter writer;

        OneShotBody(long length, BodyWriter writer) {
            this.length = length;
            this.writer = writer;
        }

        static OneShotBody of(Content content) {
            return new OneShotBody(content.length(), out -> {
                try (InputStream bytes = content.open()) {
                    bytes.transferTo(out);
                }
            });
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            writer.writeTo(sink.outputStream());
        }
    }
}
