package io.deskwire.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** An answer's body whose failures are the connection's. */
final class AnswerStream extends FilterInputStream {

    private final String host;

    AnswerStream(InputStream body, String host) {
        super(body);
        this.host = host;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private TransportException failure(IOException cause) {
        String end = cause instanceof InterruptedIOException ? "time ran out" : "the connection ended";
        return new TransportException(
                TransportException.Problem.MAY_HAVE_ARRIVED, end + " in the middle of the answer of " + host, cause);
    }
}
