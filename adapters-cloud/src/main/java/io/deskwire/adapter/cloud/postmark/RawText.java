package io.deskwire.adapter.cloud.postmark;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether a mail survived becoming a JSON text. A text has no bytes: what was neither ASCII nor UTF-8 in the mail was
 * turned into UTF-8 or lost, while its header still names the old character set.
 */
final class RawText {

    private static final String CHARSET = "charset=";
    private static final Set<String> UNHARMED = Set.of("utf-8", "utf8", "us-ascii", "ascii");
    private static final int LONGEST_NAME = 40;

    private boolean ascii = true;
    private boolean lost;
    private boolean foreign;
    private int replacement;
    private int matched;
    private boolean naming;
    private final StringBuilder name = new StringBuilder();

    private RawText() {}

    /** Whether the parts that Postmark read from the mail's own bytes must be used instead. */
    static boolean isDamaged(Content mail) throws IOException {
        RawText scan = new RawText();
        byte[] buffer = new byte[1 << 14];
        try (InputStream bytes = mail.open()) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    scan.take(buffer[i] & 0xff);
                }
            }
        }
        scan.name();
        return !scan.ascii && (scan.lost || scan.foreign);
    }

    private void take(int b) {
        if (b >= 0x80) {
            ascii = false;
            // U+FFFD is EF BF BD.
            replacement = b == 0xef ? 1 : replacement == 1 && b == 0xbf ? 2 : replacement == 2 && b == 0xbd ? 3 : 0;
            lost |= replacement == 3;
        } else {
            replacement = 0;
        }
        if (naming) {
            character(b);
            return;
        }
        int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
        matched = lower == CHARSET.charAt(matched) ? matched + 1 : lower == CHARSET.charAt(0) ? 1 : 0;
        if (matched == CHARSET.length()) {
            matched = 0;
            naming = true;
        }
    }

    private void character(int b) {
        boolean letter = b > ' ' && b < 0x7f && b != '"' && b != ';' && b != '\'' && b != '>';
        if (letter && name.length() < LONGEST_NAME) {
            name.append((char) b);
        } else if (letter || name.length() > 0 || b != '"') {
            name();
        }
    }

    private void name() {
        if (naming && name.length() > 0) {
            foreign |= !UNHARMED.contains(name.toString().toLowerCase(Locale.ROOT));
        }
        naming = false;
        name.setLength(0);
    }
}
