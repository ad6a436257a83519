package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names a mail that the provider gives no id: SendGrid posts the same mail again after an error, and nothing of its own making
 * tells that it is the same. A Message-ID alone is the sender's to choose, who could suppress a later mail by using it twice.
 */
final class MailKey {

    private static final int LONGEST_HEADER = 256 * 1024;
    private static final Set<String> FIELDS = Set.of("message-id", "from", "date");

    private final MessageDigest header = sha256();
    private final MessageDigest body = sha256();

    /** Takes a whole mail as bytes: its header, and what follows it. */
    MailKey mail(Content mail) throws IOException {
        try (InputStream bytes = mail.open()) {
            byte[] beginning = bytes.readNBytes(LONGEST_HEADER);
            int end = endOfHeader(beginning);
            header(new String(beginning, 0, end, StandardCharsets.ISO_8859_1));
            body.update(beginning, end, beginning.length - end);
            drain(bytes);
        }
        return this;
    }

    /** Takes a mail's header alone. */
    MailKey header(String block) {
        boolean counts = false;
        for (String line : block.split("\r?\n", -1)) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (!folded) {
                int colon = line.indexOf(':');
                counts = colon > 0
                        && FIELDS.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
            }
            if (counts) {
                header.update(line.strip().getBytes(StandardCharsets.ISO_8859_1));
                header.update((byte) '\n');
            }
        }
        return this;
    }

    /** Takes something of a mail's body. */
    MailKey part(String name, Content content) throws IOException {
        body.update((name + ":" + content.length() + ":").getBytes(StandardCharsets.UTF_8));
        try (InputStream bytes = content.open()) {
            drain(bytes);
        }
        return this;
    }

    /** The key for a copy that was received for these recipients. */
    String of(List<String> recipients) {
        MessageDigest all = sha256();
        all.update(header.digest());
        for (String recipient : new TreeSet<>(recipients)) {
            all.update((recipient + "\n").getBytes(StandardCharsets.UTF_8));
        }
        all.update(body.digest());
        return "mail:sha256-" + HexFormat.of().formatHex(all.digest());
    }

    private void drain(InputStream bytes) throws IOException {
        byte[] buffer = new byte[16_384];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            body.update(buffer, 0, read);
        }
    }

    /** Behind the empty line; everything is header where there is none. */
    private static int endOfHeader(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i + 2;
            }
            if (bytes[i] == '\n' && bytes[i + 1] == '\r' && i + 2 < bytes.length && bytes[i + 2] == '\n') {
                return i + 3;
            }
        }
        return bytes.length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
