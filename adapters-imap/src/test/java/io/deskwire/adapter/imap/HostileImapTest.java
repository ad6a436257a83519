package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.NOW;
import static io.deskwire.adapter.imap.ScriptedServer.imapDocument;
import static io.deskwire.adapter.imap.ScriptedServer.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that break the rules, by malice or by age. */
final class HostileImapTest {

    private static final String CAPABILITIES = "IMAP4rev1 AUTH=PLAIN SASL-IR IDLE";

    private final RecordingIntake intake = new RecordingIntake();

    private FetchResult fetch(ScriptedServer server) throws ChannelException {
        return Mails.inbound(imapDocument(server.port())).fetch(intake.cursor, intake, NOW);
    }

    private void assertRefused(ScriptedServer.FetchScript script, String words) {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, script)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOfSatisfying(ChannelException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(e).hasMessageContaining(words);
            });
        }
        assertThat(intake.stored).isEmpty();
    }

    @Test
    void a_literal_of_nine_gigabytes_is_refused_before_a_byte_of_it_is_read() {
        assertRefused(
                (wire, tag, command) -> {
                    if (!listing(wire, tag, command)) {
                        wire.say("* 1 FETCH (UID 1 BODY[] {9663676416}");
                        wire.stall();
                    }
                },
                "literal of 9663676416");
    }

    @Test
    void a_literal_just_below_two_gigabytes_is_refused() {
        assertRefused(
                (wire, tag, command) -> {
                    if (!listing(wire, tag, command)) {
                        wire.say("* 1 FETCH (UID 1 BODY[] {2147483600}");
                        wire.stall();
                    }
                },
                "literal of 2147483600");
    }

    @Test
    void a_line_without_end_is_refused() {
        assertRefused(
                (wire, tag, command) -> {
                    byte[] much = new byte[64 * 1024];
                    while (true) {
                        wire.out.write(much);
                    }
                },
                "a line of more than");
    }

    @Test
    void answers_without_end_are_refused() {
        assertRefused(
                (wire, tag, command) -> {
                    while (true) {
                        wire.say("* 1 FETCH (FLAGS (" + "\\Seen ".repeat(2_000) + "))");
                    }
                },
                "far more than was asked for");
    }

    @Test
    void content_cannot_pass_for_the_start_of_a_literal() {
        assertRefused(
                (wire, tag, command) -> {
                    if (!listing(wire, tag, command)) {
                        wire.say("* 1 FETCH (UID 1 BODY[] {5}");
                        wire.out.write("{9999".getBytes(StandardCharsets.US_ASCII));
                        wire.say("9999}");
                        wire.stall();
                    }
                },
                "no legal way after a literal");
    }

    @Test
    void deep_nesting_is_refused() {
        assertRefused(
                (wire, tag, command) -> {
                    if (!listing(wire, tag, command)) {
                        wire.say("* 1 FETCH (UID 1 BODYSTRUCTURE " + "(".repeat(20_000));
                        wire.stall();
                    }
                },
                "nested too deeply");
    }

    @Test
    void a_cut_in_the_middle_of_a_message_stores_nothing_of_it() {
        assertRefused(
                (wire, tag, command) -> {
                    if (!listing(wire, tag, command)) {
                        wire.say("* 1 FETCH (UID 1 BODY[] {10}");
                        wire.say("abc");
                        wire.socket.close();
                    }
                },
                "connection was lost");
    }

    @Test
    void the_last_message_is_not_read_again_by_an_open_range() throws ChannelException {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> {
            if (command.contains("4:*")) {
                // RFC 3501: a range with * always holds the last message.
                wire.say("* 3 FETCH (UID 3 RFC822.SIZE 10)");
                wire.say(tag + " OK done");
            } else if (!listing(wire, tag, command)) {
                bodies(wire, tag, List.of(3, 1, 2));
            }
        })) {
            assertThat(fetch(server).stored()).isEqualTo(3);
            // Answers in another order are sorted.
            assertThat(intake.stored.keySet()).containsExactly("imap:77:1", "imap:77:2", "imap:77:3");
            assertThat(fetch(server).offered()).isZero();
        }
    }

    @Test
    void a_message_that_vanishes_between_listing_and_fetch_is_passed_over() throws ChannelException {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> {
            if (command.startsWith("UID FETCH 2 (UID RFC822.SIZE")) {
                wire.say(tag + " OK nothing there");
            } else if (!listing(wire, tag, command)) {
                bodies(wire, tag, List.of(1, 3));
            }
        })) {
            assertThat(fetch(server).stored()).isEqualTo(2);
            assertThat(intake.cursorText()).isEqualTo("v1:77:3:3");
        }
    }

    @Test
    void a_message_without_content_is_asked_for_again_and_then_shown_to_a_person() throws ChannelException {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> {
            if (!listing(wire, tag, command)) {
                List<Integer> uids = new ArrayList<>(List.of(1, 2, 3));
                uids.removeIf(uid -> !command.contains("1:3") && !command.contains(" " + uid + " "));
                for (int uid : uids) {
                    if (uid == 2) {
                        wire.say("* 2 FETCH (UID 2 BODY[] NIL)");
                    } else {
                        body(wire, uid);
                    }
                }
                if (command.contains("2:3")) {
                    body(wire, 3);
                }
                wire.say(tag + " OK done");
            }
        })) {
            InboundChannel channel = Mails.inbound(imapDocument(server.port()));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> channel.fetch(intake.cursor, intake, NOW))
                        .isInstanceOf(ChannelException.class)
                        .hasMessageContaining("gave no content");
                assertThat(intake.stored.keySet()).containsExactly("imap:77:1");
            }
            FetchResult result = channel.fetch(intake.cursor, intake, NOW);
            assertThat(result.note()).contains("message 2");
            assertThat(intake.stored.keySet()).containsExactly("imap:77:1", "imap:77:2", "imap:77:3");
            assertThat(new String(intake.stored.get("imap:77:2"), StandardCharsets.UTF_8))
                    .contains("could not be read");
        }
    }

    @Test
    void two_commands_whose_answers_are_mixed_are_told_apart() throws ChannelException {
        List<String> waiting = new ArrayList<>();
        int count = 300;
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> {
            if (command.contains("RFC822.SIZE")) {
                for (int uid = 1; uid <= count; uid++) {
                    wire.say("* " + uid + " FETCH (UID " + uid + " RFC822.SIZE 12)");
                }
                wire.say(tag + " OK done");
                return;
            }
            waiting.add(tag);
            if (waiting.size() == 2) {
                // As Dovecot does: both at once, the later command even ends first.
                for (int uid = count; uid >= 1; uid--) {
                    wire.say("* " + uid + " FETCH (UID " + uid + " BODY[] {12}");
                    wire.say("Subject: " + (100 + uid) + ")");
                }
                wire.say(waiting.get(1) + " OK done");
                wire.say(waiting.get(0) + " OK done");
            }
        })) {
            assertThat(fetch(server).stored()).isEqualTo(count);
            assertThat(intake.subjects().get(0)).isEqualTo("101");
            assertThat(intake.subjects().get(count - 1)).isEqualTo("400");
            assertThat(waiting).hasSize(2);
        }
    }

    @Test
    void starttls_that_is_not_offered_is_refused_before_the_password_is_said() {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> {})) {
            Map<String, Object> document = new LinkedHashMap<>(imapDocument(server.port()));
            document.put("use_tls", true);
            assertThatThrownBy(() -> Mails.inbound(document).fetch(null, intake, NOW))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e).hasMessageContaining("STARTTLS"));
            assertThat(server.heard).noneMatch(line -> line.contains("AUTHENTICATE") || line.contains("LOGIN"));
        }
    }

    @Test
    void a_preauth_greeting_cannot_strip_starttls() {
        try (ScriptedServer server = new ScriptedServer(wire -> {
            wire.say("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome");
            wire.stall();
        })) {
            Map<String, Object> document = new LinkedHashMap<>(imapDocument(server.port()));
            document.put("use_tls", true);
            assertThatThrownBy(() -> Mails.inbound(document).fetch(null, intake, NOW))
                    .isInstanceOf(ChannelException.class);
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void refused_sign_ins_are_told_apart_by_their_codes() {
        assertThat(loginFailure("NO [AUTHENTICATIONFAILED] no").kind()).isEqualTo(FailureKind.AUTH);
        assertThat(loginFailure("NO [UNAVAILABLE] user database is down").kind())
                .isEqualTo(FailureKind.TRANSIENT);
        assertThat(loginFailure("NO [LIMIT] too many sessions").kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(loginFailure("NO Too many simultaneous connections").kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(loginFailure("NO Application-specific password required").hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("app password"));
    }

    private static ChannelException loginFailure(String answer) {
        try (ScriptedServer server = new ScriptedServer(wire -> {
            wire.say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready");
            String line = wire.hear();
            // The farewell before the answer must not hide the reason.
            wire.say("* BYE go away");
            wire.say(String.valueOf(line).split(" ", -1)[0] + " " + answer);
        })) {
            Mails.inbound(imapDocument(server.port())).fetch(null, new RecordingIntake(), NOW);
        } catch (ChannelException e) {
            return e;
        }
        throw new AssertionError("it signed in");
    }

    @Test
    void an_old_access_token_is_replaced_once() throws ChannelException {
        List<String> asked = new ArrayList<>();
        AccessTokens tokens = (grant, refused) -> {
            asked.add(refused == null ? "any" : "not " + refused.reveal());
            return Secret.of(refused == null ? "stale" : "fresh");
        };
        try (ScriptedServer server = new ScriptedServer(wire -> {
            wire.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] ready");
            for (String line = wire.hear(); line != null; line = wire.hear()) {
                String tag = line.split(" ", -1)[0];
                if (line.contains("AUTHENTICATE XOAUTH2")) {
                    String text = new String(
                            Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)),
                            StandardCharsets.UTF_8);
                    if (!text.equals("user=" + Mails.USER + "\1auth=Bearer fresh\1\1")) {
                        wire.say("+ eyJzdGF0dXMiOiI0MDEifQ==");
                        assertThat(wire.hear()).isEmpty();
                        wire.say(tag + " NO [AUTHENTICATIONFAILED] Invalid credentials");
                        continue;
                    }
                }
                if (line.contains("EXAMINE")) {
                    wire.say("* 0 EXISTS");
                    wire.say("* OK [UIDVALIDITY 1] ok");
                    wire.say("* OK [UIDNEXT 1] ok");
                }
                if (line.contains("CAPABILITY")) {
                    wire.say("* CAPABILITY IMAP4rev1");
                }
                wire.say(tag + " OK done");
            }
        })) {
            Map<String, Object> document = new LinkedHashMap<>(imapDocument(server.port()));
            document.remove("password");
            document.put("auth", "xoauth2");
            document.put("client_id", "client");
            document.put("client_secret", "secret");
            document.put("refresh_token", "refresh");
            document.put("token_url", "https://login.example/token");
            try (Channel channel = Mails.open(new ImapChannelType(), document, tokens)) {
                assertThat(channel.inbound()
                                .orElseThrow()
                                .fetch(null, intake, NOW)
                                .offered())
                        .isZero();
            }
            assertThat(asked).containsExactly("any", "not stale");
        }
    }

    @Test
    void a_server_without_idle_is_said_to_have_none() {
        try (ScriptedServer server = ScriptedServer.imap("IMAP4rev1 AUTH=PLAIN", (wire, tag, command) -> {});
                Channel channel = Mails.open(imapDocument(server.port()))) {
            assertThatThrownBy(() -> channel.watch().orElseThrow().run(new ImapContract.NoListener()))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED));
        }
    }

    @Test
    void an_interrupt_ends_a_fetch_from_a_silent_server() throws Exception {
        try (ScriptedServer server = ScriptedServer.imap(CAPABILITIES, (wire, tag, command) -> wire.stall())) {
            List<Throwable> ended = new ArrayList<>();
            Thread thread = new Thread(() -> {
                try {
                    fetch(server);
                } catch (ChannelException e) {
                    ended.add(e);
                }
            });
            thread.start();
            Mails.await("the fetch", () -> server.heard.stream().anyMatch(line -> line.contains("UID FETCH")));
            thread.interrupt();
            thread.join(20_000);
            assertThat(ended).singleElement().asString().contains("interrupted");
        }
    }

    @Test
    void plain_text_to_a_public_address_is_refused_and_a_private_one_needs_permission() {
        Map<String, Object> document = imapDocument(143);
        document.put("host", "192.0.2.1");
        assertThatThrownBy(() -> Mails.inbound(document).fetch(null, intake, NOW))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                    assertThat(e.hint())
                            .hasValueSatisfying(
                                    hint -> assertThat(hint).contains("use_ssl").contains("use_tls"));
                });
        List<ConnectionTest.Stage> stages = new ImapChannelType()
                .open(
                        Mails.config("imap", imapDocument(143)),
                        new io.deskwire.channel.ChannelContext(
                                io.deskwire.channel.EgressPolicy.publicOnly(), AccessTokens.none()))
                .test()
                .orElseThrow()
                .run(stage -> {});
        assertThat(stages.get(0).name()).isEqualTo("imap.dns");
        assertThat(stages.get(0).ok()).isFalse();
        assertThat(stages.get(0).hint()).contains("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS");
    }

    private static void bodies(ScriptedServer.Wire wire, String tag, List<Integer> uids) throws java.io.IOException {
        for (int uid : uids) {
            body(wire, uid);
        }
        wire.say(tag + " OK done");
    }

    private static void body(ScriptedServer.Wire wire, int uid) throws java.io.IOException {
        wire.say("* " + uid + " FETCH (UID " + uid + " BODY[] {10}");
        wire.say("Subject: " + uid + ")");
    }
}
