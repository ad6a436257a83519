package io.deskwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What embedders compile against stands in text files, one a module, so that no change of it happens unseen: it shows in the
 * change's own diff. {@code -Dpublic-api.write=true} writes them anew.
 */
class PublicApiTest {

    private static final Path FOLDER = Path.of("src/test/resources/public-api");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(Layout.OURS.root());

    @Test
    void it_is_what_was_agreed_on() throws IOException {
        Map<String, Set<String>> now = now();
        assertThat(now.keySet()).contains("core", "json", "mime", "http", "adapters-jdbc", "adapters-imap", "testkit");
        for (Map.Entry<String, Set<String>> module : now.entrySet()) {
            Path file = FOLDER.resolve(module.getKey() + ".txt");
            if (Boolean.getBoolean("public-api.write")) {
                Files.createDirectories(FOLDER);
                Files.write(file, module.getValue());
            }
            assertThat(file).as("of a module that publishes types").exists();
            Set<String> agreed = new HashSet<>(Files.readAllLines(file));
            assertThat(new TreeSet<>(Stream.concat(
                                    agreed.stream()
                                            .filter(line -> !module.getValue().contains(line))
                                            .map(line -> "gone: " + line),
                                    module.getValue().stream()
                                            .filter(line -> !agreed.contains(line))
                                            .map(line -> "new: " + line))
                            .toList()))
                    .as("the public API of %s; when this is meant, write it anew: CONTRIBUTING.md", module.getKey())
                    .isEmpty();
        }
    }

    @Test
    void no_file_is_left_of_a_module_that_publishes_nothing() throws IOException {
        Set<String> modules = now().keySet();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()).replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(modules);
        }
    }

    @Test
    void a_member_a_parameter_and_what_is_thrown_show_in_its_lines() {
        JavaClass type = OURS.get("io.deskwire.delivery.Replies");

        assertThat(Signatures.of(type))
                .contains(
                        "io.deskwire.delivery.Replies: public final class",
                        "io.deskwire.delivery.Replies: public io.deskwire.delivery.Replies"
                                + " through(io.deskwire.delivery.Staging)")
                .anyMatch(line -> line.contains("start(java.lang.String, java.lang.String,"
                                + " java.util.List<io.deskwire.message.Address>,")
                        && line.endsWith("throws io.deskwire.delivery.ReplyRefusedException"))
                .noneMatch(line -> line.contains("private ") || line.contains("stage("));
    }

    private static Map<String, Set<String>> now() {
        List<String> patterns = new ArrayList<>(List.of(Layout.OURS.surface()));
        patterns.add(Layout.OURS.below("testkit"));
        PackageMatchers surface = PackageMatchers.of(patterns);
        Map<String, Set<String>> modules = new TreeMap<>();
        for (JavaClass type : OURS) {
            if (surface.test(type.getPackageName()) && ApiRules.visible().test(type)) {
                modules.computeIfAbsent(module(type.getPackageName()), m -> new TreeSet<>())
                        .addAll(Signatures.of(type));
            }
        }
        return modules;
    }

    private static String module(String packageName) {
        String[] parts = packageName.split("\\.");
        String feature = parts.length > 2 ? parts[2] : "";
        return switch (feature) {
            case "adapter" -> "adapters-" + parts[3];
            case "jdbc" -> "adapters-jdbc";
            case "json", "mime", "http", "testkit" -> feature;
            default -> "core";
        };
    }
}
