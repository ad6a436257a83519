package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Account.Mechanism;
import io.deskwire.adapter.imap.Credentials.Credential;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One POP3 connection (RFC 1939, 2449, 2595, 3206). Angus keeps its POP3 protocol class to itself and buffers whole
 * messages; this one streams them, can pipeline, and sees response codes. Used by one thread.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class Pop3Connection {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);
    private static final long COMMAND_BYTES = 256 * 1024;
    private static final int MAX_LINE = 8 * 1024;

    private MailSocket socket;
    private InputStream in;
    private OutputStream out;
    private final String greeting;
    private Map<String, String> capabilities = Map.of();

    private Pop3Connection(MailSocket socket) throws IOException, Refusal {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        this.out = socket.getOutputStream();
        this.greeting = reply();
    }

    static Pop3Connection greet(MailSocket socket) throws IOException, Refusal {
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "the greeting")) {
            Pop3Connection connection = new Pop3Connection(socket);
            connection.readCapabilities();
            return connection;
        }
    }

    MailSocket socket() {
        return socket;
    }

    /** The greeting's words. */
    String greeting() {
        return greeting;
    }

    boolean can(String capability) {
        return capabilities.containsKey(capability);
    }

    /** Switches to TLS; the caller has checked that it is offered. */
    void secure(TlsTrust trust, String host) throws IOException, Refusal {
        command("STLS");
        // Whatever arrived in the clear behind the answer is dropped with the old buffer (CVE-2011-0411).
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "STLS")) {
            socket = trust.secure(socket, host);
        }
        in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        out = socket.getOutputStream();
        readCapabilities();
    }

    /** Signs in; false when the server offers nothing we may use. */
    boolean authenticate(Credential credential, Endpoint endpoint) throws IOException, Refusal {
        String offered = " " + capabilities.getOrDefault("SASL", "") + " ";
        String mechanism = credential.saslName();
        if (offered.contains(" " + mechanism + " ")) {
            sasl(mechanism, credential.initialResponse(endpoint));
        } else if (credential.mechanism() == Mechanism.PASSWORD) {
            command("USER " + line(credential.username()));
            command("PASS " + line(credential.secret().reveal()));
        } else {
            return false;
        }
        readCapabilities();
        return true;
    }

    private void sasl(String mechanism, String response) throws IOException, Refusal {
        limits();
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "signing in")) {
            send("AUTH " + mechanism);
            String answer = readLine();
            if (answer.startsWith("+ ") || answer.equals("+")) {
                send(response);
                answer = readLine();
                if (answer.startsWith("+ ") || answer.equals("+")) {
                    // The error report of the OAuth mechanisms: an empty answer brings the final reply.
                    send("");
                    answer = readLine();
                }
            }
            check(answer);
        }
    }

    private static String line(String value) throws IOException {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
            throw new IOException("a line break in a user name or password");
        }
        return value;
    }

    /** One command with a one-line answer; its words. */
    String command(String line) throws IOException, Refusal {
        limits();
        try (Deadline limit = Deadline.of(socket, COMMAND_LIMIT, "a POP3 command")) {
            send(line);
            String answer = reply();
            socket.note("POP3", line, "OK");
            return answer;
        } catch (Refusal e) {
            socket.note("POP3", line, "refused");
            throw e;
        }
    }

    /** One command with an answer of several lines, each handed to the sink. */
    void listing(String line, long mostBytes, LineSink sink) throws IOException, Refusal {
        socket.guard().allow(mostBytes, 0);
        try (Deadline limit = Deadline.of(socket, Transfers.limit(mostBytes / 16), "a POP3 listing")) {
            send(line);
            reply();
            for (String next = readLine(); !next.equals("."); next = readLine()) {
                sink.line(next.startsWith(".") ? next.substring(1) : next);
            }
        }
    }

    /** Sends commands together; each one's answer is read with {@link #reply} and what follows it. */
    void send(String lines) throws IOException {
        out.write((lines + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads a one-line answer. */
    String reply() throws IOException, Refusal {
        return check(readLine());
    }

    /** The content behind a positive answer to RETR or TOP, undotted; must be read to its end. */
    InputStream content() {
        return new DotContent(in);
    }

    /** Sets what the server may send from here on. */
    void allow(long bytes) {
        socket.guard().allow(bytes, 0);
    }

    /** QUIT, which makes deletions happen. */
    void quit() throws IOException, Refusal {
        command("QUIT");
    }

    void abort() {
        socket.abort("closed");
    }

    private void limits() {
        socket.guard().allow(COMMAND_BYTES, 0);
    }

    private void readCapabilities() throws IOException {
        Map<String, String> found = new HashMap<>();
        try {
            listing("CAPA", COMMAND_BYTES, line -> {
                String[] words = line.strip().split("\\s+", 2);
                found.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "");
            });
        } catch (Refusal e) {
            // Servers older than RFC 2449 do not know the command.
            found.clear();
        }
        capabilities = found;
    }

    private static String check(String answer) throws Refusal, IOException {
        if (answer.startsWith("+OK")) {
            return answer.substring(3).strip();
        }
        if (answer.startsWith("-ERR")) {
            throw Refusal.of(answer.substring(4).strip());
        }
        throw new IOException("the server's answer is no proper POP3");
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (line.size() > MAX_LINE) {
                throw new ResponseGuard.HostileServerException("the server sent a line of more than 8 KB");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Takes lines. */
    interface LineSink {
        void line(String line);
    }

    /** The server answered -ERR. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        private Refusal(String text, String code) {
            super(text);
            this.code = code;
        }

        static Refusal of(String rest) {
            int end = rest.indexOf(']');
            if (rest.startsWith("[") && end > 0) {
                return new Refusal(
                        Failures.shown(rest.substring(end + 1)),
                        rest.substring(1, end).toUpperCase(Locale.ROOT));
            }
            return new Refusal(Failures.shown(rest), "");
        }

        /** The response code (RFC 2449 section 8, RFC 3206), or empty. */
        String code() {
            return code;
        }

        @Nullable String codeOrNull() {
            return code.isEmpty() ? null : code;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }
}
