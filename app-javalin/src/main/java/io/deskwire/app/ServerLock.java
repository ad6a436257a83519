package io.deskwire.app;

import io.deskwire.work.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One server at a time works on a data folder. The file's text is the node's name: a server that starts again under the name
 * of one that was killed takes back its work at once instead of waiting for its leases to end. The operating system gives the
 * lock back however a process ends.
 */
final class ServerLock implements AutoCloseable {

    private static final String FILE = "server.lock";
    private static final int LONGEST_NAME = 100;

    private final FileChannel channel;
    private final String node;

    private ServerLock(FileChannel channel, String node) {
        this.channel = channel;
        this.node = node;
    }

    static ServerLock take(Path dataDir, Instant now) {
        Path file = dataDir.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (lock(channel) == null) {
                    throw new InstallationException("another server is running on the data folder " + dataDir
                            + "; stop it, or name another folder with " + Setting.DATA_DIR.option());
                }
                return new ServerLock(channel, name(channel, now));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InstallationException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String name(FileChannel channel, Instant now) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_NAME);
        channel.read(buffer, 0);
        String known = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
        if (!known.isEmpty()) {
            return known;
        }
        String name = "server-" + Ids.next(now);
        channel.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        return name;
    }

    String node() {
        return node;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The process ends; the system closes it.
        }
    }
}
