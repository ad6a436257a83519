package io.deskwire.ledger;

import io.deskwire.ledger.server.FaultPoint;
import io.deskwire.ledger.server.FaultyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One server process. */
final class ServerNode implements AutoCloseable {

    /** On a machine that does other work, and that may be stopped itself for a minute. */
    private static final int TO_START_SECONDS = 300;

    private static final String READY = "deskwire ready on ";

    private final Process process;
    private final TcpProxy front;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final CompletableFuture<String> frozen = new CompletableFuture<>();

    private ServerNode(Process process, TcpProxy front) {
        this.process = process;
        this.front = front;
        // Whoever ends the driver early does not want to find servers left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts a process on a data folder of its own; returns before it is ready.
     *
     * @param front leads to it while it is ready
     * @param fault {@link FaultPoint#PROPERTY}, empty for none
     */
    static ServerNode start(
            ChildClasses classes,
            Path dataDir,
            Map<String, String> environment,
            TcpProxy front,
            long clockStart,
            int rate,
            long ahead,
            String fault)
            throws IOException {
        Files.createDirectories(dataDir);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + FaultPoint.PROPERTY + "=" + fault,
                "-D" + FaultyServer.CLOCK_START + "=" + clockStart,
                "-D" + FaultyServer.CLOCK_RATE + "=" + rate,
                "-D" + FaultyServer.CLOCK_AHEAD + "=" + ahead));
        command.addAll(classes.options());
        command.add(FaultyServer.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DESKWIRE_PORT", "0");
        builder.environment().put("DESKWIRE_DATA_DIR", dataDir.toString());
        builder.environment().put("DESKWIRE_ADMIN_TOKEN", Api.TOKEN);
        builder.environment().put("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "true");
        builder.environment().put("DESKWIRE_PUBLIC_URL", "http://127.0.0.1:" + front.port());
        builder.environment().putAll(environment);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(dataDir.resolve("server.log").toFile()));
        ServerNode node = new ServerNode(builder.start(), front);
        Thread reader = new Thread(node::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
        return node;
    }

    private void readOutput() {
        int port = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    port = Integer.parseInt(
                            line.substring(line.lastIndexOf(':') + 1).strip());
                    front.add(port);
                    ready.complete(port);
                } else if (line.startsWith(FaultPoint.FROZEN)) {
                    frozen.complete(line.substring(FaultPoint.FROZEN.length()));
                }
            }
        } catch (IOException e) {
            // A killed process closes its output in the middle of a line.
        }
        front.remove(port);
        ready.completeExceptionally(new IOException("the server ended before it was ready"));
        frozen.completeExceptionally(new IOException("the server ended before it froze"));
    }

    /** Waits until it can take traffic; false when it ended instead. */
    boolean awaitReady() throws InterruptedException {
        try {
            ready.get(TO_START_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (TimeoutException e) {
            throw new IllegalStateException("the server was not ready within " + TO_START_SECONDS + " s", e);
        }
    }

    /** Waits until it stopped itself at its step; false when it did not. */
    boolean awaitFrozen(Duration most) throws InterruptedException {
        try {
            frozen.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Where it listens; it has to be ready. */
    int port() {
        return ready.join();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Exit status of a process that ended. */
    int status() {
        return process.exitValue();
    }

    /** Its clock goes forward by so much. */
    void jump(Duration time) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((time.toMillis() + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** Whether it ends by itself within the time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Sends another signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    }

    /**
     * SIGTERM; returns the exit status.
     *
     * @param seconds the most that it may take
     */
    int terminate(int seconds) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not end within " + seconds + " s of SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
