package io.deskwire.adapter.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server whose reply to each step can be replaced, by another one, by silence or by a cut. */
final class FakeSmtp implements AutoCloseable {

    static final String DROP = "<drop>";
    static final String STALL = "<stall>";

    /** By step: GREETING, EHLO, AUTH, MAIL, RCPT, DATA, CONTENT, DOT, QUIT. */
    final Map<String, String> replies = new ConcurrentHashMap<>();

    /** By recipient. */
    final Map<String, String> rcpt = new ConcurrentHashMap<>();

    final List<String> extensions = new CopyOnWriteArrayList<>(List.of("PIPELINING", "AUTH PLAIN LOGIN", "8BITMIME"));
    volatile String password = Mails.PASSWORD;

    private final AtomicInteger contents = new AtomicInteger();
    private final ScriptedServer server = new ScriptedServer(this::serve);

    int port() {
        return server.port();
    }

    List<String> heard() {
        return server.heard;
    }

    int connections() {
        return server.connections();
    }

    /** How many contents were received to their final dot. */
    int contents() {
        return contents.get();
    }

    private void serve(ScriptedServer.Wire wire) throws IOException {
        reply(wire, "GREETING", "220 fake ESMTP");
        for (String line = wire.hear(); line != null; line = wire.hear()) {
            String verb = line.length() < 4 ? line : line.substring(0, 4);
            switch (verb) {
                case "EHLO" -> ehlo(wire);
                case "AUTH" -> auth(wire, line);
                case "RCPT" -> {
                    String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    reply(wire, "RCPT", rcpt.getOrDefault(address, "250 2.1.5 ok"));
                }
                case "DATA" -> {
                    reply(wire, "DATA", "354 go on");
                    if (!replies.getOrDefault("DATA", "354").startsWith("354")) {
                        continue;
                    }
                    content(wire);
                }
                case "QUIT" -> {
                    reply(wire, "QUIT", "221 bye");
                    return;
                }
                default -> reply(wire, verb, "250 2.0.0 ok");
            }
        }
    }

    private void ehlo(ScriptedServer.Wire wire) throws IOException {
        StringBuilder text = new StringBuilder("250-fake");
        for (int i = 0; i < extensions.size(); i++) {
            text.append("\r\n250")
                    .append(i == extensions.size() - 1 ? ' ' : '-')
                    .append(extensions.get(i));
        }
        reply(wire, "EHLO", text.toString());
    }

    private void auth(ScriptedServer.Wire wire, String line) throws IOException {
        String said = new String(
                Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)), StandardCharsets.UTF_8);
        reply(wire, "AUTH", said.endsWith("\0" + password) ? "235 2.7.0 welcome" : "535 5.7.8 no");
    }

    private void content(ScriptedServer.Wire wire) throws IOException {
        if (DROP.equals(replies.get("CONTENT"))) {
            // Reset instead of an orderly end, before the dot can be read.
            wire.socket.setSoLinger(true, 0);
            throw new IOException("dropped");
        }
        for (String line = wire.hear(); line != null; line = wire.hear()) {
            if (line.equals(".")) {
                contents.incrementAndGet();
                reply(wire, "DOT", "250 2.0.0 queued as 4711");
                return;
            }
        }
    }

    private void reply(ScriptedServer.Wire wire, String step, String usual) throws IOException {
        String reply = replies.getOrDefault(step, usual);
        if (reply.equals(DROP)) {
            throw new IOException("dropped");
        }
        if (reply.equals(STALL)) {
            wire.stall();
            return;
        }
        wire.say(reply);
    }

    @Override
    public void close() {
        server.close();
    }
}
