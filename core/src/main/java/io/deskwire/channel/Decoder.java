package io.deskwire.channel;

import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Raw bytes to a message. A pure function: no clock, no network, the same bytes give the same message. */
public interface Decoder {

    /**
     * Never fails on what the bytes hold: what can be read is returned, what was repaired or cut stands in the issues.
     *
     * @param raw the bytes as received
     * @param meta what the adapter noted beside them
     * @throws IOException only when the bytes themselves cannot be read
     */
    ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException;

    /**
     * The bytes of one attachment, decoded from the raw bytes as they are read.
     *
     * @param index {@link io.deskwire.message.Attachment#index}
     * @throws IOException when the raw bytes cannot be read or hold no such attachment
     */
    InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException;

    /**
     * What stands in the bytes beside the message; the same bytes give the same. Costs no more than reading the bytes once,
     * and holds a bounded part of them.
     *
     * @throws IOException only when the bytes themselves cannot be read
     */
    default Particulars particulars(Content raw, Map<String, String> meta) throws IOException {
        return Particulars.none();
    }
}
