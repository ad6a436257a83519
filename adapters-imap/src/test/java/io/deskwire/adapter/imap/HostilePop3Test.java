package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POP3 servers that are old, cut off or worse. */
final class HostilePop3Test {

    private final RecordingIntake intake = new RecordingIntake();

    /** Answers by command; a null answer cuts the connection. */
    private static ScriptedServer server(Function<String, String> answers) {
        return new ScriptedServer(wire -> {
            wire.say("+OK ready");
            for (String line = wire.hear(); line != null; line = wire.hear()) {
                String answer = answers.apply(line);
                if (answer.isEmpty()) {
                    return;
                }
                wire.say(answer);
            }
        });
    }

    private static String usual(String line) {
        return switch (line.split(" ", -1)[0]) {
            case "CAPA" -> "-ERR unknown";
            case "LIST" -> "+OK\r\n1 20\r\n2 20\r\n.";
            case "UIDL" -> "+OK\r\n1 a\r\n2 b\r\n.";
            case "RETR" -> "+OK\r\nSubject: " + line + "\r\n\r\n..dot\r\n.";
            default -> "+OK";
        };
    }

    private void fetch(ScriptedServer server, String field, Object value) throws ChannelException {
        Map<String, Object> document = new LinkedHashMap<>(ScriptedServer.imapDocument(server.port()));
        document.put(field, value);
        Mails.openPop3(document).inbound().orElseThrow().fetch(null, intake, NOW);
    }

    @Test
    void a_server_without_uidl_cannot_be_used() {
        try (ScriptedServer server = server(line -> line.equals("UIDL") ? "-ERR what" : usual(line))) {
            assertThatThrownBy(() -> fetch(server, "idle", true)).isInstanceOfSatisfying(ChannelException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED);
                assertThat(e.hint()).isPresent();
            });
        }
    }

    @Test
    void a_cut_in_the_middle_of_a_message_stores_and_deletes_nothing() {
        try (ScriptedServer server = new ScriptedServer(wire -> {
            wire.say("+OK ready");
            for (String line = wire.hear(); line != null; line = wire.hear()) {
                if (line.startsWith("RETR")) {
                    wire.say("+OK\r\nSubject: half");
                    return;
                }
                wire.say(usual(line));
            }
        })) {
            assertThatThrownBy(() -> fetch(server, "after_intake", "delete"))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
            assertThat(intake.stored).isEmpty();
            assertThat(server.heard).noneMatch(line -> line.startsWith("DELE"));
        }
    }

    @Test
    void a_message_that_the_server_refuses_keeps_no_other_away_and_is_not_deleted() throws ChannelException {
        try (ScriptedServer server = server(line -> line.equals("RETR 1") ? "-ERR cannot read it" : usual(line))) {
            fetch(server, "after_intake", "delete");
            assertThat(intake.stored.keySet()).containsExactly("pop3:b");
            assertThat(server.heard).contains("DELE 2").doesNotContain("DELE 1");
        }
    }

    @Test
    void messages_that_share_an_id_are_both_read() throws ChannelException {
        try (ScriptedServer server =
                server(line -> line.equals("UIDL") ? "+OK\r\n1 same\r\n2 same\r\n." : usual(line))) {
            fetch(server, "idle", true);
            assertThat(intake.stored.keySet()).containsExactly("pop3:same", "pop3:same#2");
        }
    }

    @Test
    void a_deletion_that_the_server_refuses_is_tried_again() throws ChannelException {
        boolean[] refuse = {true};
        try (ScriptedServer server =
                server(line -> line.startsWith("DELE") && refuse[0] ? "-ERR not now" : usual(line))) {
            fetch(server, "after_intake", "delete");
            assertThat(intake.stored).hasSize(2);
            refuse[0] = false;
            server.heard.clear();
            fetch(server, "after_intake", "delete");
            assertThat(server.heard).contains("DELE 1", "DELE 2", "QUIT").noneMatch(line -> line.startsWith("RETR"));
        }
    }

    @Test
    void a_line_without_end_is_refused() {
        try (ScriptedServer server = new ScriptedServer(wire -> {
            wire.say("+OK ready");
            byte[] much = new byte[64 * 1024];
            while (true) {
                wire.out.write(much);
            }
        })) {
            assertThatThrownBy(() -> fetch(server, "idle", true)).isInstanceOf(ChannelException.class);
        }
    }

    @Test
    void a_stripped_stls_is_refused_before_the_password_is_said() {
        try (ScriptedServer server = server(HostilePop3Test::usual)) {
            assertThatThrownBy(() -> fetch(server, "use_tls", true)).hasMessageContaining("STARTTLS");
            assertThat(server.heard).containsExactly("CAPA");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR [AUTH] wrong, AUTH",
        "-ERR [SYS/TEMP] database, TRANSIENT",
        "-ERR [IN-USE] locked, TRANSIENT",
        "-ERR [LOGIN-DELAY] slowly, THROTTLED",
        "-ERR no, AUTH"
    })
    void refused_sign_ins_are_told_apart_by_their_codes(String answer, FailureKind kind) {
        try (ScriptedServer server = server(line -> line.startsWith("PASS") ? answer : usual(line))) {
            assertThatThrownBy(() -> fetch(server, "idle", true))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
    }

    @Test
    void dots_are_undone_byte_by_byte() throws IOException {
        byte[] wire = "..a\r\n.b\r\nc.\r\n..\r\n\r\n.\r\nnext".getBytes(StandardCharsets.US_ASCII);
        InputStream in = new ByteArrayInputStream(wire);
        assertThat(new DotContent(in).readAllBytes())
                .isEqualTo(".a\r\nb\r\nc.\r\n.\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("next");
        assertThatThrownBy(() -> new DotContent(new ByteArrayInputStream("cut\r\n".getBytes(StandardCharsets.US_ASCII)))
                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }
}
