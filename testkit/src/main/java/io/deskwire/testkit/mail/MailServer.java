package io.deskwire.testkit.mail;

import java.util.List;
import java.util.OptionalInt;

/**
 * A mail server with mailboxes, on 127.0.0.1 and ports of its own. Its certificate is for {@code localhost} and
 * {@code 127.0.0.1} and signed by itself: trust {@link #certificatePem}.
 *
 * <p>A mailbox is named by the text a user signs in with, which may be an address.
 */
public interface MailServer extends AutoCloseable {

    /** {@code 127.0.0.1}. */
    default String host() {
        return "127.0.0.1";
    }

    /** IMAP without TLS; offers STARTTLS where the server can. */
    int imapPort();

    /** IMAP with TLS from the first byte. */
    int imapsPort();

    /** POP3 without TLS. */
    int pop3Port();

    /** POP3 with TLS from the first byte. */
    int pop3sPort();

    /** SMTP without TLS, or empty where the server takes none. */
    OptionalInt smtpPort();

    /** The server's certificate. */
    default String certificatePem() {
        return TestCertificate.pem();
    }

    /** Creates a mailbox with an INBOX. */
    void createMailbox(String user, String password);

    /** Puts a message into the INBOX as a mail server would deliver it. */
    default void deliver(String user, byte[] message) {
        deliverAll(user, List.of(message));
    }

    /** Puts messages into the INBOX, in order. */
    void deliverAll(String user, List<byte[]> messages);

    /** The messages of the INBOX with CRLF line ends, oldest first. */
    default List<byte[]> messages(String user) {
        return messages(user, "INBOX");
    }

    /** The messages of a folder with CRLF line ends, oldest first; empty when there is no such folder. */
    List<byte[]> messages(String user, String folder);

    /** Stops and starts the server; mailboxes and ports stay, connections are cut. */
    void restart();

    /**
     * Gives the INBOX a new UIDVALIDITY and, with it, its messages new UIDs.
     *
     * @throws UnsupportedOperationException where the server cannot
     */
    void changeUidValidity(String user);

    @Override
    void close();
}
