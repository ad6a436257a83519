package io.deskwire.mime.parse;

import io.deskwire.message.Address;
import io.deskwire.message.Forward;
import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.header.Addresses;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.MailDates;
import io.deskwire.mime.repair.Repairs;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Mails that are files of other mails: they are named after their subject, as every mail program does when it saves one. */
final class NestedMail {

    private static final int LONGEST_SUBJECT = 120;
    private static final int LONGEST_FORWARDED = 1000;
    private static final int MOST_RECIPIENTS = 20;

    private NestedMail() {}

    /** The subject of a mail that begins with these bytes, fit for a file's name; null when it has none. */
    static @Nullable String name(byte[] head) {
        String subject = fields(head).first("subject");
        return subject == null ? null : named(subject);
    }

    /** Whose mail this is that begins with these bytes; null when its header does not say. */
    static @Nullable Forward forward(byte[] head) {
        Fields fields = fields(head);
        Repairs quietly = new Repairs();
        List<Address> from = Addresses.parse(fields.all("from"), null, quietly);
        String subject = fields.first("subject");
        String date = fields.first("date");
        if (from.isEmpty() && subject == null) {
            return null;
        }
        return new Forward(
                Forward.Kind.ATTACHED,
                from.isEmpty() ? null : from.get(0),
                date == null ? null : MailDates.parse(MailCharsets.header(date, null, quietly)),
                date == null ? null : text(date),
                subject == null ? null : text(subject),
                Addresses.parse(fields.all("to"), null, quietly).stream()
                        .limit(MOST_RECIPIENTS)
                        .toList(),
                null);
    }

    private static @Nullable String text(String raw) {
        Repairs quietly = new Repairs();
        String line =
                OneLine.of(EncodedWords.decode(MailCharsets.header(raw, null, quietly), quietly), LONGEST_FORWARDED);
        return line.isEmpty() ? null : line;
    }

    private static Fields fields(byte[] head) {
        Fields fields = new Fields();
        int at = 0;
        while (at < head.length) {
            int end = at;
            while (end < head.length && (head[end] != '\n' || folds(head, end + 1))) {
                end++;
            }
            int length = end - at;
            if (length == 0 || (length == 1 && head[at] == '\r')) {
                return fields;
            }
            int colon = HeaderLine.colon(head, at, end);
            if (colon > at) {
                fields.add(
                        Unfolding.unfold(head, at, colon).strip().toLowerCase(Locale.ROOT),
                        Unfolding.unfold(head, colon + 1, end));
            }
            at = end + 1;
        }
        return fields;
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
