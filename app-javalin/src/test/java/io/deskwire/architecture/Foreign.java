package io.deskwire.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;

/**
 * A library that one module keeps to itself.
 *
 * @param pattern its packages
 * @param witness a class of it, which proves that the pattern is not misspelt
 * @param homes which modules may use it
 */
record Foreign(String pattern, String witness, List<String> homes) {

    static final List<Foreign> CONFINED = List.of(
            of("com.fasterxml.jackson..", "com.fasterxml.jackson.core.JsonFactory", "json"),
            of("okhttp3..", "okhttp3.OkHttpClient", "http", "adapter.graph"),
            of("okio..", "okio.Buffer", "http"),
            of("com.google.api..", "com.google.api.services.gmail.Gmail", "adapter.gmail"),
            of("com.google.auth..", "com.google.auth.oauth2.TokenVerifier", "adapter.gmail"),
            of("com.microsoft..", "com.microsoft.graph.models.Message", "adapter.graph"),
            of("jakarta.mail..", "jakarta.mail.Session", "adapter.imap", "testkit"),
            of("org.eclipse.angus..", "org.eclipse.angus.mail.imap.IMAPStore", "adapter.imap", "testkit"),
            of("org.apache.james.mime4j..", "org.apache.james.mime4j.stream.MimeTokenStream", "mime"),
            of("org.jsoup..", "org.jsoup.Jsoup", "mime", "app"),
            of("java.sql..", "java.sql.Connection", "jdbc"),
            of("javax.sql..", "javax.sql.DataSource", "jdbc"),
            of("org.jdbi..", "org.jdbi.v3.core.Jdbi", "jdbc"),
            of("org.flywaydb..", "org.flywaydb.core.Flyway", "jdbc"),
            of("com.zaxxer.hikari..", "com.zaxxer.hikari.HikariDataSource", "jdbc"),
            of("org.sqlite..", "org.sqlite.SQLiteConfig", "jdbc"),
            of("org.postgresql..", "org.postgresql.Driver", "jdbc"),
            of("io.javalin..", "io.javalin.Javalin", "app"),
            of("jakarta.servlet..", "jakarta.servlet.http.HttpServletRequest", "app"),
            of("org.eclipse.jetty..", "org.eclipse.jetty.server.Server", "app"),
            of("picocli..", "picocli.CommandLine", "app"),
            of("gg.jte..", "gg.jte.TemplateEngine", "app"),
            of("io.micrometer..", "io.micrometer.core.instrument.MeterRegistry", "app"),
            of("ch.qos.logback..", "ch.qos.logback.classic.Logger", "app"),
            of("com.icegreen.greenmail..", "com.icegreen.greenmail.util.GreenMail", "testkit"),
            of("org.junit..", "org.junit.jupiter.api.Test", "testkit"),
            of("org.assertj..", "org.assertj.core.api.Assertions", "testkit"));

    private static Foreign of(String pattern, String witness, String... homes) {
        return new Foreign(pattern, witness, List.of(homes));
    }

    /** Nobody else uses it. */
    Rule confinement() {
        return Rule.of(
                pattern + " stays in " + String.join(", ", homes),
                layout -> noClasses()
                        .that()
                        .resideInAPackage(layout.all())
                        .and()
                        .resideOutsideOfPackages(layout.below(homes.toArray(String[]::new)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(pattern),
                "UsesEverybodysLibraries");
    }
}
