package io.deskwire.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the server has closed a kept connection before anything is written to it. OkHttp looks only at connections
 * idle for ten seconds, while common servers close them after five or two; a request written to such a connection would end
 * as one that may have arrived, and an answer to a customer would wait for a person for nothing.
 */
final class StaleConnectionCheck implements Interceptor {

    /** The server is gone and nothing was sent to it. */
    static final class StaleConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        StaleConnectionException() {
            super("the server closed this connection");
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        @Nullable Progress progress = chain.request().tag(Progress.class);
        if (connection != null && progress != null && !progress.connecting() && isClosed(connection.socket())) {
            throw new StaleConnectionException();
        }
        return chain.proceed(chain.request());
    }

    /** A server has nothing to say before it is asked: whatever can be read, the end or bytes, spoils the connection. */
    private static boolean isClosed(Socket socket) {
        try {
            int timeout = socket.getSoTimeout();
            try {
                socket.setSoTimeout(1);
                socket.getInputStream().read();
                return true;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
