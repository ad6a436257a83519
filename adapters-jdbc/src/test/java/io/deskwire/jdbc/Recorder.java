package io.deskwire.jdbc;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.message.Envelope;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * A process that stores items as fast as it can from several threads and writes down the key of each one that was
 * acknowledged, until it is killed. Arguments: data folder, file of acknowledgements, prefix of the keys.
 */
final class Recorder {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int THREADS = 8;

    private Recorder() {}

    public static void main(String[] arguments) throws IOException {
        Inbox inbox = Database.open(DatabaseSettings.embedded(Path.of(arguments[0])))
                .stores()
                .inbox();
        PrintStream acknowledged =
                new PrintStream(new FileOutputStream(arguments[1], true), true, StandardCharsets.US_ASCII);
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            String prefix = arguments[2] + "-" + t + "-";
            threads[t] = new Thread(() -> {
                for (int i = 0; ; i++) {
                    record(inbox, acknowledged, prefix + i);
                }
            });
            threads[t].start();
        }
        // The test holds our standard input; when it ends, however it ends, nobody is left to kill us.
        while (System.in.read() >= 0) {
            // Nothing is ever sent.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void record(Inbox inbox, PrintStream acknowledged, String key) {
        try {
            inbox.record(new IntakeBatch("acme", "support", List.of(item(key)), null, null, NOW))
                    .toCompletableFuture()
                    .join();
            acknowledged.println(key);
        } catch (CompletionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawItem item(String key) {
        return new RawItem(key, "rfc822", Envelope.unknown(), null, Map.of(), RawBody.of(body(key)));
    }

    /** The body that belongs to a key: now and then one that is stored in chunks. */
    static byte[] body(String key) {
        Random random = new Random(key.hashCode());
        byte[] body = new byte[random.nextInt(20) == 0 ? 300_000 + random.nextInt(700_000) : random.nextInt(20_000)];
        random.nextBytes(body);
        return body;
    }
}
