package io.deskwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A public type and its open members as lines of text, one each. */
final class Signatures {

    /** Every object has them. */
    private static final Set<String> EVERYBODYS = Set.of("equals", "hashCode", "toString");

    private Signatures() {}

    static List<String> of(JavaClass type) {
        List<String> lines = new ArrayList<>();
        lines.add(type.getName() + ": " + head(type));
        for (JavaMember member : type.getMembers()) {
            if (isOpen(type, member)) {
                lines.add(type.getName() + ": " + modifiers(member) + text(member));
            }
        }
        return lines;
    }

    private static boolean isOpen(JavaClass type, JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        boolean inherited = modifiers.contains(JavaModifier.PROTECTED)
                && !type.getModifiers().contains(JavaModifier.FINAL);
        return (modifiers.contains(JavaModifier.PUBLIC) || inherited)
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !modifiers.contains(JavaModifier.BRIDGE)
                && !EVERYBODYS.contains(member.getName());
    }

    private static String head(JavaClass type) {
        StringBuilder head = new StringBuilder("public ");
        if (type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isInterface()) {
            head.append("abstract ");
        }
        if (type.getModifiers().contains(JavaModifier.FINAL) && !type.isRecord() && !type.isEnum()) {
            head.append("final ");
        }
        head.append(type.isAnnotation() ? "@interface" : kind(type));
        type.getSuperclass()
                .map(JavaType::getName)
                .filter(name -> !name.startsWith("java.lang.Object")
                        && !name.startsWith("java.lang.Record")
                        && !name.startsWith("java.lang.Enum"))
                .ifPresent(name -> head.append(" extends ").append(name));
        if (!type.getInterfaces().isEmpty()) {
            head.append(" implements ").append(names(List.copyOf(type.getInterfaces())));
        }
        return head.toString();
    }

    private static String kind(JavaClass type) {
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String modifiers(JavaMember member) {
        StringBuilder text = new StringBuilder();
        for (JavaModifier modifier : List.of(
                JavaModifier.PUBLIC,
                JavaModifier.PROTECTED,
                JavaModifier.STATIC,
                JavaModifier.ABSTRACT,
                JavaModifier.FINAL)) {
            if (member.getModifiers().contains(modifier)) {
                text.append(modifier.name().toLowerCase(Locale.ROOT)).append(' ');
            }
        }
        return text.toString();
    }

    private static String text(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getType().getName() + " " + field.getName();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        String parameters = "(" + names(unit.getParameterTypes()) + ")" + thrown(unit);
        return unit instanceof JavaConstructor
                ? "new" + parameters
                : ((JavaMethod) unit).getReturnType().getName() + " " + unit.getName() + parameters;
    }

    private static String thrown(JavaCodeUnit unit) {
        List<String> thrown = unit.getThrowsClause().getTypes().stream()
                .map(JavaClass::getName)
                .sorted()
                .toList();
        return thrown.isEmpty() ? "" : " throws " + String.join(", ", thrown);
    }

    private static String names(List<? extends JavaType> types) {
        return types.stream().map(JavaType::getName).collect(Collectors.joining(", "));
    }
}
