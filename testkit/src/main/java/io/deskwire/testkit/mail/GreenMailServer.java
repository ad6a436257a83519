package io.deskwire.testkit.mail;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * GreenMail inside this JVM. Starts in well under a second. Whatever comes in by SMTP for an address lands in the mailbox
 * of that name, which is created with its name for a password where it is missing. Knows no STARTTLS and cannot change
 * UIDVALIDITY.
 */
public final class GreenMailServer implements MailServer {

    private final Restartable greenMail;
    private final int[] ports;

    private GreenMailServer(Restartable greenMail, int[] ports) {
        this.greenMail = greenMail;
        this.ports = ports;
    }

    /** Starts a server. */
    public static GreenMailServer start() {
        if (System.getProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY) == null) {
            System.setProperty(
                    DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
                    TestCertificate.keyStore().toString());
            System.setProperty(
                    DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY, TestCertificate.STORE_PASSWORD);
        }
        int[] ports = FreePorts.take(5);
        String[] protocols = {
            ServerSetup.PROTOCOL_IMAP,
            ServerSetup.PROTOCOL_IMAPS,
            ServerSetup.PROTOCOL_POP3,
            ServerSetup.PROTOCOL_POP3S,
            ServerSetup.PROTOCOL_SMTP
        };
        ServerSetup[] setups = new ServerSetup[protocols.length];
        for (int i = 0; i < setups.length; i++) {
            setups[i] = new ServerSetup(ports[i], "127.0.0.1", protocols[i]);
            setups[i].setServerStartupTimeout(10_000);
        }
        Restartable greenMail = new Restartable(setups);
        greenMail.start();
        return new GreenMailServer(greenMail, ports);
    }

    @Override
    public int imapPort() {
        return ports[0];
    }

    @Override
    public int imapsPort() {
        return ports[1];
    }

    @Override
    public int pop3Port() {
        return ports[2];
    }

    @Override
    public int pop3sPort() {
        return ports[3];
    }

    @Override
    public OptionalInt smtpPort() {
        return OptionalInt.of(ports[4]);
    }

    @Override
    public void createMailbox(String user, String password) {
        greenMail.setUser(user, user, password);
    }

    /** Creates a folder beside the INBOX. */
    public void createFolder(String user, String folder) {
        try {
            hosts().createMailbox(user(user), folder);
        } catch (Exception e) {
            throw new IllegalStateException("cannot create " + folder, e);
        }
    }

    @Override
    public void deliverAll(String user, List<byte[]> messages) {
        Session session = Session.getInstance(new Properties());
        try {
            for (byte[] message : messages) {
                user(user).deliver(new MimeMessage(session, new ByteArrayInputStream(message)));
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("cannot deliver", e);
        }
    }

    @Override
    public List<byte[]> messages(String user, String folder) {
        MailFolder found = folder.equals("INBOX") ? inbox(user) : hosts().getFolder(user(user), folder);
        List<byte[]> all = new ArrayList<>();
        if (found == null) {
            return all;
        }
        for (StoredMessage message : found.getMessages()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                message.getMimeMessage().writeTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MessagingException e) {
                throw new IllegalStateException("cannot read", e);
            }
            all.add(bytes.toByteArray());
        }
        return all;
    }

    @Override
    public void restart() {
        greenMail.restart();
    }

    @Override
    public void changeUidValidity(String user) {
        throw new UnsupportedOperationException("GreenMail never changes it");
    }

    @Override
    public void close() {
        greenMail.stop();
    }

    private GreenMailUser user(String name) {
        GreenMailUser user = greenMail.getManagers().getUserManager().getUser(name);
        return user == null ? greenMail.setUser(name, name, name) : user;
    }

    private MailFolder inbox(String user) {
        try {
            return hosts().getInbox(user(user));
        } catch (FolderException e) {
            throw new IllegalStateException("cannot open the INBOX", e);
        }
    }

    private ImapHostManager hosts() {
        return greenMail.getManagers().getImapHostManager();
    }

    /** GreenMail's own stop forgets all mail. */
    private static final class Restartable extends GreenMail {

        Restartable(ServerSetup[] setups) {
            super(setups);
        }

        synchronized void restart() {
            services.values().forEach(AbstractServer::stopService);
            start();
        }
    }
}
