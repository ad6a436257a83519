package io.deskwire.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What a thousand mailboxes that wait for news cost in memory. Holder and server are processes of their own. Each holder
 * first takes a hundred connections, so that classes, compiled code and pools are there; what the next thousand add is the
 * figure.
 */
final class IdleMemory {

    private static final String PASSWORD = "benchmark";
    /** Before, a virtual thread that waits inside a synchronized block holds its carrier. */
    private static final int FIRST_WITH_CHEAP_THREADS = 24;

    /**
     * A small young generation, touched before it is used, so that the garbage of connecting is not counted as memory of being
     * connected; an old one that is as large as what lives.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms10m",
            "-Xmn8m",
            "-Xmx1g",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10",
            "-XX:+AlwaysPreTouch");

    private final PrintStream out;
    private final Arguments arguments;
    private final int mailboxes;
    private final int before;

    private IdleMemory(PrintStream out, Arguments arguments) {
        this.out = out;
        this.arguments = arguments;
        this.mailboxes = arguments.number("mailboxes", 1000);
        this.before = Math.max(1, mailboxes / 10);
    }

    private record Memory(long rss, long heap, long threads) {
        static Memory of(String line) {
            String[] words = line.split(" ", -1);
            return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        new IdleMemory(out, arguments).run(arguments.number("rounds", 3));
    }

    private void run(int rounds) throws Exception {
        Path folder = Files.createTempDirectory("idle-memory");
        Path keys = folder.resolve("keys.p12");
        keytool(
                folder,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        Table table = new Table("JDK", "held by", "transport", "RSS KB each", "heap KB each", "OS threads");
        List<String> ways = List.of(
                arguments.text("ways", "engine,watch,angus,angus-virtual").split(",", -1));
        for (String transport : arguments.text("transports", "plain,tls").split(",", -1)) {
            for (Path java : Programs.javas(arguments)) {
                List<String> possible = Programs.feature(java) >= FIRST_WITH_CHEAP_THREADS
                        ? ways
                        : ways.stream().filter(way -> !way.endsWith("-virtual")).toList();
                measure(table, rounds, java, possible, keys, transport.equals("tls"));
            }
        }
        out.println(mailboxes + " idle IMAP connections; added by them to a process that held " + before
                + " before; median of " + rounds + " rounds [range]");
        table.print(out);
        Files.delete(keys);
        Files.delete(folder);
    }

    private void measure(Table table, int rounds, Path java, List<String> ways, Path keys, boolean tls)
            throws IOException {
        List<Samples> rss = new ArrayList<>();
        List<Samples> heap = new ArrayList<>();
        List<Samples> threads = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            rss.add(new Samples());
            heap.add(new Samples());
            threads.add(new Samples());
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ways.size(); i++) {
                Memory[] memory = hold(java, ways.get(i), keys, tls);
                rss.get(i).add((memory[1].rss() - memory[0].rss()) / (double) mailboxes);
                heap.get(i).add((memory[1].heap() - memory[0].heap()) / (double) mailboxes);
                threads.get(i).add((double) memory[1].threads());
            }
        }
        for (int i = 0; i < ways.size(); i++) {
            table.row(
                    Programs.release(java),
                    words(ways.get(i)),
                    tls ? "TLS" : "plain",
                    rss.get(i).text(1),
                    heap.get(i).text(1),
                    threads.get(i).text(0));
        }
    }

    private static String words(String way) {
        return switch (way) {
            case "engine" -> "Deskwire, the whole engine";
            case "watch" -> "Deskwire, ChannelWatch alone";
            case "angus" -> "Angus idle(), a platform thread each";
            default -> "Angus idle(), a virtual thread each";
        };
    }

    private Memory[] hold(Path java, String way, Path keys, boolean tls) throws IOException {
        try (Conversation server = new Conversation(Programs.java(
                Programs.thisJava(),
                List.of("-XX:+UseSerialGC", "-Xmx1g"),
                FakeImapServer.class,
                List.of(keys.toString(), PASSWORD)))) {
            String[] ports = server.greeting().split(" ", -1);
            List<String> options = new ArrayList<>(OPTIONS);
            options.add("-Djavax.net.ssl.trustStore=" + keys);
            options.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
            try (Conversation holder = new Conversation(Programs.java(
                    java, options, IdleHolder.class, List.of(way, ports[tls ? 2 : 1], tls ? "tls" : "plain")))) {
                Memory first = grow(holder, server, way, java, before);
                Memory second = grow(holder, server, way, java, before + mailboxes);
                return new Memory[] {first, second};
            }
        }
    }

    private Memory grow(Conversation holder, Conversation server, String way, Path java, int total) throws IOException {
        holder.ask("hold " + total);
        // Without virtual threads the engine watches a bounded number and polls the rest.
        boolean bounded = way.equals("engine") && Programs.feature(java) < FIRST_WITH_CHEAP_THREADS;
        int expected = bounded ? Math.min(total, 256) : total;
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (Integer.parseInt(server.ask("idle").split(" ", -1)[1]) < expected) {
            if (System.nanoTime() > deadline) {
                throw new IOException(way + " did not hold " + expected + " connections");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        // Until what connecting began is over: handshakes and, in the engine, first polls, whose pooled threads end
        // after
        // a minute.
        int settle = arguments.number("settle", way.equals("engine") ? 70_000 : 2_000);
        LockSupport.parkNanos(Duration.ofMillis(settle).toNanos());
        return Memory.of(holder.ask("measure"));
    }

    private static void keytool(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/keytool");
        command.addAll(List.of(arguments));
        Programs.run(folder, command);
    }
}
