package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A request has a name, and what is logged for it, or for a message, names it. */
class RequestIdTest {

    private final Logger log = (Logger) LoggerFactory.getLogger("io.deskwire");
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            lines.add(event);
        }
    };

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        appender.setContext(log.getLoggerContext());
        appender.start();
        log.addAppender(appender);
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        log.detachAppender(appender);
        server.close();
    }

    private RunningServer.Answer asked(String path, String... headers) throws Exception {
        HttpRequest.Builder request = server.request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    @Test
    void a_request_keeps_its_callers_name_and_else_gets_one() throws Exception {
        assertThat(asked("/health/live", "X-Request-Id", "abc-1").header("X-Request-Id"))
                .isEqualTo("abc-1");
        assertThat(asked("/api/v1/audit", "X-Request-Id", "a/b:1").header("X-Request-Id"))
                .isEqualTo("a/b:1");
        String own = asked("/api/v1/nothing").header("X-Request-Id");
        assertThat(own)
                .matches("[0-9a-z]{26}")
                .isNotEqualTo(asked("/api/v1/nothing").header("X-Request-Id"));
        assertThat(asked("/health/live", "X-Request-Id", "has a space").header("X-Request-Id"))
                .matches("[0-9a-z]{26}");
        HttpRequest.Builder stranger = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/audit"))
                .header("X-Request-Id", "stranger");
        assertThat(server.send(stranger).header("X-Request-Id")).isEqualTo("stranger");
    }

    @Test
    void what_is_logged_for_a_request_names_it_and_nothing_else_does() throws Exception {
        server.context().deskwire().channels().save(TokenApiTest.channel("acme"));
        lines.clear();
        server.call("POST", "/api/v1/tenants/acme/channels/mail/pause", null, Map.of("X-Request-Id", "pausing"));
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            if (line.getThreadName().startsWith("deskwire-")) {
                assertThat(line.getMDCPropertyMap()).doesNotContainKey("request_id");
            } else {
                assertThat(line.getMDCPropertyMap()).containsEntry("request_id", "pausing");
            }
        });
    }
}
