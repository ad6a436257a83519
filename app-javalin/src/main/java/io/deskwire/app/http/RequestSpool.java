package io.deskwire.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where large requests of callers who are not known yet lie while they are looked at; of all together so many bytes at most. */
public final class RequestSpool {

    private static final int MOST_MEGABYTES = 1024;
    private static final int PATIENCE_SECONDS = 20;

    private final Path folder;
    private final Semaphore megabytes = new Semaphore(MOST_MEGABYTES);

    /** Empties the folder: what lies there was left by a process that was killed, and never answered. */
    public RequestSpool(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + SpooledBody.SUFFIX)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a body to its end; the caller closes it.
     *
     * @param announced its length as announced, or -1
     * @param limit the most it may have
     * @throws IOException when it cannot be read, or there is no room for it
     */
    SpooledBody take(InputStream body, long announced, long limit) throws IOException {
        int room = announced >= 0 && announced < SpooledBody.IN_MEMORY
                ? 0
                : (int) ((announced < 0 ? limit : announced) >> 20) + 1;
        acquire(room);
        boolean taken = false;
        try {
            SpooledBody spooled = SpooledBody.of(body, folder, () -> megabytes.release(room));
            taken = true;
            return spooled;
        } finally {
            if (!taken) {
                megabytes.release(room);
            }
        }
    }

    private void acquire(int room) {
        try {
            if (room > 0 && !megabytes.tryAcquire(room, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw ProblemException.unavailable("too many large bodies are being read", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("the server is stopping", PATIENCE_SECONDS);
        }
    }
}
