package io.deskwire.mime.parse;

import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.repair.Repairs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Mails that are files of other mails: they are named after their subject, as every mail program does when it saves one. */
final class NestedMail {

    private static final int LONGEST_SUBJECT = 120;

    private NestedMail() {}

    /** The subject of a mail that begins with these bytes, fit for a file's name; null when it has none. */
    static @Nullable String name(byte[] head) {
        int at = 0;
        while (at < head.length) {
            int end = at;
            while (end < head.length && (head[end] != '\n' || folds(head, end + 1))) {
                end++;
            }
            int length = end - at;
            if (length == 0 || (length == 1 && head[at] == '\r')) {
                return null;
            }
            int colon = HeaderLine.colon(head, at, end);
            if (colon - at >= 7
                    && Unfolding.unfold(head, at, colon)
                            .toLowerCase(Locale.ROOT)
                            .equals("subject")) {
                return named(Unfolding.unfold(head, colon + 1, end));
            }
            at = end + 1;
        }
        return null;
    }

    private static boolean folds(byte[] head, int next) {
        return next < head.length && (head[next] == ' ' || head[next] == '\t');
    }

    private static @Nullable String named(String raw) {
        Repairs quietly = new Repairs();
        String text = EncodedWords.decode(MailCharsets.header(raw, null, quietly), quietly);
        String line = OneLine.of(text, LONGEST_SUBJECT).replace('/', '_').replace('\\', '_');
        return line.isEmpty() ? null : line + ".eml";
    }

    /** A mail's file name with the ending by which programs know it. */
    static @Nullable String withExtension(@Nullable String name, String mediaType) {
        boolean mail = mediaType.equals("message/rfc822") || mediaType.equals("message/global");
        if (name == null || name.isBlank() || !mail) {
            return name;
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        boolean ends = lower.endsWith(".eml") || lower.endsWith(".mht") || lower.endsWith(".msg");
        return ends ? name : name.strip() + ".eml";
    }
}
