package io.deskwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** Calls of, and references to, the listed methods and constructors. */
final class ForbiddenCalls extends ArchCondition<JavaClass> {

    private final Set<String> signatures;

    private ForbiddenCalls(String what, Set<String> signatures) {
        super(what);
        this.signatures = signatures;
    }

    static ForbiddenCalls of(String what, Set<String> signatures) {
        return new ForbiddenCalls(what, signatures);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaCodeUnitAccess<?>> accesses = Stream.of(
                        type.getMethodCallsFromSelf(),
                        type.getConstructorCallsFromSelf(),
                        type.getMethodReferencesFromSelf(),
                        type.getConstructorReferencesFromSelf())
                .flatMap(Set::stream);
        accesses.filter(access -> signatures.contains(HabitRules.signature(access)))
                .forEach(access -> events.add(SimpleConditionEvent.satisfied(type, access.getDescription())));
    }
}
