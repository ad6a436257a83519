package io.deskwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Holds the arrows between the modules and the habits of the code. The rules stand in the classes beside this one. */
class ArchitectureTest {

    static {
        // It tells about every class it reads.
        ((Logger) LoggerFactory.getLogger("com.tngtech.archunit")).setLevel(Level.WARN);
    }

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Templates are compiled into the app's own classes, under names of their own.
            .importPackages(Layout.OURS.root())
            .that(written());

    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(Layout.FIXTURES.root());

    /** The tests of every module that was built before this one. */
    private static final JavaClasses TESTS = new ClassFileImporter()
            .importPaths(testClasses())
            .that(DescribedPredicate.describe(
                    "other than these rules", c -> !c.getPackageName().startsWith("io.deskwire.architecture")));

    static Stream<Rule> rules() {
        List<Rule> rules = new ArrayList<>(ModuleRules.all());
        rules.addAll(HabitRules.all());
        rules.addAll(ApiRules.all());
        return rules.stream();
    }

    static Stream<Rule> testRules() {
        return TestRules.all().stream();
    }

    static Stream<Rule> allRules() {
        return Stream.concat(rules(), testRules());
    }

    @ParameterizedTest
    @MethodSource("testRules")
    void our_tests_keep(Rule rule) {
        rule.in().apply(Layout.OURS).because(rule.name()).check(TESTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void our_code_keeps(Rule rule) {
        rule.in().apply(Layout.OURS).because(rule.name()).check(OURS);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void its_fixtures_break(Rule rule) {
        EvaluationResult result = rule.in().apply(Layout.FIXTURES).evaluate(FIXTURES);
        List<String> details = result.getFailureReport().getDetails();
        for (String breaker : rule.breakers()) {
            assertThat(details)
                    .as("violations of: %s", rule.name())
                    .anySatisfy(detail -> assertThat(detail).contains(breaker));
        }
        assertThat(details).as("a class without fault").noneMatch(detail -> detail.contains("GoodCitizen"));
    }

    /** A misspelt package on the right-hand side of a rule would keep it green for ever. */
    @Test
    void every_package_that_a_rule_names_has_classes() {
        for (Layout layout : List.of(Layout.OURS, Layout.FIXTURES)) {
            JavaClasses classes = layout.equals(Layout.OURS) ? OURS : FIXTURES;
            for (String pattern : layout.patterns()) {
                PackageMatcher matcher = PackageMatcher.of(pattern);
                assertThat(classes.stream().filter(c -> matcher.matches(c.getPackageName())))
                        .as("classes in %s", pattern)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void every_library_that_a_rule_names_is_there() throws ClassNotFoundException {
        for (Foreign foreign : Foreign.CONFINED) {
            Class<?> witness =
                    Class.forName(foreign.witness(), false, getClass().getClassLoader());
            assertThat(PackageMatcher.of(foreign.pattern()).matches(witness.getPackageName()))
                    .as("%s matches %s", foreign.pattern(), foreign.witness())
                    .isTrue();
        }
    }

    @Test
    void classes_of_every_module_are_looked_at() {
        for (String module : List.of(
                "message", "json", "mime", "http", "adapter.imap", "adapter.whatsapp", "jdbc", "testkit", "app")) {
            assertThat(OURS.stream().filter(c -> c.getPackageName().startsWith("io.deskwire." + module)))
                    .as(module)
                    .hasSizeGreaterThan(5);
        }
    }

    private static List<Path> testClasses() {
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().resolve(".."))) {
            return modules.map(module -> module.resolve("target/test-classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> written() {
        return DescribedPredicate.describe(
                "written by hand",
                c -> !c.getSimpleName().startsWith("Jte") && !c.getSimpleName().equals("package-info"));
    }
}
