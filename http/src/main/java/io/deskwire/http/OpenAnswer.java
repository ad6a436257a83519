package io.deskwire.http;

import java.io.InputStream;
import okhttp3.Response;

/**
 * An answer whose body is still to be read from the connection, for libraries that pull their bytes. Closing it early ends the
 * connection.
 */
public final class OpenAnswer implements AutoCloseable {

    private final Response response;
    private final HttpAnswer head;
    private final InputStream body;

    OpenAnswer(Response response, HttpAnswer head, InputStream body) {
        this.response = response;
        this.head = head;
        this.body = body;
    }

    /** Status and headers; its own body is empty. */
    public HttpAnswer head() {
        return head;
    }

    /**
     * The body, decompressed. Reading it fails with a {@link TransportException} when the connection ends or the call's time
     * runs out.
     */
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        response.close();
    }
}
