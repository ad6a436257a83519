package io.deskwire.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.deskwire.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private static LoggingEvent event(String message, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("x", context.getLogger("io.deskwire.Test"), Level.WARN, message, thrown, null);
        event.setThreadName("a-thread");
        event.setMDCPropertyMap(Map.of("request_id", "r1", "message_id", "m1", "message", "not this"));
        return event;
    }

    @Test
    void a_line_is_one_object_with_its_ids_whatever_stands_in_it() {
        String line = new String(new JsonLines().encode(event("two\nlines \"quoted\" \u2028", null)), UTF_8);
        assertThat(line).endsWith("}\n").matches("(?s)[^\n]*\n");
        assertThat(Json.strict().parseObject(line))
                .containsEntry("level", "warn")
                .containsEntry("logger", "io.deskwire.Test")
                .containsEntry("thread", "a-thread")
                .containsEntry("message", "two\nlines \"quoted\" \u2028")
                .containsEntry("request_id", "r1")
                .containsEntry("message_id", "m1")
                .containsKey("at")
                .doesNotContainKey("error");
    }

    @Test
    void an_error_stands_in_its_line() {
        Map<String, Object> line = Json.strict()
                .parseObject(new String(
                        new JsonLines().encode(event("it failed", new IllegalStateException("why"))), UTF_8));
        assertThat(line.get("error").toString()).contains("IllegalStateException: why", "\n");
    }
}
