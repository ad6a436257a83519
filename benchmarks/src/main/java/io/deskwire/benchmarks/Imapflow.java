package io.deskwire.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most used IMAP client of node, as an alternative to compare with. */
final class Imapflow {

    /** The newest release whose dependencies can all be had. */
    private static final String RELEASE = "imapflow@1.0.171";

    private static final Pattern MESSAGES = Pattern.compile("\"messages\":(\\d+)");
    private static final Pattern MILLIS = Pattern.compile("\"ms\":([0-9.]+)");

    private final Path node;
    private final Path folder;
    private final Path script;

    private Imapflow(Path node, Path folder, Path script) {
        this.node = node;
        this.folder = folder;
        this.script = script;
    }

    /** Installs it into a folder, once; empty when node or npm is missing. */
    static Optional<Imapflow> install(Path folder) throws IOException, InterruptedException {
        Optional<Path> node = Programs.find("node");
        Optional<Path> npm = Programs.find("npm");
        if (node.isEmpty() || npm.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        if (!Files.isDirectory(folder.resolve("node_modules/imapflow"))) {
            Programs.run(
                    folder,
                    List.of(
                            npm.get().toString(),
                            "install",
                            "--prefix",
                            folder.toString(),
                            "--no-audit",
                            "--no-fund",
                            RELEASE));
        }
        Path script = folder.resolve("imapflow.mjs");
        try (InputStream source = Objects.requireNonNull(Imapflow.class.getResourceAsStream("/node/imapflow.mjs"))) {
            Files.write(script, source.readAllBytes());
        }
        return Optional.of(new Imapflow(node.get(), folder, script));
    }

    /**
     * Reads the mailbox in a new process and answers messages per second, connecting included, starting node not.
     *
     * @param warm whether to read it once before
     */
    double readAll(int port, String user, String password, int expected, boolean warm)
            throws IOException, InterruptedException {
        String output = Programs.run(
                folder,
                List.of(
                        node.toString(),
                        script.toString(),
                        folder.resolve("node_modules").toString(),
                        "127.0.0.1",
                        String.valueOf(port),
                        user,
                        password,
                        warm ? "warm" : "cold"));
        double messages = number(MESSAGES, output);
        if (messages != expected) {
            throw new IOException("imapflow read " + messages + " messages instead of " + expected);
        }
        return messages / (number(MILLIS, output) / 1000);
    }

    private static double number(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("imapflow printed " + output.strip());
        }
        return Double.parseDouble(matcher.group(1));
    }
}
