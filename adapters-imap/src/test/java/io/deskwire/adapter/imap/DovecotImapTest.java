package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.NOW;
import static io.deskwire.adapter.imap.Mails.PASSWORD;
import static io.deskwire.adapter.imap.Mails.USER;
import static io.deskwire.adapter.imap.Mails.imap;
import static io.deskwire.adapter.imap.Mails.inbound;
import static io.deskwire.adapter.imap.Mails.mails;
import static io.deskwire.adapter.imap.Mails.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.testkit.mail.DovecotServer;
import io.deskwire.testkit.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsDovecot.class)
final class DovecotImapTest extends ImapContract {

    private final DovecotServer server = DovecotServer.start();

    DovecotImapTest() {
        server.createMailbox(USER, PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    MailServer server() {
        return server;
    }

    @Test
    void starttls_protects_a_connection() throws ChannelException {
        server.deliverAll(USER, mails("starttls", 2));
        Map<String, Object> document = with(imap(server), "use_tls", true);
        assertThat(inbound(document).fetch(null, intake(), NOW).stored()).isEqualTo(2);
    }

    @Test
    void a_new_uidvalidity_reads_everything_again_under_new_keys() throws ChannelException {
        server.deliverAll(USER, mails("generation", 3));
        inbound(imap(server)).fetch(null, intake(), NOW);
        server.changeUidValidity(USER);
        FetchResult again = inbound(imap(server)).fetch(intake().cursor, intake(), NOW);
        assertThat(again.resynced()).isTrue();
        assertThat(again.offered()).isEqualTo(3);
        assertThat(intake().stored).hasSize(6);
        assertThat(inbound(imap(server)).fetch(intake().cursor, intake(), NOW).resynced())
                .isFalse();
    }

    @Test
    void a_new_uidvalidity_does_not_bring_in_what_was_there_before_the_start() throws ChannelException {
        server.deliverAll(USER, mails("history", 3));
        Map<String, Object> document = with(imap(server), "start_from", "now");
        inbound(document).fetch(null, intake(), NOW.plusSeconds(400L * 86_400));
        server.changeUidValidity(USER);
        FetchResult again = inbound(document).fetch(intake().cursor, intake(), NOW);
        assertThat(again.resynced()).isTrue();
        assertThat(again.offered()).isZero();
    }
}
