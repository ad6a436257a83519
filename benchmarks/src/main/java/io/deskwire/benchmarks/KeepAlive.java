package io.deskwire.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** One connection to a server on this machine, over which requests go one after the other. */
final class KeepAlive implements AutoCloseable {

    /** Less than the server waits for another request. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final int port;
    private Socket socket;
    private OutputStream out;
    private InputStream in;
    private long usedAt;

    KeepAlive(int port) throws IOException {
        this.port = port;
        socket = connect();
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
    }

    private Socket connect() throws IOException {
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), port);
        connected.setTcpNoDelay(true);
        usedAt = System.nanoTime();
        return connected;
    }

    /** A whole request as it goes over the wire. */
    static byte[] post(String path, String type, String header, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type + "\r\n" + header
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Sends a request and answers the status; the answer's length has to be given by the server. */
    int send(byte[] request) throws IOException {
        if (System.nanoTime() - usedAt > KEPT.toNanos()) {
            socket.close();
            socket = connect();
            out = socket.getOutputStream();
            in = new BufferedInputStream(socket.getInputStream());
        }
        out.write(request);
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        usedAt = System.nanoTime();
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
