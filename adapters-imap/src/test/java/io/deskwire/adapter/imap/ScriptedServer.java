package io.deskwire.adapter.imap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that does exactly what a test tells it, good or bad. Each connection runs the script on its own thread. */
final class ScriptedServer implements AutoCloseable {

    /** What a connection does; an exception from the socket ends it. */
    interface Script {
        void run(Wire wire) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread acceptor = new Thread(() -> accept(script));
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections there were. */
    int connections() {
        return sockets.size();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> {
                    try (socket) {
                        script.run(new Wire(socket));
                    } catch (IOException e) {
                        // The client left.
                    }
                });
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            // Gone already.
        }
    }

    /** One connection. */
    final class Wire {
        final Socket socket;
        private final InputStream in;
        final OutputStream out;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void say(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** The next line, or null at the end. */
        @Nullable String hear() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return null;
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            heard.add(text);
            return text;
        }

        /** Blocks until the client goes. */
        void stall() throws IOException {
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }
    }

    /** An IMAP server with given answers to FETCH; everything else is as it should be. */
    static ScriptedServer imap(String capabilities, FetchScript fetch) {
        return new ScriptedServer(wire -> {
            wire.say("* OK [CAPABILITY " + capabilities + "] ready");
            for (String line = wire.hear(); line != null; line = wire.hear()) {
                String tag = line.substring(0, Math.max(0, line.indexOf(' ')));
                String command = line.substring(line.indexOf(' ') + 1);
                if (command.startsWith("CAPABILITY")) {
                    wire.say("* CAPABILITY " + capabilities);
                    wire.say(tag + " OK done");
                } else if (command.startsWith("SELECT") || command.startsWith("EXAMINE")) {
                    wire.say("* 3 EXISTS");
                    wire.say("* OK [UIDVALIDITY 77] ok");
                    wire.say("* OK [UIDNEXT 4] ok");
                    wire.say(tag + " OK [READ-WRITE] done");
                } else if (command.startsWith("UID FETCH")) {
                    fetch.answer(wire, tag, command);
                } else if (command.startsWith("LOGOUT")) {
                    wire.say("* BYE");
                    wire.say(tag + " OK done");
                    return;
                } else {
                    wire.say(tag + " OK done");
                }
            }
        });
    }

    /** Answers UID FETCH. */
    interface FetchScript {
        void answer(Wire wire, String tag, String command) throws IOException;
    }

    /** The listing of three messages of ten bytes. */
    static boolean listing(Wire wire, String tag, String command) throws IOException {
        if (!command.contains("RFC822.SIZE")) {
            return false;
        }
        int from = Integer.parseInt(command.substring("UID FETCH ".length()).split("[:, ]", -1)[0]);
        for (int i = from; i <= 3; i++) {
            wire.say("* " + i + " FETCH (UID " + i
                    + " RFC822.SIZE 10 INTERNALDATE \"22-Nov-2026 09:00:00 +0000\" FLAGS ())");
        }
        wire.say(tag + " OK done");
        return true;
    }

    static Map<String, Object> imapDocument(int port) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", "127.0.0.1");
        document.put("port", port);
        document.put("use_ssl", false);
        document.put("use_tls", false);
        document.put("username", Mails.USER);
        document.put("password", Mails.PASSWORD);
        return document;
    }
}
