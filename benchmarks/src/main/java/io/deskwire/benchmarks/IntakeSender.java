package io.deskwire.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A customer's side of a channel. One thread only. */
interface IntakeSender extends AutoCloseable {

    /** Hands a message over; returns when it was taken, which may need several tries. */
    void send(int number, String id) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Posts webhooks, to one server after the other.
     *
     * @param provider {@code mailgun} or {@code whatsapp}
     * @param lines of text in a mail
     */
    static IntakeSender webhooks(String provider, List<ServerProcess> servers, int tenants, int lines)
            throws IOException {
        List<KeepAlive> connections = new ArrayList<>();
        for (ServerProcess server : servers) {
            connections.add(new KeepAlive(server.port()));
        }
        return new Webhooks(provider, connections, tenants, lines);
    }

    /** Appends to one of several mailboxes. */
    static IntakeSender mailbox(int port, String user, String password, String tenant) throws IOException {
        return new Mailbox(port, user, password, tenant);
    }

    /** Posts what a provider posts. */
    final class Webhooks implements IntakeSender {
        private static final long BUSY_NANOS = 5_000_000;

        private final String provider;
        private final List<KeepAlive> connections;
        private final int tenants;
        private final IntakeMessages messages;

        Webhooks(String provider, List<KeepAlive> connections, int tenants, int lines) {
            this.provider = provider;
            this.connections = connections;
            this.tenants = tenants;
            this.messages = new IntakeMessages(lines);
        }

        @Override
        public void send(int number, String id) throws IOException {
            String tenant = IntakeMessages.tenant(number % tenants);
            SignedPosts.Post post = provider.equals("whatsapp")
                    ? messages.whatsapp(tenant, number / tenants, List.of(id))
                    : messages.mailgun(tenant, id);
            byte[] request = KeepAlive.post(
                    "/webhooks/" + provider + "/" + tenant + "/" + provider,
                    post.contentType(),
                    post.header(),
                    post.body());
            KeepAlive connection = connections.get(number / tenants % connections.size());
            int status = connection.send(request);
            while (status == 503 || status == 429) {
                // A provider comes back later; the time counts from its first try.
                LockSupport.parkNanos(BUSY_NANOS);
                status = connection.send(request);
            }
            if (status / 100 != 2) {
                throw new IOException("the webhook was answered " + status);
            }
        }

        @Override
        public void close() throws IOException {
            for (KeepAlive connection : connections) {
                connection.close();
            }
        }
    }

    /** Appends to a mailbox over a connection of its own. */
    final class Mailbox implements IntakeSender {
        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;
        private final String tenant;

        Mailbox(int port, String user, String password, String tenant) throws IOException {
            this.tenant = tenant;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            out = socket.getOutputStream();
            in.readLine();
            command("LOGIN " + user + " " + password, new byte[0]);
        }

        @Override
        public void send(int number, String id) throws IOException {
            byte[] mail = IntakeMessages.mail(tenant, id, IntakeMessages.LINES);
            byte[] literal = new byte[mail.length + 2];
            System.arraycopy(mail, 0, literal, 0, mail.length);
            literal[mail.length] = '\r';
            literal[mail.length + 1] = '\n';
            command("APPEND INBOX {" + mail.length + "}", literal);
        }

        private void command(String line, byte[] literal) throws IOException {
            out.write(("a " + line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in.readLine();
            while (answer != null && !answer.startsWith("a ")) {
                if (answer.startsWith("+")) {
                    out.write(literal);
                }
                answer = in.readLine();
            }
            if (answer == null || !answer.startsWith("a OK")) {
                throw new IOException("the mail server answered " + answer);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
