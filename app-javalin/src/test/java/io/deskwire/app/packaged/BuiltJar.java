package io.deskwire.app.packaged;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The file that users start. */
final class BuiltJar {

    /** Where the project begins. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path JAR = ROOT.resolve("app-javalin/target/deskwire.jar");

    private BuiltJar() {}

    /** Skips the test where the file was not made: this is no run of Maven's that packages. */
    static Path required() {
        if (!Files.exists(JAR)) {
            System.err.println("SKIPPED: no app-javalin/target/deskwire.jar; run mvn verify");
            assumeTrue(false, "the server was not packaged");
        }
        return JAR;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
