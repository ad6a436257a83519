package io.deskwire.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs that a test needs and a machine may not have. Where one is missing the test is skipped, with one line for all of
 * them that names the Debian package; in continuous integration ({@code DESKWIRE_CI=true}) it fails instead, since there
 * nobody would notice a test that never runs.
 */
public final class Requirements {

    private static final Logger LOG = LoggerFactory.getLogger(Requirements.class);
    private static final Requirements HERE = new Requirements(System.getenv());

    private final boolean failing;
    private final List<Path> folders;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Requirements(Map<String, String> environment) {
        failing = "true".equalsIgnoreCase(environment.get("DESKWIRE_CI"));
        List<Path> path = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                path.add(Path.of(folder));
            }
        }
        // Debian keeps servers out of an ordinary user's path.
        path.add(Path.of("/usr/local/sbin"));
        path.add(Path.of("/usr/sbin"));
        path.add(Path.of("/sbin"));
        folders = List.copyOf(path);
    }

    /**
     * Goes on only where a program is installed.
     *
     * @param program its name, such as {@code dovecot}
     * @param debianPackage what installs it, such as {@code dovecot-imapd}
     * @return where it is
     */
    public static Path program(String program, String debianPackage) {
        return HERE.find(program, debianPackage);
    }

    /**
     * Goes on only where nothing is missing; for requirements that are more than one program.
     *
     * @param missing what is missing and how to install it, in one line; empty when all is there
     */
    public static void met(Optional<String> missing) {
        missing.ifPresent(HERE::refuse);
    }

    /** Whether a test whose requirements are not met has to fail instead of being skipped. */
    public static boolean mustBeMet() {
        return HERE.failing;
    }

    Path find(String program, String debianPackage) {
        for (Path folder : folders) {
            Path candidate = folder.resolve(program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        refuse(program + " is not installed: apt-get install " + debianPackage);
        throw new IllegalStateException("refusing always throws");
    }

    void refuse(String missing) {
        if (failing) {
            throw new AssertionError(missing + " (with DESKWIRE_CI=true no test may be skipped)");
        }
        if (told.add(missing)) {
            LOG.warn("SKIPPED: {}", missing);
        }
        Assumptions.abort(missing);
    }
}
