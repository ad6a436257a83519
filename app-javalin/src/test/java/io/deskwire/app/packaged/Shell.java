package io.deskwire.app.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands as a person would paste them, with some programs in front of others. */
final class Shell {

    /**
     * {@code java -jar …/deskwire.jar} is the built file; what serves is ended as soon as it is ready, and must end well. Other
     * jars have tests of their own, and are noted.
     */
    private static final String JAVA =
            """
            #!/bin/bash
            arguments=("$@"); ours=""; serves=yes
            for i in "${!arguments[@]}"; do
              case "${arguments[$i]}" in
                *deskwire.jar)
                  ours=yes; arguments[$i]="$DESKWIRE_JAR"
                  case "${arguments[$((i + 1))]:-serve}" in serve|demo) ;; *) serves="" ;; esac ;;
              esac
            done
            if [ -z "$ours" ]; then echo "java $*" >> "$NOTES"; exit 0; fi
            if [ -z "$serves" ]; then exec "$REAL_JAVA" "${arguments[@]}"; fi
            export DESKWIRE_PORT=0 DESKWIRE_DATA_DIR="$(mktemp -d)"
            "$REAL_JAVA" "${arguments[@]}" > served.txt & served=$!
            for i in $(seq 600); do
              grep -q '^deskwire ready on ' served.txt && break
              kill -0 $served || break
              sleep 0.1
            done
            kill -TERM $served
            wait $served; status=$?
            grep -q '^deskwire ready on ' served.txt || { echo "it never got ready"; exit 1; }
            exit $status
            """;

    /** Fails as a person would see it: on any status that is no success. */
    private static final String CURL =
            """
            #!/bin/bash
            exec /usr/bin/curl --fail-with-body --silent --show-error "${@//http:\\/\\/127.0.0.1:7070/$SERVER}"
            """;

    private static final String NOTED = "#!/bin/bash\necho \"$(basename \"$0\") $*\" >> \"$NOTES\"\n";

    private final Path folder;
    private final Map<String, String> environment;

    /**
     * @param folder where commands run
     * @param noted programs that are not run but written down
     */
    Shell(Path folder, List<String> noted, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = environment;
        Path programs = Files.createDirectories(folder.resolve("bin"));
        program(programs.resolve("java"), JAVA);
        program(programs.resolve("curl"), CURL);
        for (String name : noted) {
            program(programs.resolve(name), NOTED);
        }
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
    }

    /** What a block printed and how it ended. */
    record Result(int status, String output) {}

    Result run(String block) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-euo", "pipefail", "-c", block);
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("REAL_JAVA", BuiltJar.java());
        builder.environment().put("NOTES", notes().toString());
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Result(-1, "did not end: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** What was written down in place of being run. */
    List<String> noted() throws IOException {
        return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    }

    private Path notes() {
        return folder.resolve("notes.txt");
    }
}
