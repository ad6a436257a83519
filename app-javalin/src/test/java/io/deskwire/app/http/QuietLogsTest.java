package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What customers write, who they are and what opens doors stands in no log. */
class QuietLogsTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String SUBJECT = "subject-zebra-71";
    private static final String BODY = "body-giraffe-72";
    private static final String CUSTOMER = "customer-okapi-73";
    private static final String ANSWER = "answer-lion-74";
    private static final String PASSWORD = "password-tiger-75";
    private static final String FILE = "file-panther-76";
    private static final String WRONG = "token-puma-77";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                String trace =
                        event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
                lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + trace);
            }
        }
    };

    @BeforeEach
    void listen() {
        listener.setContext(root.getLoggerContext());
        listener.start();
        root.addAppender(listener);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(listener);
        listener.stop();
    }

    @Test
    void a_conversation_with_all_its_troubles_leaves_no_word_of_it_in_the_log(@TempDir Path folder) throws Exception {
        try (RunningServer server = RunningServer.start(folder)) {
            server.call(
                    "PUT",
                    TENANT + "/channels/mail",
                    Map.of(
                            "provider",
                            "imap",
                            "config",
                            Map.of("host", "127.0.0.1", "port", 1, "username", "u", "password", PASSWORD),
                            "ticket_address",
                            "support@tenant.example"));
            receive(server, "Content-Type: text/plain; name=" + FILE);
            receive(server, "Content-Type: multipart/mixed; boundary=\"\u0001" + FILE + "\nbroken");
            String ticket = String.valueOf(Await.until(
                            () -> server.get(TENANT + "/tickets"),
                            tickets -> !tickets.items().isEmpty())
                    .items()
                    .get(0)
                    .get("id"));
            server.call("POST", TENANT + "/tickets/" + ticket + "/replies", Map.of("text", ANSWER));
            server.call("POST", TENANT + "/channels/mail/test", null);
            server.send(HttpRequest.newBuilder(URI.create(server.address() + TENANT + "/tickets?q=" + SUBJECT))
                    .header("Authorization", "Bearer " + WRONG));
            Await.until(
                    () -> server.get(TENANT + "/tickets/" + ticket).toString(),
                    text -> text.contains("\"deferred\"") || text.contains("\"failed\""));
        }

        assertThat(lines).isNotEmpty();
        for (String secret : List.of(SUBJECT, BODY, CUSTOMER, ANSWER, PASSWORD, FILE, WRONG, RunningServer.TOKEN)) {
            assertThat(lines).as(secret).noneMatch(line -> line.contains(secret));
        }
    }

    private static void receive(RunningServer server, String header) {
        String mail = "From: " + CUSTOMER + "@customer.example\r\nTo: support@tenant.example\r\nSubject: " + SUBJECT
                + "\r\nMessage-ID: <" + header.hashCode() + "." + CUSTOMER + "@customer.example>\r\n" + header
                + "\r\n\r\n" + BODY + "\r\n";
        server.context()
                .deskwire()
                .channels()
                .receive(
                        "acme",
                        "mail",
                        new RawItem(
                                "key-" + header.hashCode(),
                                MimeDecoder.FORMAT,
                                Envelope.unknown(),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(StandardCharsets.UTF_8))));
    }
}
