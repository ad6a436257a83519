package io.deskwire.mime.parse;

import io.deskwire.mime.header.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same as another. The Message-ID alone does not: some senders use one id for many messages.
 * The fields that each hop adds do not count, so that one mail on two routes is one.
 */
final class DedupeKey {

    private static final String[] VISIBLE = {"from", "to", "cc", "subject", "date", "message-id"};
    private static final int DIGITS = 24;
    private static final int LONGEST_ID = 400;

    private DedupeKey() {}

    static String of(Fields fields, @Nullable String messageId, BodyDigest body) {
        MessageDigest all = BodyDigest.sha256();
        for (String name : VISIBLE) {
            for (String value : fields.all(name)) {
                all.update(name.getBytes(StandardCharsets.US_ASCII));
                all.update((byte) ':');
                all.update(singleSpaced(value).getBytes(StandardCharsets.ISO_8859_1));
                all.update((byte) '\n');
            }
        }
        all.update(body.digest());
        String digest = BodyDigest.hex(all);
        if (messageId == null) {
            return "sha256:" + digest;
        }
        String id = messageId.length() > LONGEST_ID ? messageId.substring(0, LONGEST_ID) : messageId;
        return "mid:" + id + ":" + digest.substring(0, DIGITS);
    }

    private static String singleSpaced(String value) {
        StringBuilder out = new StringBuilder(value.length());
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ') {
                space = out.length() > 0;
            } else {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }
}
