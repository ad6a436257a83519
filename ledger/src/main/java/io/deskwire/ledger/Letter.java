package io.deskwire.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One numbered message of a customer.
 *
 * @param number from 1, over all channels
 * @param customer who writes, and so which conversation it belongs to
 * @param turn its place in the conversation, from 1
 * @param kind what should become of it
 * @param shuffled whether its conversation is handed over in the wrong order
 */
record Letter(int number, String customer, int turn, Kind kind, boolean shuffled) {

    private static final Pattern NUMBER = Pattern.compile("Ledger (\\d+)\\b");

    /** What should become of a message. */
    enum Kind {
        /** A ticket. */
        PLAIN("plain"),
        /** A rule drops it. */
        DROPPED("newsletterword"),
        /** A rule holds it among the dead letters. */
        HELD("quarantineword");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What rules look for. */
        String word() {
            return word;
        }
    }

    /** The number in some text, 0 where there is none. */
    static int numberIn(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The same where its order is not known. */
    Letter unordered() {
        return new Letter(number, customer, turn, kind, true);
    }

    String subject() {
        return "Ledger " + number + " " + kind.word();
    }

    String from() {
        return customer + "@customer.example";
    }

    private String id(int ofTurn) {
        return customer + "-" + ofTurn + "@customer.example";
    }

    /** The mail; about 2 KB, each fiftieth about 60 KB, some with a file. */
    byte[] mail(String to, Random random) {
        int lines = number % 50 == 0 ? 900 : 20 + random.nextInt(20);
        StringBuilder body = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            body.append("line ")
                    .append(line)
                    .append(' ')
                    .append(Long.toHexString(random.nextLong()))
                    .append(" of a mail\r\n");
        }
        @Nullable String before = turn > 1 ? id(turn - 1) : null;
        String thread = before == null ? "" : "In-Reply-To: <" + before + ">\r\nReferences: <" + before + ">\r\n";
        String head = "From: Customer <" + from() + ">\r\nTo: " + to + "\r\nSubject: " + subject() + "\r\nMessage-ID: <"
                + id(turn) + ">\r\n" + thread + "Date: Mon, 2 Mar 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n";
        String mail = number % 7 == 0
                ? head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
                        + body
                        + "--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + "JVBERi0xLjQK\r\n--b--\r\n"
                : head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body;
        return mail.getBytes(StandardCharsets.UTF_8);
    }
}
