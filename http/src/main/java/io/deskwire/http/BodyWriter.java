package io.deskwire.http;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a request's body as it is sent, for libraries that push their bytes; called once at most. */
@FunctionalInterface
public interface BodyWriter {

    /** Writes the whole body; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;
}
