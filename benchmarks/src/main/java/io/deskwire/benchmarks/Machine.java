package io.deskwire.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What the figures were taken on, with a probe of the disk, whose speed depends on neighbours. */
final class Machine {

    private static final int SYNCS = 500;

    private Machine() {}

    static String line() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %s %s, Java %s, %,d syncs/s of 4 KB%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                Math.round(syncsPerSecond()));
    }

    private static double syncsPerSecond() throws IOException {
        Path file = Files.createTempFile("probe", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            channel.write(block, 0);
            channel.force(true);
            long began = System.nanoTime();
            for (int i = 0; i < SYNCS; i++) {
                block.rewind();
                channel.write(block, 0);
                channel.force(false);
            }
            return SYNCS / ((System.nanoTime() - began) / 1e9);
        } finally {
            Files.delete(file);
        }
    }
}
