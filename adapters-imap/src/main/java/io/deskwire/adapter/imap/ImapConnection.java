package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Account.Mechanism;
import io.deskwire.adapter.imap.Credentials.Credential;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * One IMAP connection on Angus' protocol layer, without its store, pool and folders: commands can be pipelined, answers
 * are read one by one into one buffer, and every command has limits on bytes and time. Used by one thread.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class ImapConnection extends IMAPProtocol {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);
    private static final long COMMAND_BYTES = 4L << 20;
    private static final long COMMAND_LITERAL = 256 * 1024;

    private final MailSocket original;
    private final StartTlsFactory upgrade;
    private MailSocket socket;

    /** Non-null while {@link #next} reads: one buffer for all answers, grown as needed. */
    private @Nullable ByteArray lent;

    private @Nullable ByteArray buffer;

    private ImapConnection(MailSocket socket, StartTlsFactory upgrade, Properties properties)
            throws IOException, ProtocolException {
        super(
                "imap",
                "127.0.0.1", // Never connected to: Angus would look a name up again.
                socket.getPort(),
                properties,
                false,
                new MailLogger(ImapConnection.class, null, false, null));
        this.original = socket;
        this.upgrade = upgrade;
        this.socket = socket;
    }

    /** Reads the greeting and the capabilities. */
    static ImapConnection greet(MailSocket socket, TlsTrust trust, String host) throws IOException {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", new ConnectedFactory(socket));
        properties.put("mail.imap.socketFactory.fallback", "false");
        StartTlsFactory upgrade = new StartTlsFactory(trust, host);
        properties.put("mail.imap.ssl.socketFactory", upgrade);
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "the greeting")) {
            return new ImapConnection(socket, upgrade, properties);
        } catch (ProtocolException | RuntimeException e) {
            throw notImap(e);
        }
    }

    /** The socket in use now. */
    MailSocket socket() {
        return socket;
    }

    /** Switches to TLS; the caller has checked that it is offered. */
    void secure() throws IOException, ImapRefusal {
        if (isAuthenticated()) {
            // RFC 3501 section 6.2.1: STARTTLS is impossible after a PREAUTH greeting, a known way to strip it.
            throw new ResponseGuard.HostileServerException("the server greets with PREAUTH, which rules STARTTLS out");
        }
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "STARTTLS")) {
            startTLS();
            MailSocket secured = upgrade.made();
            if (secured == null) {
                throw new IOException("STARTTLS left the connection plain");
            }
            socket = secured;
            capability();
        } catch (org.eclipse.angus.mail.iap.CommandFailedException | org.eclipse.angus.mail.iap.BadCommandException e) {
            throw ImapRefusal.of(e.getResponse());
        } catch (ProtocolException | RuntimeException e) {
            throw notImap(e);
        }
    }

    /** Signs in; {@code LOGIN} only where the server has no AUTH=PLAIN. */
    void authenticate(Credential credential, Endpoint endpoint) throws IOException, ImapRefusal, NoMechanism {
        String mechanism = credential.saslName();
        if (hasCapability("AUTH=" + mechanism)) {
            sasl(mechanism, credential.initialResponse(endpoint));
        } else if (credential.mechanism() == Mechanism.PASSWORD && !hasCapability("LOGINDISABLED")) {
            Argument arguments = new Argument();
            arguments.writeString(credential.username(), StandardCharsets.UTF_8);
            arguments.writeString(credential.secret().reveal(), StandardCharsets.UTF_8);
            suspendTracing();
            try {
                run("LOGIN", arguments);
            } finally {
                resumeTracing();
            }
        } else {
            throw new NoMechanism();
        }
        // What is offered usually changes with the sign-in (RFC 3501 section 6.2.3).
        run("CAPABILITY", null);
    }

    private void sasl(String mechanism, String response) throws IOException, ImapRefusal {
        allow(COMMAND_BYTES, COMMAND_LITERAL);
        boolean initial = hasCapability("SASL-IR");
        suspendTracing();
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "signing in")) {
            String tag = writeCommand("AUTHENTICATE " + mechanism + (initial ? " " + response : ""), null);
            boolean sent = initial;
            while (true) {
                Response answer = readResponse();
                if (answer.isContinuation()) {
                    // A second challenge is the error report of the OAuth mechanisms: an empty answer ends it.
                    String line = sent ? "" : response;
                    sent = true;
                    getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    getOutputStream().flush();
                } else if (answer.isTagged() && tag.equals(answer.getTag())) {
                    socket.note("IMAP", "AUTHENTICATE", answer.isOK() ? "OK" : "NO");
                    refuseUnlessOk(answer);
                    return;
                }
                // A BYE may come before the answer that says why; without one the next read fails.
            }
        } catch (ProtocolException | RuntimeException e) {
            throw notImap(e);
        } finally {
            resumeTracing();
        }
    }

    /** Opens a folder, {@code readOnly} with EXAMINE. */
    MailboxInfo open(String folder, boolean readOnly) throws IOException, ImapRefusal {
        Argument arguments = new Argument();
        writeMailboxName(arguments, folder);
        Response[] answers = run(readOnly ? "EXAMINE" : "SELECT", arguments);
        try {
            return new MailboxInfo(answers);
        } catch (ParsingException | RuntimeException e) {
            throw notImap(e);
        }
    }

    /** An argument that names a folder. */
    Argument folderName(String folder) {
        Argument arguments = new Argument();
        writeMailboxName(arguments, folder);
        return arguments;
    }

    /** One command with a small answer. */
    Response[] run(String command, @Nullable Argument arguments) throws IOException, ImapRefusal {
        return run(command, arguments, COMMAND_LIMIT);
    }

    /** One command with a small answer that may take its time. */
    Response[] run(String command, @Nullable Argument arguments, Duration limitOfTime) throws IOException, ImapRefusal {
        allow(COMMAND_BYTES, COMMAND_LITERAL);
        Response[] answers;
        try (Deadline limit = Deadline.of(socket, limitOfTime, verb(command))) {
            answers = command(command, arguments);
        } catch (RuntimeException e) {
            throw notImap(e);
        }
        handleCapabilityResponse(answers);
        Response result = result(answers);
        socket.note("IMAP", command, result.isOK() ? "OK" : result.isNO() ? "NO" : "BAD");
        refuseUnlessOk(result);
        return answers;
    }

    /** Sends a command without waiting; {@link #next} reads what comes back. */
    String send(String command) throws IOException {
        try {
            return writeCommand(command, null);
        } catch (ProtocolException e) {
            throw notImap(e);
        }
    }

    /** Sets what the server may send from here on. */
    void allow(long bytes, long largestLiteral) {
        socket.guard().allow(bytes, largestLiteral);
    }

    /**
     * The next answer. It stands in a buffer that the next call overwrites.
     *
     * @throws IOException also for BYE
     */
    IMAPResponse next() throws IOException {
        if (buffer == null) {
            // Small, and grown by the first large answer: thousands of connections only wait for news.
            buffer = new ByteArray(256);
        }
        lent = buffer;
        try {
            IMAPResponse answer = readResponse();
            if (answer.isBYE()) {
                throw new IOException("the server closed the connection: " + Failures.shown(answer.getRest()));
            }
            return answer;
        } catch (ProtocolException | RuntimeException e) {
            throw notImap(e);
        } finally {
            lent = null;
        }
    }

    /** Writes raw bytes, such as DONE, and flushes. */
    void write(byte[] bytes) throws IOException {
        getOutputStream().write(bytes);
        getOutputStream().flush();
    }

    /** Says good-bye if that works at once, and closes. */
    void end() {
        try (Deadline limit = Deadline.of(socket, Duration.ofSeconds(5), "LOGOUT")) {
            if (!Thread.currentThread().isInterrupted()) {
                logout();
            }
        } catch (ProtocolException | RuntimeException e) {
            // Everything that matters is done.
        } finally {
            abort();
        }
    }

    /** Closes without a word. */
    void abort() {
        disconnect();
        original.abort("closed");
    }

    /** Angus puts a BYE last, behind the tagged answer that says why. */
    private static Response result(Response[] answers) {
        for (int i = answers.length - 1; i >= 0; i--) {
            if (answers[i].isTagged()) {
                return answers[i];
            }
        }
        return answers[answers.length - 1];
    }

    static void refuseUnlessOk(Response answer) throws IOException, ImapRefusal {
        if (answer.isOK()) {
            return;
        }
        if (answer.isNO() || answer.isBAD()) {
            throw ImapRefusal.of(answer);
        }
        if (answer.getException() instanceof IOException e) {
            throw e;
        }
        throw new IOException("the server closed the connection: " + Failures.shown(answer.getRest()));
    }

    /** FETCH answers are left to {@link FetchLine}: Angus would parse nested structures nobody asked for. */
    @Override
    public IMAPResponse readResponse() throws IOException, ProtocolException {
        return new IMAPResponse(this);
    }

    @Override
    protected @Nullable ByteArray getResponseBuffer() {
        return lent;
    }

    private static String verb(String command) {
        String[] words = command.split(" ", 3);
        return words[0].equals("UID") && words.length > 1 ? "UID " + words[1] : words[0];
    }

    private static IOException notImap(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
        }
        return new IOException("the server's answer is no proper IMAP", e);
    }

    /** The server offers no mechanism we may use. */
    static final class NoMechanism extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Gives Angus the socket that is connected already. */
    private static final class ConnectedFactory extends SocketFactory {
        private final MailSocket socket;

        ConnectedFactory(MailSocket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort) {
            return socket;
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
            return socket;
        }
    }
}
