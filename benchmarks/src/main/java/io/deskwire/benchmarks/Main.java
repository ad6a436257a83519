package io.deskwire.benchmarks;

import ch.qos.logback.classic.Level;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a benchmark by its name. */
public final class Main {

    private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("mailbox-sync", MailboxSync::run);
        PROGRAMS.put("accept", AcceptBenchmark::run);
        PROGRAMS.put("accept-http", AcceptHttp::run);
        PROGRAMS.put("accept-webhook", AcceptWebhook::run);
        PROGRAMS.put("large-mail", LargeMail::run);
        PROGRAMS.put("parse", ParseSpeed::run);
        PROGRAMS.put("hostile-mail", HostileMail::run);
        PROGRAMS.put("idle-memory", IdleMemory::run);
        PROGRAMS.put("start", Start::run);
        PROGRAMS.put("intake", Intake::run);
        PROGRAMS.put("growth", Growth::run);
        PROGRAMS.put("fairness", Fairness::run);
    }

    private Main() {}

    @FunctionalInterface
    private interface Program {
        void run(PrintStream out, Arguments arguments) throws Exception;
    }

    /** What is logged would stand between the tables. */
    static void quiet() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
    }

    /**
     * Runs one benchmark.
     *
     * @param args the benchmark's name, then {@code name=value} pairs that change its sizes
     */
    public static void main(String[] args) throws Exception {
        Program program = args.length == 0 ? null : PROGRAMS.get(args[0]);
        if (program == null) {
            System.err.println("usage: NAME [name=value …] with one of the names " + PROGRAMS.keySet());
            System.exit(2);
            return;
        }
        quiet();
        System.out.println(Machine.line());
        program.run(System.out, new Arguments(Arrays.copyOfRange(args, 1, args.length)));
        System.exit(0);
    }
}
