package io.deskwire.app.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block for a shell in the documentation is run against the built server. */
class DocsCommandsTest {

    /** Programs that are not run here, and why; what is said about them is looked at as far as that is possible. */
    private static final Map<String, String> OUTSIDE = Map.of(
            "mvn", "the build itself; modules, profiles and tests that are named must exist",
            "git", "the repository's address is the reader's",
            "useradd", "changes the machine's users",
            "install", "writes outside of the project; the files that are named must exist",
            "systemctl", "needs systemd as the first process",
            "journalctl", "needs systemd as the first process",
            "docker", "needs Docker and a base image from a registry",
            "pg_dump", "run with a real PostgreSQL by BackupRestoreTest",
            "pg_restore", "run with a real PostgreSQL by BackupRestoreTest");

    @TempDir
    static Path folder;

    private static JarServer server;
    private static Shell shell;

    @BeforeAll
    static void start() throws Exception {
        Path jar = BuiltJar.required();
        server = JarServer.start(jar, folder, Map.of());
        Map<String, String> environment = new HashMap<>();
        environment.put("DESKWIRE_JAR", jar.toString());
        environment.put("SERVER", server.address().toString());
        environment.put("TOKEN", JarServer.TOKEN);
        environment.put("DESKWIRE_ADMIN_TOKEN", JarServer.TOKEN);
        environment.put("DATABASE", "postgresql://127.0.0.1/deskwire");
        environment.put("RESTORED", "postgresql://127.0.0.1/restored");
        Files.writeString(folder.resolve("mail.eml"), "From: ann@customer.example\r\nSubject: Hello\r\n\r\nHello\r\n");
        shell = new Shell(folder, List.copyOf(OUTSIDE.keySet()), environment);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<Page> pages() {
        return Page.all().stream().filter(page -> !page.shell().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_a_page_says_to_type_works(Page page) throws Exception {
        for (String block : page.shell()) {
            if (block.contains("sqlite3 ") && !Files.isExecutable(Path.of("/usr/bin/sqlite3"))) {
                System.err.println(
                        "SKIPPED: a block of " + page + " was not run; install the Debian package sqlite3");
                continue;
            }
            Shell.Result result = shell.run(block);
            assertThat(result.status())
                    .as("%s:%n%s%nprinted:%n%s", page, block, result.output())
                    .isZero();
        }
    }

    @Test
    void modules_profiles_tests_and_files_that_commands_name_exist() throws Exception {
        Set<String> commands = new TreeSet<>(shell.noted());
        for (Page page : Page.all()) {
            commands.addAll(inline(page));
            page.shell().forEach(block -> block.lines()
                    .flatMap(line -> Stream.of(line.split("&&")))
                    .map(String::strip)
                    .forEach(commands::add));
        }
        String pom = Files.readString(BuiltJar.ROOT.resolve("pom.xml"))
                + Files.readString(BuiltJar.ROOT.resolve("app-javalin/pom.xml"))
                + Files.readString(BuiltJar.ROOT.resolve("fuzz/pom.xml"));
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        for (String command : commands) {
            if (!command.replaceFirst("^(\\w+=\\S+ )+", "").startsWith("mvn ")) {
                continue;
            }
            looked++;
            each(command, "-pl (\\S+)").forEach(module -> {
                if (!Files.exists(BuiltJar.ROOT.resolve(module).resolve("pom.xml"))) {
                    wrong.add(module + " in " + command);
                }
            });
            each(command, "-P(\\S+)").forEach(profile -> {
                if (!pom.contains("<id>" + profile + "</id>")) {
                    wrong.add(profile + " in " + command);
                }
            });
            for (String test : each(command, "-Dtest='?([\\w,]+)'?")) {
                if (!test.equals("MyTest") && !hasTest(test)) {
                    wrong.add(test + " in " + command);
                }
            }
        }
        assertThat(looked).isGreaterThan(10);
        for (String installed : shell.noted()) {
            for (String file : each(installed, "^install .*?((?:app-javalin|packaging)/\\S+)")) {
                if (!Files.exists(BuiltJar.ROOT.resolve(file))) {
                    wrong.add(file + " in " + installed);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Commands in running text have placeholders; their names and options must be known. */
    @Test
    void commands_in_running_text_have_names_and_options_that_exist() throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, String> help = new HashMap<>();
        for (Page page : Page.all()) {
            for (String command : inline(page)) {
                Matcher ours = Pattern.compile("java -jar \\S*deskwire\\.jar ([a-z-]+)(.*)").matcher(command);
                if (!ours.find()) {
                    continue;
                }
                String name = ours.group(1);
                if (!help.containsKey(name)) {
                    help.put(name, shell.run("java -jar deskwire.jar help " + name).output());
                }
                if (!help.get(name).contains("deskwire " + name) && !help.get(name).contains("Usage:")) {
                    wrong.add(page + ": " + command);
                }
                for (String option : each(ours.group(2), "(--[a-z-]+)")) {
                    if (!help.get(name).contains(option)) {
                        wrong.add(page + ": " + option + " of " + command);
                    }
                }
            }
        }
        assertThat(help).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private static List<String> inline(Page page) {
        return Pattern.compile("`((?:[A-Z_]+=\\S+ )?(?:mvn|java) [^`]+)`")
                .matcher(page.text())
                .results()
                .map(command -> command.group(1))
                .toList();
    }

    private static List<String> each(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",")))
                .toList();
    }

    private static boolean hasTest(String name) throws IOException {
        try (Stream<Path> files = Files.walk(BuiltJar.ROOT, 12)) {
            return files.anyMatch(
                    file -> file.endsWith(name + ".java") && file.toString().contains("/src/test/"));
        }
    }
}
