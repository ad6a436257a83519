package io.deskwire.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes an answer whose body may be large as it comes, and decides itself how much of it is read.
 *
 * @param <T> what it makes of it
 */
@FunctionalInterface
public interface AnswerReader<T> {

    /**
     * Reads one answer.
     *
     * @param head status and headers; its own body is empty
     * @param body the body, decompressed; ends with the call. Reading it fails with a {@link TransportException} when the
     *     connection ends or time runs out, so that the server's failures are told from the reader's own
     * @throws IOException when it cannot go on; the caller of {@link HttpTransport#receive} gets it as it is
     */
    T read(HttpAnswer head, InputStream body) throws IOException;
}
