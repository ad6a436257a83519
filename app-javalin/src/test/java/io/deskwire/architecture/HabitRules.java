package io.deskwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import io.deskwire.config.Secret;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What code here does not do, whichever module it is in. */
final class HabitRules {

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.currentTimeMillis()",
            "java.lang.System.nanoTime()",
            "java.lang.Thread.sleep(long)",
            "java.lang.Thread.sleep(long, int)",
            "java.lang.Thread.sleep(java.time.Duration)",
            "java.time.Clock.systemUTC()",
            "java.time.Clock.systemDefaultZone()",
            "java.time.Clock.system(java.time.ZoneId)",
            "java.time.InstantSource.system()",
            "java.time.Instant.now()",
            "java.time.LocalDate.now()",
            "java.time.LocalDateTime.now()",
            "java.time.ZonedDateTime.now()",
            "java.time.OffsetDateTime.now()",
            "java.util.Date.<init>()");
    private static final Set<String> MACHINE_DEPENDENT = Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.getBytes()",
            "java.lang.String.<init>([B)",
            "java.time.ZoneId.systemDefault()",
            "java.nio.charset.Charset.defaultCharset()",
            "java.util.Locale.getDefault()");
    private static final Set<String> SURROUNDINGS = Set.of(
            "java.lang.System.getenv(java.lang.String)",
            "java.lang.System.getenv()",
            "java.lang.System.getProperty(java.lang.String)",
            "java.lang.System.getProperty(java.lang.String, java.lang.String)",
            "java.lang.Class.forName(java.lang.String)",
            "java.util.ServiceLoader.load(java.lang.Class)");
    private static final Set<String> LEAKY_COMPARISONS = Set.of(
            "java.util.Arrays.equals([B, [B)",
            "java.lang.String.equals(java.lang.Object)",
            "java.lang.String.equalsIgnoreCase(java.lang.String)",
            "java.lang.String.contentEquals(java.lang.CharSequence)",
            "java.lang.String.compareTo(java.lang.String)",
            "java.util.Objects.equals(java.lang.Object, java.lang.Object)");

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(secret|password|passphrase|api_?key|access_?token|refresh_?token).*", Pattern.CASE_INSENSITIVE);

    private HabitRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        "time is a parameter: the libraries read no clock and do not sleep",
                        layout -> noClasses()
                                .that()
                                .resideInAnyPackage(layout.library())
                                .and()
                                .resideOutsideOfPackage(layout.below("engine"))
                                // The facade hands the system's clock to the engine where its host gives none, and the
                                // decoder's time limit needs a stop watch; both can be given another.
                                .and(are(
                                        "not the two that offer a default",
                                        c -> !Set.of("Deskwire$Builder", "MimeDecoder")
                                                .contains(c.getName()
                                                        .substring(c.getPackageName()
                                                                        .length()
                                                                + 1))))
                                .should(ForbiddenCalls.of("read a clock", CLOCKS)),
                        "ReadsClock",
                        "ReadsClockByReference"),
                Rule.of(
                        "nothing depends on the machine's locale, time zone or character set",
                        layout -> noClasses()
                                .that()
                                .resideInAPackage(layout.all())
                                .should(ForbiddenCalls.of("depend on the machine", MACHINE_DEPENDENT)),
                        "DependsOnLocale"),
                Rule.of(
                        "the core takes nothing from its surroundings",
                        layout -> noClasses()
                                .that()
                                .resideInAnyPackage(layout.core())
                                // It asks the JDK for virtual threads by name, since byte code stays at 17.
                                .and(are(
                                        "not the maker of threads",
                                        c -> !c.getName().endsWith(".engine.Threads")))
                                .should(ForbiddenCalls.of("look around", SURROUNDINGS)),
                        "LooksAround"),
                Rule.of(
                        "the core touches neither files nor sockets",
                        layout -> noClasses()
                                .that()
                                .resideInAnyPackage(layout.core())
                                .should()
                                .dependOnClassesThat(assignableTo(java.io.File.class)
                                        .or(assignableTo(java.net.Socket.class))
                                        .or(assignableTo(java.net.ServerSocket.class))
                                        .or(assignableTo(java.net.URLConnection.class))
                                        .or(describe(
                                                "are in java.nio.file or java.net.http",
                                                c -> c.getPackageName().startsWith("java.nio.file")
                                                        || c.getPackageName().startsWith("java.net.http")))),
                        "TouchesFiles"),
                Rule.of(
                        "only the engine has threads in the core",
                        layout -> noClasses()
                                .that()
                                .resideInAnyPackage(layout.core())
                                .and()
                                .resideOutsideOfPackage(layout.below("engine"))
                                .should()
                                .dependOnClassesThat(assignableTo(java.util.concurrent.Executor.class)
                                        .or(assignableTo(java.util.concurrent.Executors.class))
                                        .or(assignableTo(java.util.Timer.class)))
                                .orShould(ForbiddenCalls.of(
                                        "make threads",
                                        Set.of(
                                                "java.lang.Thread.<init>(java.lang.Runnable)",
                                                "java.lang.Thread.<init>(java.lang.Runnable, java.lang.String)"))),
                        "HasThreads"),
                Rule.of(
                        "nothing is printed outside the command line",
                        layout -> noClasses()
                                .that()
                                .resideInAPackage(layout.all())
                                .and()
                                .resideOutsideOfPackage(layout.below("app"))
                                .should()
                                .accessField(System.class, "out")
                                .orShould()
                                .accessField(System.class, "err")
                                .orShould()
                                .callMethod(Throwable.class, "printStackTrace"),
                        "Prints"),
                Rule.of(
                        "loggers are SLF4J's, private, static and final",
                        layout -> fields().that()
                                .areDeclaredInClassesThat()
                                .resideInAPackage(layout.all())
                                .and()
                                .haveRawType(describe(
                                        "loggers",
                                        type -> type.getSimpleName().endsWith("Logger")
                                                && !type.getPackageName().startsWith("io.deskwire")))
                                .should()
                                .bePrivate()
                                .andShould()
                                .beStatic()
                                .andShould()
                                .beFinal()
                                .andShould()
                                .haveRawType(org.slf4j.Logger.class),
                        "LogsOtherwise"),
                Rule.of(
                        "what is called a secret is a Secret",
                        layout -> fields().that()
                                .areDeclaredInClassesThat()
                                .resideInAPackage(layout.all())
                                .and()
                                .areNotStatic()
                                .and(named(SECRET_NAME))
                                .and(are(
                                        "texts or bytes",
                                        f -> Set.of("java.lang.String", "[B", "[C")
                                                .contains(f.getRawType().getName())))
                                .should()
                                .haveRawType(Secret.class)
                                .allowEmptyShould(true),
                        "OpenSecret"),
                Rule.of(
                        "signatures are compared in constant time",
                        layout -> noClasses()
                                .that(are(
                                        "users of a MAC",
                                        c -> c.getDirectDependenciesFromSelf().stream()
                                                .anyMatch(d -> d.getTargetClass()
                                                        .getName()
                                                        .equals("javax.crypto.Mac"))))
                                .and()
                                .resideInAPackage(layout.all())
                                .should(ForbiddenCalls.of("compare byte by byte", LEAKY_COMPARISONS)),
                        "ComparesSignatures"),
                Rule.of(
                        "cryptography stays where it is looked after",
                        layout -> classes()
                                .that(are(
                                        "users of javax.crypto",
                                        c -> c.getDirectDependenciesFromSelf().stream()
                                                .anyMatch(d -> d.getTargetClass()
                                                        .getPackageName()
                                                        .startsWith("javax.crypto"))))
                                .and()
                                .resideInAPackage(layout.all())
                                .should()
                                .resideInAnyPackage(layout.below("threading", "http", "jdbc", "app")),
                        "ComparesSignatures"));
    }

    private static <T> DescribedPredicate<T> are(String what, java.util.function.Predicate<T> predicate) {
        return describe(what, predicate);
    }

    private static DescribedPredicate<JavaField> named(Pattern pattern) {
        return describe(
                "named like a secret", field -> pattern.matcher(field.getName()).matches());
    }

    /** The form in which calls are listed above. */
    static String signature(JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName() + "("
                + access.getTarget().getRawParameterTypes().stream()
                        .map(type -> type.getName())
                        .collect(java.util.stream.Collectors.joining(", "))
                + ")";
    }
}
