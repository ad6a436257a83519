package io.deskwire.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From {@code java -jar deskwire.jar serve} to the line that says that it takes traffic. */
final class Start {

    private Start() {}

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Path jar = Path.of(arguments.text("jar", "app-javalin/target/deskwire.jar"))
                .toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            out.println("there is no " + jar + "; build it with: mvn -q -pl app-javalin -am -DskipTests package");
            return;
        }
        Path folder = Files.createTempDirectory("deskwire-start");
        try {
            measure(out, jar, folder, arguments);
        } finally {
            Databases.delete(folder);
        }
    }

    private static void measure(PrintStream out, Path jar, Path folder, Arguments arguments) throws Exception {
        int rounds = arguments.number("rounds", 7);
        Variants variants = new Variants();
        int[] data = new int[1];
        for (Path java : Programs.javas(arguments)) {
            String release = Programs.release(java);
            Path archive = folder.resolve(release + ".jsa");
            Path used = folder.resolve("used-" + release);
            start(
                    java,
                    List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                    jar,
                    used);
            List<String> shared = List.of("-XX:SharedArchiveFile=" + archive);
            variants.add(
                    release + " | first start, empty data folder",
                    () -> start(java, List.of(), jar, folder.resolve("data" + data[0]++)));
            variants.add(release + " | later start", () -> start(java, List.of(), jar, used));
            variants.add(release + " | later start, AppCDS", () -> start(java, shared, jar, used));
            variants.add(release + " | later start, AppCDS, C1, SerialGC", () -> {
                List<String> options = new ArrayList<>(shared);
                options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
                return start(java, options, jar, used);
            });
        }
        Map<String, Samples> samples = variants.run(rounds, arguments.yes("warm-up"));
        out.println("serve: start to ready; median of " + rounds + " rounds [range]; the jar has "
                + Samples.number(Files.size(jar) / 1e6, 1) + " MB");
        Table table = new Table("JDK", "start", "ms");
        samples.forEach((name, figures) -> {
            String[] words = name.split(" \\| ", -1);
            table.row(words[0], words[1], figures.text(0));
        });
        table.print(out);
    }

    /** Starts, waits until it is ready, stops; answers milliseconds. */
    private static double start(Path java, List<String> options, Path jar, Path data)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DESKWIRE_PORT", "0");
        builder.environment().put("DESKWIRE_DATA_DIR", data.toString());
        long began = System.nanoTime();
        Process process = builder.start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("deskwire ready on ")) {
                    double millis = (System.nanoTime() - began) / 1e6;
                    // By its handle: the process itself would close the output that is read below.
                    process.toHandle().destroy();
                    while (output.readLine() != null) {
                        // Until it has stopped and written its archive.
                    }
                    if (!process.waitFor(1, TimeUnit.MINUTES)) {
                        throw new IOException("it does not stop");
                    }
                    return millis;
                }
            }
            throw new IOException("it did not become ready:\n" + said);
        } finally {
            process.destroyForcibly();
        }
    }
}
