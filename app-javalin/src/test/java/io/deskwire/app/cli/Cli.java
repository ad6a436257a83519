package io.deskwire.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line, in this process or as one of its own. */
final class Cli {

    private Cli() {}

    /** What a command did. */
    record Result(int status, String out, String err) {}

    static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = DeskwireCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(status, out.toString(), err.toString());
    }

    /** A process that serves, until it is closed. */
    static final class Serving implements AutoCloseable {

        private static final String READY = "deskwire ready on ";

        private final Process process;
        private final List<String> lines = new ArrayList<>();

        private Serving(Process process) {
            this.process = process;
        }

        static Serving start(Path dataDir, Map<String, String> environment, String... args) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.deskwire.app.Main"));
            command.addAll(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("DESKWIRE_PORT", "0");
            builder.environment().put("DESKWIRE_DATA_DIR", dataDir.toString());
            builder.environment().putAll(environment);
            builder.redirectError(dataDir.resolve("stderr.log").toFile());
            return new Serving(builder.start());
        }

        /** Reads its output until it is ready. */
        URI awaitReady() throws IOException {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.startsWith(READY)) {
                    return URI.create(line.substring(READY.length()));
                }
            }
            throw new IOException("the process ended before it was ready: " + lines);
        }

        /** What it printed before and with the line that says it is ready. */
        List<String> lines() {
            return lines;
        }

        /** SIGTERM. */
        void terminate() {
            process.destroy();
        }

        /** The exit status. */
        int awaitEnd() throws InterruptedException {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("still running 20 s after SIGTERM");
            }
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
