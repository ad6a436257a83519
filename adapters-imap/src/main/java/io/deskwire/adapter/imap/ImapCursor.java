package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where reading a folder goes on: {@code v1:UIDVALIDITY:UID:DONE}, with {@code :EPOCHSECOND} behind it for a mailbox that
 * was started from "now".
 *
 * @param uidValidity the folder's generation (RFC 3501 section 2.3.1.1)
 * @param uid the highest UID that is stored
 * @param done the highest UID whose after-intake work is done; never above {@code uid}
 * @param since when a mailbox that starts from "now" was started, so that a new generation does not bring in what was
 *     there before; null otherwise
 */
record ImapCursor(
        long uidValidity, long uid, long done, @Nullable Instant since) {

    Cursor cursor() {
        return new Cursor(
                "v1:" + uidValidity + ":" + uid + ":" + done + (since == null ? "" : ":" + since.getEpochSecond()));
    }

    /** Null when the text is none of ours. */
    static @Nullable ImapCursor parse(Cursor cursor) {
        String[] parts = cursor.value().split(":", -1);
        if (parts.length < 4 || parts.length > 5 || !parts[0].equals("v1")) {
            return null;
        }
        try {
            long uid = Long.parseLong(parts[2]);
            return new ImapCursor(
                    Long.parseLong(parts[1]),
                    uid,
                    Math.min(uid, Long.parseLong(parts[3])),
                    parts.length == 5 ? Instant.ofEpochSecond(Long.parseLong(parts[4])) : null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    ImapCursor upTo(long newUid, long newDone) {
        return new ImapCursor(uidValidity, newUid, newDone, since);
    }
}
