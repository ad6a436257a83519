package io.deskwire.adapter.graph;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** The first and last to see a request inside the process; here alone tokens are attached. */
final class WireGuard implements Interceptor {

    private static final long MOST_OF_AN_ERROR = 64 * 1024;

    /** A request was to go where no token may go; nothing was sent. */
    static final class ForeignHostException extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignHostException(String host) {
            super("refused to call " + host + ", which is not the configured Microsoft Graph");
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Exchange exchange = request.tag(Exchange.class);
        if (exchange == null || !isWithin(request.url(), exchange.api())) {
            throw new ForeignHostException(request.url().host());
        }
        Response response = proceed(
                chain,
                request.newBuilder()
                        .header("Authorization", "Bearer " + exchange.token().reveal())
                        .build());
        exchange.answered(response.code(), response.header("Retry-After"));
        if (!response.isSuccessful()) {
            exchange.failed(GraphFailure.of(response.code(), response.header("request-id"), beginning(response)));
        }
        return response;
    }

    private static Response proceed(Chain chain, Request request) throws IOException {
        try {
            return chain.proceed(request);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // OkHttp, written in Kotlin, lets the InterruptedException of a thread out that is to end while it
            // connects.
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static byte[] beginning(Response response) {
        try (ResponseBody body = response.peekBody(MOST_OF_AN_ERROR)) {
            return body.bytes();
        } catch (IOException e) {
            // The status alone has to do.
            return new byte[0];
        }
    }

    /** Scheme, host, port and the beginning of the path are the configured ones. */
    static boolean isWithin(HttpUrl url, URI api) {
        @Nullable HttpUrl base = HttpUrl.get(api);
        return base != null
                && url.scheme().equals(base.scheme())
                && url.host().equals(base.host())
                && url.port() == base.port()
                && url.encodedPath().startsWith(base.encodedPath() + "/");
    }
}
