package io.deskwire.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fuzzes one target after the other, each in a process of its own with a small heap, and ends with 1 when anything was found.
 * What was found lies in {@code target/fuzz/NAME}; what is fixed goes to {@code findings/NAME} under a telling name.
 */
public final class FuzzRun {

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern PER_SECOND = Pattern.compile("stat::average_exec_per_sec:\\s*(\\d+)");
    private static final String FUZZER = "com.code_intelligence.jazzer.Jazzer";

    private FuzzRun() {}

    /**
     * Fuzzes.
     *
     * @param args seconds for each target; names of targets with commas between them, or {@code all}; heap of each process as
     *     for {@code -Xmx}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Set<String> wanted = Set.of(args[1].split(","));
        List<String> found = new ArrayList<>();
        boolean any = false;
        for (FuzzTarget target : FuzzTarget.all()) {
            if (args[1].equals("all") || wanted.contains(target.name())) {
                any = true;
                if (fuzz(target, args[0], args[2])) {
                    found.add(target.name());
                }
            }
        }
        if (!any) {
            System.err.println("fuzz.targets names no target");
        }
        if (!any || !found.isEmpty()) {
            System.err.println("findings in " + found);
            System.exit(1);
        }
    }

    private static boolean fuzz(FuzzTarget target, String seconds, String heap)
            throws IOException, InterruptedException {
        Path folder = Path.of("target", "fuzz", target.name());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dlogback.configurationFile=fuzz-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                FUZZER,
                "--target_class=" + target.type().getName(),
                // Our own code and the reader below it; more of it would cost more trials than it finds ways.
                "--instrumentation_includes=io.deskwire.**:org.apache.james.mime4j.**",
                // Targets with a provider of their own connect to it on this machine.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "--keep_going=25",
                // Of which the first input needs most, for loading and instrumenting what it reaches on a busy machine.
                "-timeout=60",
                "-rss_limit_mb=4096",
                "-max_len=16384",
                "-print_final_stats=1",
                corpus.toString()));
        for (Path seeds : Corpus.folders(target)) {
            command.add(seeds.toString());
        }
        int end = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        // It goes on after a finding and then ends as if there had been none.
        boolean found = end != 0 || said.contains("\n== Java Exception");
        System.out.printf(
                "%-12s %12s executions %8s/s  %s%n",
                target.name(),
                last(EXECUTIONS, said),
                last(PER_SECOND, said),
                !found ? "nothing found" : "FOUND SOMETHING, see " + log);
        return found;
    }

    private static String last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String last = "?";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last;
    }
}
