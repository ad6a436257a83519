package io.deskwire.adapter.imap;

import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.testkit.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class GreenMailPop3Test extends Pop3Contract {

    private final GreenMailServer server = GreenMailServer.start();

    @BeforeEach
    void mailbox() {
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
}
