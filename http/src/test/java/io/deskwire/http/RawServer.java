package io.deskwire.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;

/** A server that misbehaves on its sockets as no HTTP library would. */
final class RawServer implements AutoCloseable {

    /** What is done with one accepted connection; it is closed afterwards. */
    interface Conduct {
        void with(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Conduct conduct;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** Requests read, whole, as text. */
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    /** One entry for every connection that was closed from here. */
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

    RawServer(Conduct conduct) throws IOException {
        this.conduct = conduct;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/hook");
    }

    int connections() {
        return accepted.get();
    }

    /** The body of a request that a mock server recorded. */
    static String text(RecordedRequest request) {
        return Objects.requireNonNull(request.getBody()).utf8();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            conduct.with(new Connection(socket));
        } catch (IOException | InterruptedException e) {
            // The client left, or the test is over.
        } finally {
            closed.add("closed");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads one whole request. */
        void readRequest() throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (!text.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                text.write(readByte());
            }
            int length = 0;
            for (String line : text.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            for (int i = 0; i < length; i++) {
                text.write(readByte());
            }
            requests.add(text.toString(StandardCharsets.UTF_8));
        }

        private int readByte() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client closed");
            }
            return next;
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Ends with RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the client leaves. */
        void stall() throws IOException {
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }
    }
}
