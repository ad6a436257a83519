package io.deskwire.ticket;

import java.io.IOException;
import java.io.InputStream;

/** Opens the files of one message. */
@FunctionalInterface
public interface AttachmentSource {

    /**
     * A new stream over an attachment's decoded bytes; the caller closes it.
     *
     * @param index {@link io.deskwire.message.Attachment#index}
     * @throws IOException when there is no such attachment or its bytes cannot be read now
     */
    InputStream open(int index) throws IOException;
}
