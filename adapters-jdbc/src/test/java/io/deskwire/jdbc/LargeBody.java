package io.deskwire.jdbc;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.Secret;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A process with little memory that stores a large body and reads it back; exits with 0 when it is the same. Arguments: JDBC
 * URL, user, length.
 */
final class LargeBody {

    private LargeBody() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        long length = Long.parseLong(arguments[2]);
        try (Database database = Database.open(DatabaseSettings.of(
                arguments[0], arguments[1].isEmpty() ? null : arguments[1], Secret.of("postgres")))) {
            var inbox = database.stores().inbox();
            RawItem item = new RawItem("large", "rfc822", Envelope.unknown(), null, Map.of(), new Generated(length));
            inbox.record(new IntakeBatch("acme", "support", List.of(item), null, null, Recorder.NOW))
                    .toCompletableFuture()
                    .join();
            RawInbound stored = inbox.claim("acme", "node", 1, 1, Recorder.NOW, Recorder.NOW.plusSeconds(60))
                    .get(0)
                    .job();
            String expected = digest(new Generated(length).open());
            boolean same = stored.content().length() == length
                    && stored.content().sha256().equals(expected)
                    && digest(stored.content().open()).equals(expected);
            System.exit(same ? 0 : 1);
        }
    }

    private static String digest(InputStream stream) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 << 10];
        try (stream) {
            for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes made as they are read. */
    private record Generated(long length) implements RawBody {
        @Override
        public long expectedLength() {
            return -1;
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private long position;

                @Override
                public int read() {
                    return position < length ? byteAt(position++) & 0xff : -1;
                }

                @Override
                public int read(byte[] target, int offset, int count) {
                    int n = (int) Math.min(count, length - position);
                    for (int i = 0; i < n; i++) {
                        target[offset + i] = byteAt(position++);
                    }
                    return n > 0 || count == 0 ? n : -1;
                }
            };
        }

        /** Differs from chunk to chunk, so that none can stand in for another. */
        private static byte byteAt(long position) {
            return (byte) (position * 31 + (position >>> 13));
        }
    }
}
