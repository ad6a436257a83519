package io.deskwire.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A mail server that takes everything, and can refuse for a while or hang up after it took something. */
final class SmtpStub implements AutoCloseable {

    /** What the next mails meet. */
    enum Trouble {
        NONE,
        /** 451 at the end of the data. */
        LATER,
        /** The mail is taken, the connection ends before the answer. */
        CUT_AFTER_ACCEPTING,
        /** The connection ends in the middle of the data. */
        CUT_BEFORE_ACCEPTING
    }

    private final ServerSocket server;
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private Trouble trouble = Trouble.NONE;
    private int times;

    SmtpStub() {
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Mails in the order in which they were taken. */
    List<String> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    synchronized void trouble(Trouble next, int nextTimes) {
        trouble = next;
        times = nextTimes;
    }

    private synchronized Trouble met() {
        return times-- > 0 ? trouble : Trouble.NONE;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                thread(() -> talk(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            say(out, "220 ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("EHLO")) {
                    say(out, "250-stub.example\r\n250-8BITMIME\r\n250 AUTH PLAIN");
                } else if (line.startsWith("AUTH")) {
                    say(out, "235 welcome");
                } else if (line.equals("DATA")) {
                    say(out, "354 go on");
                    if (!data(in, out)) {
                        return;
                    }
                } else if (line.startsWith("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 fine");
                }
            }
        } catch (IOException e) {
            // The caller went away.
        }
    }

    private boolean data(BufferedReader in, OutputStream out) throws IOException {
        Trouble met = met();
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (met == Trouble.CUT_BEFORE_ACCEPTING) {
                return false;
            }
            if (!line.equals(".")) {
                mail.append(line).append("\r\n");
                continue;
            }
            if (met == Trouble.LATER) {
                say(out, "451 4.3.0 try again later");
                return true;
            }
            taken.add(mail.toString());
            if (met == Trouble.CUT_AFTER_ACCEPTING) {
                return false;
            }
            say(out, "250 2.0.0 taken");
            return true;
        }
        return false;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "smtp-stub");
        thread.setDaemon(true);
        thread.start();
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
