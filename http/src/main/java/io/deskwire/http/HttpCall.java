package io.deskwire.http;

import io.deskwire.message.Content;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request to be made. Immutable. */
public final class HttpCall {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
    private static final int DEFAULT_MAX_ANSWER = 1 << 20;

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable Content body;
    private final @Nullable BodyWriter writer;
    private final long writtenLength;
    private final Duration timeout;
    private final int maxAnswerBytes;

    private HttpCall(
            String method,
            URI uri,
            Map<String, String> headers,
            @Nullable Content body,
            @Nullable BodyWriter writer,
            long writtenLength,
            Duration timeout,
            int maxAnswerBytes) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.writer = writer;
        this.writtenLength = writtenLength;
        this.timeout = timeout;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /** A GET. */
    public static HttpCall get(URI uri) {
        return of("GET", uri, null);
    }

    /** A POST of some bytes. */
    public static HttpCall post(URI uri, String contentType, Content body) {
        return of("POST", uri, body).withHeader("Content-Type", contentType);
    }

    /**
     * Any other request.
     *
     * @param uri absolute, {@code http} or {@code https}, without user name and password
     * @param body what is sent, or null for a request without a body
     * @throws IllegalArgumentException for any other address
     */
    public static HttpCall of(String method, URI uri, @Nullable Content body) {
        requireCallable(uri);
        return new HttpCall(
                Objects.requireNonNull(method, "method"),
                uri,
                Map.of(),
                body,
                null,
                0,
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_ANSWER);
    }

    /**
     * A request whose body is written as it is sent.
     *
     * @param length how many bytes the writer writes, or -1 when it cannot tell
     * @throws IllegalArgumentException for an address as above
     */
    public static HttpCall writing(String method, URI uri, long length, BodyWriter writer) {
        requireCallable(uri);
        return new HttpCall(
                Objects.requireNonNull(method, "method"),
                uri,
                Map.of(),
                null,
                Objects.requireNonNull(writer, "writer"),
                length,
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_ANSWER);
    }

    /** Refuses what cannot be called; the message repeats nothing of the address, which may hold a key. */
    static void requireCallable(URI uri) {
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("the address must start with https:// or http:// and name a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address must not carry a user name or password");
        }
    }

    /**
     * The same with one more header, or another value for it.
     *
     * @throws IllegalArgumentException when name or value hold what a header cannot carry (RFC 9110 section 5.5)
     */
    public HttpCall withHeader(String name, String value) {
        boolean goodName = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
        if (!goodName || !value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("a header's name or value holds characters that it cannot carry");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new HttpCall(method, uri, more, body, writer, writtenLength, timeout, maxAnswerBytes);
    }

    /** The same with another limit on the whole exchange, name look-up and answer included; 20 seconds by default. */
    public HttpCall withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive");
        }
        return new HttpCall(method, uri, headers, body, writer, writtenLength, newTimeout, maxAnswerBytes);
    }

    /** The same with another limit on the answer's body, decompressed; 1 MiB by default. */
    public HttpCall withMaxAnswer(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a limit must not be negative");
        }
        return new HttpCall(method, uri, headers, body, writer, writtenLength, timeout, bytes);
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable Content body() {
        return body;
    }

    @Nullable BodyWriter writer() {
        return writer;
    }

    long writtenLength() {
        return writtenLength;
    }

    Duration timeout() {
        return timeout;
    }

    int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /** Method and host; path, query and headers may hold keys. */
    @Override
    public String toString() {
        return method + " " + uri.getHost();
    }
}
