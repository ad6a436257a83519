package io.deskwire.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP server with empty mailboxes that takes everybody in and holds any number of IDLE connections. Runs in a process
 * of its own, so that its memory is not counted; told what to do on standard input: {@code idle} answers how many
 * connections are idling, {@code push} announces a message to all of them, the end of input ends it.
 */
final class FakeImapServer {

    private static final long SMALL_STACK = 128 * 1024;

    private final Set<Session> idling = ConcurrentHashMap.newKeySet();

    private FakeImapServer() {}

    /**
     * Listens until the end of input.
     *
     * @param args the path and the password of a PKCS#12 key store
     */
    public static void main(String[] args) throws Exception {
        FakeImapServer server = new FakeImapServer();
        ServerSocket plain = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        ServerSocket tls = tls(Path.of(args[0]), args[1].toCharArray())
                .getServerSocketFactory()
                .createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        server.thread(() -> server.accept(plain));
        server.thread(() -> server.accept(tls));
        PrintStream out = System.out;
        out.println("ports " + plain.getLocalPort() + " " + tls.getLocalPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("push")) {
                for (Session session : server.idling) {
                    session.say("* 1 EXISTS");
                }
            }
            out.println(line + " " + server.idling.size());
        }
        System.exit(0);
    }

    private static SSLContext tls(Path keys, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // The process ends.
        }
    }

    private void serve(Socket socket) {
        Session session = new Session(socket);
        try (socket) {
            session.run();
        } catch (IOException e) {
            // The client hung up.
        } finally {
            idling.remove(session);
        }
    }

    private void thread(Runnable task) {
        Thread thread = new Thread(null, task, "fake-imap", SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Session {
        private final Socket socket;

        Session(Socket socket) {
            this.socket = socket;
        }

        synchronized void say(String... lines) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void run() throws IOException {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
            say("* OK ready");
            for (String line = line(in); line != null; line = line(in)) {
                String[] words = line.split(" ", 3);
                String tag = words[0];
                String command = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
                switch (command) {
                    case "CAPABILITY" -> say("* CAPABILITY IMAP4rev1 IDLE SASL-IR AUTH=PLAIN", tag + " OK done");
                    case "SELECT", "EXAMINE" ->
                        say(
                                "* 0 EXISTS",
                                "* 0 RECENT",
                                "* FLAGS (\\Seen)",
                                "* OK [UIDVALIDITY 1] ids",
                                "* OK [UIDNEXT 1] next",
                                tag + " OK [READ-ONLY] done");
                    case "IDLE" -> {
                        say("+ idling");
                        idling.add(this);
                        line(in);
                        idling.remove(this);
                        say(tag + " OK done");
                    }
                    case "LOGOUT" -> {
                        say("* BYE bye", tag + " OK done");
                        return;
                    }
                    default -> say(tag + " OK done");
                }
            }
        }

        private static @Nullable String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return null;
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
