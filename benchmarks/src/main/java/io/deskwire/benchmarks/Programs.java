package io.deskwire.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Other programs that take part in a measurement. */
final class Programs {

    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    private Programs() {}

    /** Where a program stands, or nothing when it is not installed. */
    static Optional<Path> find(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** The Java platform this runs on. */
    static Path thisJava() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The Java platforms to measure on: this one, and 25 where it is installed, unless {@code jdks=this} is asked for. */
    static List<Path> javas(Arguments arguments) {
        List<Path> homes = new ArrayList<>();
        homes.add(thisJava());
        if (arguments.text("jdks", "all").equals("all")
                && Runtime.version().feature() != 25
                && Files.isExecutable(JDK_25.resolve("bin/java"))) {
            homes.add(JDK_25);
        }
        return homes;
    }

    /** The feature release of a platform: 17. */
    static int feature(Path javaHome) throws IOException {
        return Runtime.Version.parse(release(javaHome)).feature();
    }

    /** The release a platform calls itself: {@code 17.0.15}. */
    static String release(Path javaHome) throws IOException {
        return Files.readAllLines(javaHome.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                .findFirst()
                .orElse("?");
    }

    /** A command line that runs one of our mains on another virtual machine. */
    static List<String> java(Path javaHome, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** The program is run in another folder than this one. */
    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs a program to its end and answers what it printed. */
    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (InputStream in = process.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed: " + output.strip());
            }
            return output;
        } finally {
            process.destroy();
        }
    }
}
