package io.deskwire.ledger.server;

import io.deskwire.app.Server;
import io.deskwire.app.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code deskwire serve} with a point at which it ends. Everything else is the server as it is delivered: the same ports
 * behind the wrapping, set up by the same environment.
 */
public final class FaultyServer {

    /** System property: milliseconds since 1970 at which the fast clock started. */
    public static final String CLOCK_START = "deskwire.ledger.clock.start";

    /** System property: how fast it runs. */
    public static final String CLOCK_RATE = "deskwire.ledger.clock.rate";

    /** System property: milliseconds by which it is ahead beside that. */
    public static final String CLOCK_AHEAD = "deskwire.ledger.clock.ahead";

    private FaultyServer() {}

    public static void main(String[] args) throws InterruptedException {
        FaultPoint point = FaultPoint.ofProperty(System.getProperty(FaultPoint.PROPERTY, ""));
        FastClock clock = new FastClock(Long.getLong(CLOCK_START), Integer.getInteger(CLOCK_RATE));
        clock.jump(Long.getLong(CLOCK_AHEAD));
        Server server = Server.start(Settings.read(Map.of(), System.getenv()), clock, new FaultyPorts(point));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop();
            Runtime.getRuntime().halt(0);
        }));
        System.out.println("deskwire ready on " + server.address());
        System.out.flush();
        followClock(clock);
        new CountDownLatch(1).await();
    }

    /** Each line of the standard input is by how many milliseconds the clock goes forward. */
    private static void followClock(FastClock clock) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            clock.jump(Long.parseLong(line));
                        }
                    } catch (IOException e) {
                        // The driver is gone.
                    }
                },
                "clock");
        thread.setDaemon(true);
        thread.start();
    }
}
