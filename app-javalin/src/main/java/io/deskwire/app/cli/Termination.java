package io.deskwire.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a process that runs until it is told to stop. */
final class Termination {

    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static final int LONGEST_SECONDS = 14;

    private Termination() {}

    /**
     * From now on SIGTERM and SIGINT stop what runs and end the process with status 0: having drained is success, where the
     * JVM by itself would answer 143. What does not stop in time is left to its leases.
     */
    static void stopsBy(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(stop), "stop"));
    }

    /** Waits for such a signal; never returns. */
    static int await() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    private static void stopAndHalt(Runnable stop) {
        CountDownLatch done = new CountDownLatch(1);
        Thread stopping = new Thread(
                () -> {
                    try {
                        stop.run();
                    } catch (RuntimeException e) {
                        LOG.error("stopping failed", e);
                    } finally {
                        done.countDown();
                    }
                },
                "stopping");
        stopping.setDaemon(true);
        stopping.start();
        try {
            if (!done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("work was still under way after {} seconds and is left to its leases", LONGEST_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
