package io.deskwire.app.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit is one that systemd takes, and the class-data archive is one that the JVM uses. */
class PackagingTest {

    private static final Path UNIT = BuiltJar.ROOT.resolve("packaging/systemd/deskwire.service");

    @TempDir
    Path folder;

    @Test
    void systemd_takes_the_unit_and_finds_little_exposed() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
            System.err.println("SKIPPED: the systemd unit was not checked; install the Debian package systemd");
            assumeTrue(false, "systemd-analyze is not installed");
        }
        // The unit names the program where Debian puts it, which need not be here.
        Path unit = folder.resolve("deskwire.service");
        Files.writeString(unit, Files.readString(UNIT).replace("/usr/bin/java", BuiltJar.java()));
        Shell shell = new Shell(folder, List.of(), Map.of());

        Shell.Result verified = shell.run("systemd-analyze verify --man=no " + unit);
        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).doesNotContain("deskwire.service:");

        Shell.Result security = shell.run("systemd-analyze security --offline=true --no-pager " + unit);
        Matcher level =
                Pattern.compile("exposure level for deskwire\\.service: ([0-9.]+)").matcher(security.output());
        assertThat(level.find()).as(security.output()).isTrue();
        assertThat(Double.parseDouble(level.group(1))).isLessThan(2.0);
    }

    @Test
    void the_start_line_of_the_unit_is_one_that_starts_the_server() throws Exception {
        Path jar = BuiltJar.required();
        String start = Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith("ExecStart=/usr/bin/java "))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=/usr/bin/".length())
                .replace("/var/cache/deskwire", folder.toString());
        Shell shell = new Shell(folder, List.of(), Map.of("DESKWIRE_JAR", jar.toString(), "JAVA_OPTS", "-Xmx256m"));

        Shell.Result result = shell.run(start);

        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void a_class_data_archive_is_used_by_the_next_start() throws Exception {
        Path jar = BuiltJar.required();
        Shell shell = new Shell(folder, List.of(), Map.of("DESKWIRE_JAR", jar.toString()));
        boolean renewsItself = Runtime.version().feature() >= 19;
        String write = renewsItself ? "-XX:+AutoCreateSharedArchive -XX:SharedArchiveFile" : "-XX:ArchiveClassesAtExit";

        Shell.Result first = shell.run("java " + write + "=a.jsa -jar deskwire.jar serve");
        Shell.Result second = shell.run("java -XX:SharedArchiveFile=a.jsa -Xlog:class+load:file=loaded.txt"
                + " -jar deskwire.jar serve");

        assertThat(first.status()).as(first.output()).isZero();
        assertThat(second.status()).as(second.output()).isZero();
        assertThat(Files.readAllLines(folder.resolve("loaded.txt")).stream()
                        .filter(line -> line.contains("io.deskwire.") && line.contains("shared objects file (top)"))
                        .count())
                .as("classes of ours that came from the archive")
                .isGreaterThan(100);
    }
}
