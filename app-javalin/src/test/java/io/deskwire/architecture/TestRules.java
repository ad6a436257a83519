package io.deskwire.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Disabled;

/** What tests do not do. */
final class TestRules {

    private static final Set<String> SLEEPS = Set.of(
            "java.lang.Thread.sleep(long)",
            "java.lang.Thread.sleep(long, int)",
            "java.util.concurrent.TimeUnit.sleep(long)");

    private TestRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        "tests wait for conditions, they do not sleep",
                        layout -> noClasses()
                                .that()
                                .resideInAPackage(layout.all())
                                .should(ForbiddenCalls.of("sleep", SLEEPS)),
                        "LazyChecks"),
                Rule.of(
                        "tests speak with real peers, not with mocks",
                        layout -> noClasses()
                                .that()
                                .resideInAPackage(layout.all())
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.mockito..", "org.easymock..", "java.lang.reflect.."),
                        "LazyChecks"),
                Rule.of(
                        "no test is disabled",
                        layout ->
                                classes().that().resideInAPackage(layout.all()).should(disableNothing()),
                        "LazyChecks"));
    }

    private static ArchCondition<JavaClass> disableNothing() {
        return new ArchCondition<>("disable nothing") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean disables = type.isAnnotatedWith(Disabled.class)
                        || type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Disabled.class));
                if (disables) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is disabled or disables a test"));
                }
            }
        };
    }
}
