package io.deskwire.ledger;

import ch.qos.logback.classic.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the ledger and prints it; ends with status 1 when it does not balance. */
public final class Main {

    private Main() {}

    /**
     * @param args {@code name=value} pairs: messages, kills, seed, nodes, database, steps, freezes, rate, patience, folder
     */
    public static void main(String[] args) throws Exception {
        quiet();
        Path folder = Files.createTempDirectory("deskwire-ledger");
        Options options = Options.parse(folder, args);
        Ledger ledger;
        try (LedgerRun run = new LedgerRun(options, System.out)) {
            ledger = run.run();
            System.out.println(ledger.print(run.facts(), run.faults()));
        }
        System.exit(ledger.differences().isEmpty() ? 0 : 1);
    }

    /** The driver's own libraries are silent; the servers write to their folders. */
    static void quiet() {
        // The JDK's little server waits 40 ms for more otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
    }
}
