package io.deskwire.app.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Hands one message to a mail server by SMTP, as a customer's own server would. */
final class MailPost {

    private MailPost() {}

    /**
     * @param message header and body with LF or CRLF line ends, in UTF-8
     */
    static void send(int port, String from, String to, String message) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(out, in, "HELO customer.example", "250");
            say(out, in, "MAIL FROM:<" + from + ">", "250");
            say(out, in, "RCPT TO:<" + to + ">", "250");
            say(out, in, "DATA", "354");
            String crlf = message.replace("\r\n", "\n").replace("\n.", "\n..").replace("\n", "\r\n");
            out.write(crlf.getBytes(StandardCharsets.UTF_8));
            say(out, in, "\r\n.", "250");
            say(out, in, "QUIT", "221");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(OutputStream out, BufferedReader in, String line, String expected) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        expect(in, expected);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("the mail server said: " + line);
        }
    }
}
