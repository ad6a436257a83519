package io.deskwire.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logs go to standard error, one line each: standard output is for what was asked for. In code, since reading an XML file
 * costs a tenth of the start. {@code -Dlogback.configurationFile=…} replaces all of it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** {@code json} for programs; anything else is for people. */
    static final String FORMAT = "DESKWIRE_LOG_FORMAT";

    private static final Set<String> FORMATS = Set.of("", "text", "json");

    /** Libraries whose everyday news nobody needs. */
    private static final List<String> QUIET =
            List.of("org.eclipse.jetty", "io.javalin", "org.flywaydb", "com.zaxxer.hikari");

    /** For the service loader. */
    public LogSetup() {}

    static Encoder<ILoggingEvent> encoder(LoggerContext context, @Nullable String format) {
        if ("json".equalsIgnoreCase(format)) {
            JsonLines lines = new JsonLines();
            lines.setContext(context);
            return lines;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        // The ids stand in pointed brackets where there are any.
        encoder.setPattern(
                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level [%thread] %logger{20}%replace( <%X>){' <>', ''} -"
                        + " %replace(%msg){'[\\r\\n]+', ' '}%n");
        return encoder;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Encoder<ILoggingEvent> encoder = encoder(context, System.getenv(FORMAT));
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        // The demo's mail server takes every connection that ends for an error.
        context.getLogger("com.icegreen").setLevel(Level.OFF);
        String format = System.getenv(FORMAT);
        if (format != null && !FORMATS.contains(format.toLowerCase(Locale.ROOT))) {
            context.getLogger(LogSetup.class).warn("{} must be text or json; this is text", FORMAT);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
