package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.USER;
import static io.deskwire.adapter.imap.Mails.mails;
import static io.deskwire.adapter.imap.Mails.pop3;
import static io.deskwire.adapter.imap.Mails.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.failure.ChannelException;
import io.deskwire.testkit.mail.DovecotServer;
import io.deskwire.testkit.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsDovecot.class)
final class DovecotPop3Test extends Pop3Contract {

    private final DovecotServer server = DovecotServer.start();

    DovecotPop3Test() {
        server.createMailbox(Mails.USER, Mails.PASSWORD);
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
    void stls_protects_a_connection() throws ChannelException {
        server.deliverAll(USER, mails("stls", 2));
        assertThat(fetch(with(pop3(server), "use_tls", true)).stored()).isEqualTo(2);
    }
}
