package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.NOW;
import static io.deskwire.adapter.imap.Mails.PASSWORD;
import static io.deskwire.adapter.imap.Mails.USER;
import static io.deskwire.adapter.imap.Mails.mail;
import static io.deskwire.adapter.imap.Mails.mails;
import static io.deskwire.adapter.imap.Mails.openPop3;
import static io.deskwire.adapter.imap.Mails.pop3;
import static io.deskwire.adapter.imap.Mails.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.mail.MailServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every POP3 server must give. */
abstract class Pop3Contract {

    abstract MailServer server();

    private final RecordingIntake intake = new RecordingIntake();

    RecordingIntake intake() {
        return intake;
    }

    FetchResult fetch(Map<String, Object> document) throws ChannelException {
        return openPop3(document).inbound().orElseThrow().fetch(null, intake, NOW);
    }

    @Test
    void everything_is_read_once_and_left_on_the_server() throws ChannelException {
        server().deliverAll(USER, mails("pop", 40));
        assertThat(fetch(pop3(server()))).isEqualTo(new FetchResult(40, 40, false, null));
        assertThat(fetch(pop3(server())).offered()).isZero();
        server().deliver(USER, mail("pop new", 4_000));
        assertThat(fetch(pop3(server())).stored()).isEqualTo(1);
        assertThat(List.copyOf(intake.stored.values()).get(40)).endsWith(mail("pop new", 4_000));
        assertThat(server().messages(USER)).hasSize(41);
        assertThat(intake.cursors).isEmpty();
    }

    @Test
    void tls_from_the_start_works() throws ChannelException {
        server().deliver(USER, mail("pop3s"));
        Map<String, Object> document = new LinkedHashMap<>(pop3(server()));
        document.put("port", server().pop3sPort());
        document.put("use_ssl", true);
        assertThat(fetch(document).stored()).isEqualTo(1);
    }

    @Test
    void stored_messages_are_deleted_once_they_are_durable() throws ChannelException {
        server().deliverAll(USER, mails("gone", 3));
        Map<String, Object> document = with(pop3(server()), "after_intake", "delete");
        intake.failAtBatch = 1;
        assertThatThrownBy(() -> fetch(document)).isInstanceOf(ChannelException.class);
        assertThat(server().messages(USER)).hasSize(3);
        assertThat(fetch(document).stored()).isEqualTo(3);
        Mails.await("deletion", () -> server().messages(USER).isEmpty());
    }

    @Test
    void what_an_earlier_session_stored_is_deleted_later() throws ChannelException {
        server().deliverAll(USER, mails("later", 2));
        fetch(pop3(server()));
        assertThat(server().messages(USER)).hasSize(2);
        assertThat(fetch(with(pop3(server()), "after_intake", "delete")).offered())
                .isZero();
        Mails.await("deletion", () -> server().messages(USER).isEmpty());
    }

    @Test
    void messages_stay_for_the_days_they_are_given() throws ChannelException {
        server().deliver(USER, mail("aging"));
        InboundChannel channel = openPop3(with(pop3(server()), "delete_after_days", 14))
                .inbound()
                .orElseThrow();
        // Dated by its header: GreenMail adds no Received field, Dovecot adds one of today.
        Instant soon = Instant.parse("2026-11-23T10:00:00Z");
        assertThat(channel.fetch(null, intake, soon).stored()).isEqualTo(1);
        assertThat(server().messages(USER)).hasSize(1);
        channel.fetch(null, intake, Instant.parse("2099-12-30T10:00:00Z"));
        Mails.await("deletion", () -> server().messages(USER).isEmpty());
    }

    @Test
    void a_large_message_is_streamed_between_small_ones() throws ChannelException {
        server().deliver(USER, mail("before"));
        server().deliver(USER, mail("large", 3 << 20));
        server().deliver(USER, mail("after"));
        assertThat(fetch(pop3(server())).stored()).isEqualTo(3);
        assertThat(intake.subjects()).containsExactly("before", "large", "after");
        assertThat(List.copyOf(intake.stored.values()).get(1)).endsWith(mail("large", 3 << 20));
    }

    @Test
    void a_wrong_password_is_an_auth_failure_and_a_second_one_is_tried() throws ChannelException {
        assertThatThrownBy(() -> fetch(with(pop3(server()), "password", "wrong")))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH));
        assertThat(fetch(with(pop3(server()), "password", List.of("wrong", PASSWORD)))
                        .offered())
                .isZero();
    }

    @Test
    void the_connection_test_goes_through_its_stages() {
        assertThat(openPop3(pop3(server())).test().orElseThrow().run(stage -> {}))
                .filteredOn(stage -> stage.name().startsWith("pop3."))
                .allSatisfy(stage -> assertThat(stage.ok()).as(stage.toString()).isTrue())
                .extracting(ConnectionTest.Stage::name)
                .containsExactly("pop3.dns", "pop3.connect", "pop3.greeting", "pop3.login", "pop3.list");
    }
}
