package io.deskwire.adapter.imap;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A message as it will go over the wire, measured once and composed anew each time it is written, so that attachments of
 * any size never stand in memory.
 *
 * @param size bytes with CRLF line ends
 * @param eightBit whether it holds bytes above 127
 */
record Composed(OutboundMessage message, long size, boolean eightBit) {

    private static final MimeComposer COMPOSER = new MimeComposer();

    /**
     * @throws ChannelException {@code UNSUPPORTED} when the message cannot be written as mail, {@code TRANSIENT} when its
     *     attachments cannot be read
     */
    static Composed measure(OutboundMessage message) throws ChannelException {
        Meter meter = new Meter(OutputStream.nullOutputStream());
        try {
            COMPOSER.write(message, meter);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the message cannot be written as mail: " + e.getMessage(), e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "an attachment cannot be read", e);
        }
        return new Composed(message, meter.count, meter.eightBit);
    }

    /** Writes exactly {@link #size} bytes, or fails. */
    void writeTo(OutputStream out) throws IOException {
        Meter meter = new Meter(out);
        COMPOSER.write(message, meter);
        if (meter.count != size) {
            throw new IOException("the message changed while it was being written");
        }
    }

    private static final class Meter extends FilterOutputStream {
        private long count;
        private boolean eightBit;

        Meter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
            eightBit |= b > 127 || b < 0;
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
            count += len;
            for (int i = off; i < off + len && !eightBit; i++) {
                eightBit = b[i] < 0;
            }
        }

        @Override
        public void close() throws IOException {
            // The connection stays open.
            flush();
        }
    }
}
