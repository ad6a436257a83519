package io.deskwire.app.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A mail server that takes a whole message and hangs up before it says whether it keeps it. */
final class ForgetfulSmtp implements AutoCloseable {

    private final ServerSocket server;

    ForgetfulSmtp() {
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "forgetful-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException e) {
                // The caller went away, or the test is over.
            }
        }
    }

    private static void talk(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        say(out, "220 ready");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data) {
                if (line.equals(".")) {
                    return;
                }
            } else if (line.startsWith("EHLO")) {
                say(out, "250-forgetful.example\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN");
            } else if (line.startsWith("AUTH LOGIN")) {
                say(out, "334 VXNlcm5hbWU6");
                in.readLine();
                say(out, "334 UGFzc3dvcmQ6");
                in.readLine();
                say(out, "235 welcome");
            } else if (line.startsWith("AUTH")) {
                say(out, "235 welcome");
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go on");
            } else if (line.startsWith("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 fine");
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
