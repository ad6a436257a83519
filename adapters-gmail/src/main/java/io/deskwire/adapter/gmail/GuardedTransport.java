package io.deskwire.adapter.gmail;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets Google's library travel over our transport: addresses are checked when they are connected to, every call is made once,
 * and bytes are streamed both ways. The library's connect and read time-outs together limit the whole exchange.
 */
final class GuardedTransport extends com.google.api.client.http.HttpTransport {

    /** Compression is the transport's own business, and lengths are told beside the body. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("accept-encoding", "content-length", "content-type", "content-encoding", "host");

    private final HttpTransport transport;
    private final long mostBytes;

    /**
     * @param transport makes the calls
     * @param mostBytes how much of an answer is read at most
     */
    GuardedTransport(HttpTransport transport, long mostBytes) {
        this.transport = transport;
        this.mostBytes = mostBytes;
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        try {
            return new Request(method, URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new IOException("the library built an address that cannot be called", e);
        }
    }

    private final class Request extends LowLevelHttpRequest {

        private final String method;
        private final URI uri;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration limit = Duration.ofSeconds(20);

        Request(String method, URI uri) {
            this.method = method;
            this.uri = uri;
        }

        @Override
        public void addHeader(String name, String value) {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                headers.merge(name, value, (one, two) -> one + ", " + two);
            }
        }

        @Override
        public void setTimeout(int connectTimeout, int readTimeout) {
            limit = Duration.ofMillis(Math.max(1L, 0L + connectTimeout + readTimeout));
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            try {
                return new GuardedResponse(transport.open(call()), mostBytes);
            } catch (IllegalArgumentException e) {
                throw new IOException("the request cannot be made: " + e.getMessage(), e);
            }
        }

        private HttpCall call() {
            @Nullable StreamingContent content = getStreamingContent();
            HttpCall call = content == null
                    ? HttpCall.of(method, uri, null)
                    : HttpCall.writing(method, uri, getContentLength(), content::writeTo);
            call = call.withTimeout(limit);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                call = call.withHeader(header.getKey(), header.getValue());
            }
            call = with(call, "Content-Type", getContentType());
            return with(call, "Content-Encoding", getContentEncoding());
        }

        private static HttpCall with(HttpCall call, String name, @Nullable String value) {
            return value == null ? call : call.withHeader(name, value);
        }
    }
}
