package io.deskwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.ArrayList;
import java.util.List;

/** Which module may know which. */
final class ModuleRules {

    private ModuleRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>(List.of(
                Rule.of(
                        "the core depends on nothing but the JDK, SLF4J and JSpecify",
                        layout -> classes()
                                .that()
                                .resideInAnyPackage(layout.core())
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(layout.core())
                                        .or(resideInAnyPackage(
                                                "java..", "javax.crypto..", "org.slf4j..", "org.jspecify.."))),
                        "CoreUsesJson",
                        "CoreUsesLibrary"),
                arrow("json", "json"),
                arrow("mime", "mime"),
                arrow("http", "http", "json"),
                arrow("adapter", "adapter", "mime", "http", "json"),
                arrow("jdbc", "jdbc", "json"),
                arrow("testkit", "testkit", "mime", "json"),
                Rule.of(
                        "adapters do not know each other",
                        layout -> slices().matching(layout.root() + ".adapter.(*)..")
                                .should()
                                .notDependOnEachOther(),
                        "ImapUsesOtherAdapter"),
                Rule.of(
                        "the cloud mail providers know only what they share",
                        layout -> slices().matching(layout.root() + ".adapter.cloud.(*)..")
                                .should()
                                .notDependOnEachOther()
                                .ignoreDependency(alwaysTrue(), in(layout, "adapter.cloud.common")),
                        "ProviderUsesOther"),
                Rule.of(
                        "the helpdesks know only what they share",
                        layout -> slices().matching(layout.root() + ".adapter.helpdesks.(*)..")
                                .should()
                                .notDependOnEachOther(),
                        "HelpdeskUsesOther"),
                Rule.of(
                        "the engine is driven from the facade and the hosts alone",
                        layout -> noClasses()
                                .that()
                                .resideInAnyPackage(layout.library())
                                .and()
                                .resideOutsideOfPackages(layout.root(), layout.below("engine"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(layout.below("engine")),
                        "MimeUsesEngine"),
                floor("message", "failure"),
                floor("failure"),
                floor("config", "message"),
                floor("work"),
                floor("channel", "message", "config", "failure"),
                floor("rules", "message", "channel", "config"),
                Rule.of(
                        "what lies inside mime is used inside mime alone",
                        layout -> noClasses()
                                .that()
                                .resideInAPackage(layout.all())
                                .and()
                                .resideOutsideOfPackage(layout.below("mime"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(layout.root() + ".mime.*.."),
                        "ReachesInside"),
                noCycles("mime"),
                // The web server puts the console's pages in place and shows its errors in them.
                Rule.of(
                        "the packages of app have no cycles",
                        layout -> cycleFree(layout, "app")
                                .ignoreDependency(in(layout, "app.http"), in(layout, "app.console")),
                        "CycleOne",
                        "CycleTwo")));
        Foreign.CONFINED.forEach(foreign -> rules.add(foreign.confinement()));
        return rules;
    }

    /** A module knows the core and the named ones. */
    private static Rule arrow(String module, String... known) {
        return Rule.of(
                module + " knows only the core, " + String.join(", ", known),
                layout -> onlyOwn(layout, module, layout.coreAnd(known)),
                "UsesApp");
    }

    /** A package at the bottom of the core knows only itself and the named ones. */
    private static Rule floor(String feature, String... known) {
        String[] allowed = new String[known.length + 1];
        System.arraycopy(known, 0, allowed, 1, known.length);
        allowed[0] = feature;
        return Rule.of(
                "core's " + feature + " knows only " + String.join(", ", allowed),
                layout -> onlyOwn(layout, feature, layout.below(allowed)),
                "ClimbsUp");
    }

    private static ArchRule onlyOwn(Layout layout, String from, String[] allowed) {
        return noClasses()
                .that()
                .resideInAPackage(layout.below(from))
                .should()
                .dependOnClassesThat(resideInAPackage(layout.all()).and(not(resideInAnyPackage(allowed))));
    }

    private static Rule noCycles(String module) {
        return Rule.of(
                "the packages of " + module + " have no cycles",
                layout -> cycleFree(layout, module),
                "CycleOne",
                "CycleTwo");
    }

    private static SliceRule cycleFree(Layout layout, String module) {
        return slices().matching(layout.root() + "." + module + ".(*)..")
                .should()
                .beFreeOfCycles();
    }

    private static DescribedPredicate<JavaClass> in(Layout layout, String name) {
        return resideInAPackage(layout.below(name));
    }
}
