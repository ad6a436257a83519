package io.deskwire.app.http;

import io.deskwire.testkit.oauth.OAuthServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An empty IMAP mailbox that opens for its user with a live access token of an authorization server, and for nobody else. */
final class TokenMailbox implements AutoCloseable {

    private static final Pattern XOAUTH2 = Pattern.compile("user=([^\1]*)\1auth=Bearer ([^\1]*)\1\1");

    private final OAuthServer oauth;
    private final ServerSocket socket;
    private final AtomicInteger opened = new AtomicInteger();

    private TokenMailbox(OAuthServer oauth, ServerSocket socket) {
        this.oauth = oauth;
        this.socket = socket;
    }

    static TokenMailbox start(OAuthServer oauth) {
        try {
            TokenMailbox mailbox = new TokenMailbox(oauth, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            mailbox.spawn(mailbox::listen);
            return mailbox;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How often the folder was opened. */
    int opened() {
        return opened.get();
    }

    private void spawn(Runnable work) {
        Thread thread = new Thread(work, "token-mailbox");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                spawn(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = connection.getOutputStream();
            say(out, "* OK ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 4);
                String verb = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
                String tag = words[0];
                switch (verb) {
                    case "CAPABILITY" -> say(out, "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
                    case "SELECT", "EXAMINE" -> {
                        opened.incrementAndGet();
                        say(out, "* FLAGS (\\Seen)");
                        say(out, "* 0 EXISTS");
                        say(out, "* 0 RECENT");
                        say(out, "* OK [UIDVALIDITY 7] fixed");
                        say(out, "* OK [UIDNEXT 1] next");
                    }
                    case "LOGOUT" -> say(out, "* BYE");
                    default -> {}
                }
                boolean refused = verb.equals("AUTHENTICATE") && !opens(words[3]);
                say(out, tag + (refused ? " NO [AUTHENTICATIONFAILED] Invalid credentials" : " OK done"));
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private boolean opens(String response) {
        Matcher said = XOAUTH2.matcher(new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8));
        return said.matches()
                && oauth.accountOf(said.group(2)).filter(said.group(1)::equals).isPresent();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
