package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Account.Mechanism;
import io.deskwire.adapter.imap.Credentials.Credential;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP connection on Angus' transport: greeting, EHLO, STARTTLS and replies are Angus', the steps of a transaction are
 * ours, because only then is it known whether the end of the content went out. Used by one thread.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class SmtpConnection extends SMTPTransport {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
    private static final long COMMAND_BYTES = 256 * 1024;

    private final StartTlsFactory upgrade;
    private MailSocket socket;
    private boolean dataOpen;

    private SmtpConnection(Session session, MailSocket socket, StartTlsFactory upgrade) {
        super(session, new URLName("smtp", "127.0.0.1", socket.getPort(), null, null, null));
        this.socket = socket;
        this.upgrade = upgrade;
    }

    /** Reads the greeting and says EHLO. */
    static SmtpConnection greet(MailSocket socket, TlsTrust trust, String host) throws IOException, SmtpRefusal {
        Properties properties = new Properties();
        StartTlsFactory upgrade = new StartTlsFactory(trust, host);
        properties.put("mail.smtp.ssl.socketFactory", upgrade);
        properties.put("mail.smtp.auth", "false");
        properties.put("mail.smtp.localhost", literal(socket.getLocalAddress()));
        SmtpConnection connection = new SmtpConnection(Session.getInstance(properties), socket, upgrade);
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "the greeting")) {
            socket.guard().allow(COMMAND_BYTES, 0);
            connection.connect(socket);
            return connection;
        } catch (MessagingException | RuntimeException e) {
            connection.abort();
            throw connection.failed(e);
        }
    }

    /** RFC 5321 section 4.1.3: a client without a name of its own gives its address. */
    private static String literal(InetAddress local) {
        String text = local.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return local instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    MailSocket socket() {
        return socket;
    }

    /** STARTTLS and a second EHLO; the caller has checked that it is offered. */
    synchronized void secure() throws IOException, SmtpRefusal {
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "STARTTLS")) {
            startTLS();
            MailSocket secured = upgrade.made();
            if (secured == null) {
                throw new IOException("STARTTLS left the connection plain");
            }
            socket = secured;
            if (!ehlo(getLocalHost())) {
                throw SmtpRefusal.of(reply());
            }
        } catch (MessagingException e) {
            throw failed(e);
        }
    }

    /** Signs in; false when the server offers nothing we may use. */
    boolean authenticate(Credential credential, Endpoint endpoint) throws IOException, SmtpRefusal {
        String mechanism = credential.saslName();
        String offered = String.valueOf(getExtensionParameter("AUTH")).toUpperCase(Locale.ROOT) + " ";
        SmtpReply reply;
        if ((" " + offered).contains(" " + mechanism + " ")) {
            reply = command("AUTH " + mechanism + " " + credential.initialResponse(endpoint));
            if (reply.code() == 334) {
                // The error report of the OAuth mechanisms: an empty answer brings the final reply.
                reply = command("");
            }
        } else if (credential.mechanism() == Mechanism.PASSWORD && (" " + offered).contains(" LOGIN ")) {
            reply = command("AUTH LOGIN");
            if (reply.code() == 334) {
                reply = command(Credential.base64(credential.username()));
            }
            if (reply.code() == 334) {
                reply = command(Credential.base64(credential.secret().reveal()));
            }
        } else {
            return false;
        }
        if (reply.code() != 235) {
            throw SmtpRefusal.of(reply);
        }
        return true;
    }

    /** One command and its reply, whatever it is. */
    SmtpReply command(String line) throws IOException {
        return command(line, COMMAND_LIMIT);
    }

    private synchronized SmtpReply command(String line, Duration limitOfTime) throws IOException {
        socket.guard().allow(COMMAND_BYTES, 0);
        try (Deadline limit = Deadline.of(socket, limitOfTime, "the answer to an SMTP command")) {
            simpleCommand(line);
            SmtpReply reply = reply();
            if (reply.code() < 200) {
                throw new IOException("the server closed the connection or answered no SMTP");
            }
            socket.note("SMTP", line, String.valueOf(reply.code()));
            return reply;
        } catch (MessagingException e) {
            throw cause(e);
        }
    }

    /**
     * Opens the content with DATA.
     *
     * @return where it goes, dots doubled and line ends made CRLF; null when the server refused, see {@link #reply}
     */
    synchronized @Nullable OutputStream openData() throws IOException {
        socket.guard().allow(COMMAND_BYTES, 0);
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "DATA")) {
            OutputStream out = data();
            dataOpen = true;
            return out;
        } catch (SMTPSendFailedException e) {
            if (reply().code() < 400) {
                throw new IOException("the server closed the connection or answered no SMTP", e);
            }
            return null;
        } catch (MessagingException e) {
            throw cause(e);
        }
    }

    /** Writes the content; a failure here is certain: without its final dot the server drops it. */
    void write(Composed composed, OutputStream content) throws IOException {
        try (Deadline limit = Deadline.of(socket, Transfers.limit(composed.size()), "sending the message")) {
            composed.writeTo(content);
        }
    }

    /** Sends the final dot and waits for what the server says; RFC 5321 section 4.5.3.2.6 gives it ten minutes. */
    SmtpReply closeData(OutputStream content, Duration patience) throws IOException {
        ((SMTPOutputStream) content).ensureAtBOL();
        socket.setSoTimeout((int) patience.toMillis());
        SmtpReply reply = command(".", patience);
        dataOpen = false;
        return reply;
    }

    /** The last reply. */
    synchronized SmtpReply reply() {
        return SmtpReply.parse(getLastReturnCode(), getLastServerResponse());
    }

    /** QUIT where that is possible, and the end; never fails. */
    synchronized void end() {
        if (!dataOpen && !socket.isClosed()) {
            try (Deadline limit = Deadline.of(socket, Duration.ofSeconds(5), "QUIT")) {
                simpleCommand("QUIT");
            } catch (MessagingException | RuntimeException e) {
                // The message is handed over; nothing depends on this.
            }
        }
        abort();
    }

    /** Closes without a word. */
    void abort() {
        socket.abort("closed");
    }

    private IOException failed(Exception e) throws SmtpRefusal {
        SmtpReply reply = reply();
        if (reply.code() >= 400 && ioCause(e) == null) {
            throw SmtpRefusal.of(reply);
        }
        return cause(e);
    }

    private static IOException cause(Exception e) {
        IOException io = ioCause(e);
        return io == null ? new IOException("the server's answer is no proper SMTP", e) : io;
    }

    private static @Nullable IOException ioCause(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
        }
        return null;
    }
}
