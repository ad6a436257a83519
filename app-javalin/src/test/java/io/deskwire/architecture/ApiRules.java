package io.deskwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The shape of what embedders see. */
final class ApiRules {

    private ApiRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        "public signatures name only the JDK, JSpecify and our own types",
                        layout -> classes()
                                .that()
                                .resideInAnyPackage(layout.surface())
                                .and(visible())
                                .should(nameOnlyOwnTypes(layout)),
                        "ShowsForeignType",
                        "ExtendsForeignType"),
                Rule.of(
                        "ports throw what they mean, never Exception or Throwable",
                        layout -> noMethods()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAnyPackage(layout.surface())
                                .and()
                                .arePublic()
                                .should()
                                .declareThrowableOfType(Exception.class)
                                .orShould()
                                .declareThrowableOfType(Throwable.class),
                        "ThrowsAnything"),
                Rule.of(
                        "there are no setters",
                        layout -> noMethods()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAnyPackage(layout.surface())
                                .and()
                                .areDeclaredInClassesThat(visible())
                                .and()
                                .arePublic()
                                .should()
                                .haveNameMatching("set[A-Z].*"),
                        "HasSetter"),
                Rule.of(
                        "public fields are constants",
                        layout -> fields().that()
                                .areDeclaredInClassesThat()
                                .resideInAnyPackage(layout.surface())
                                .and()
                                .arePublic()
                                .should()
                                .beFinal()
                                .andShould()
                                .beStatic(),
                        "HasPublicField"),
                Rule.of(
                        "public records hold no arrays",
                        layout -> noFields()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAnyPackage(layout.surface())
                                .and()
                                .areDeclaredInClassesThat(visible())
                                .and()
                                .areDeclaredInClassesThat()
                                .areRecords()
                                // Its array is handed on to the store uncopied: that is what it is for.
                                .and()
                                .areDeclaredInClassesThat(describe(
                                        "not RawBody.InMemory",
                                        c -> !c.getName().endsWith(".RawBody$InMemory")))
                                .and()
                                .areNotStatic()
                                .should()
                                .haveRawType(describe("arrays", JavaClass::isArray)),
                        "HoldsArray"),
                Rule.of(
                        "Optional is for answers, not for questions or fields",
                        layout -> methods()
                                .that()
                                .areDeclaredInClassesThat()
                                .resideInAnyPackage(layout.surface())
                                .and()
                                .areDeclaredInClassesThat(visible())
                                .and()
                                .arePublic()
                                .should(takeNoOptional()),
                        "TakesOptional"),
                Rule.of(
                        "every package says that null is absent from it",
                        layout ->
                                classes().that().resideInAPackage(layout.all()).should(beInANullMarkedPackage()),
                        "Unmarked"));
    }

    static DescribedPredicate<JavaClass> visible() {
        return describe("visible to embedders", type -> {
            for (Optional<JavaClass> c = Optional.of(type);
                    c.isPresent();
                    c = c.get().getEnclosingClass()) {
                boolean open = c.get().getModifiers().contains(JavaModifier.PUBLIC)
                        || c.get().getModifiers().contains(JavaModifier.PROTECTED);
                if (!open || c.get().isAnonymousClass()) {
                    return false;
                }
            }
            return true;
        });
    }

    private static ArchCondition<JavaClass> nameOnlyOwnTypes(Layout layout) {
        return new ArchCondition<>("name only own types and the JDK's") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getRawSuperclass().ifPresent(parent -> report(type, "extends", parent, events));
                type.getRawInterfaces().forEach(parent -> report(type, "implements", parent, events));
                for (JavaMember member : type.getMembers()) {
                    boolean open = member.getModifiers().contains(JavaModifier.PUBLIC)
                            || member.getModifiers().contains(JavaModifier.PROTECTED);
                    if (open && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        Set<JavaClass> named = new HashSet<>(member.getAllInvolvedRawTypes());
                        if (member instanceof JavaCodeUnit unit) {
                            unit.getThrowsClause().forEach(thrown -> named.add(thrown.getRawType()));
                        }
                        named.forEach(seen -> report(type, member.getName() + " names", seen, events));
                    }
                }
            }

            private void report(JavaClass type, String how, JavaClass seen, ConditionEvents events) {
                JavaClass base = seen.getBaseComponentType();
                String name = base.getPackageName();
                boolean known = base.isPrimitive()
                        || name.startsWith("java.")
                        || name.startsWith("javax.net")
                        || name.startsWith("javax.sql")
                        || name.startsWith("org.jspecify.")
                        || name.equals(Layout.OURS.root())
                        || name.startsWith(Layout.OURS.root() + ".")
                        || name.startsWith(layout.root());
                if (!known) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " " + how + " " + base.getName()));
                }
            }
        };
    }

    private static ArchCondition<JavaCodeUnit> takeNoOptional() {
        return new ArchCondition<>("take no Optional") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean takes = unit.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Optional.class));
                if (takes) {
                    events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " takes an Optional"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package annotated with @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + ": " + type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
