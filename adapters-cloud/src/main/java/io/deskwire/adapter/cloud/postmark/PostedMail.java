package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.RebuiltDecoder;
import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a mail that Postmark took apart together again. The fields that Postmark gives by themselves are missing in its list of
 * header fields, and the one on top of that is its own.
 */
final class PostedMail implements RebuiltDecoder.Source {

    /** What the fields of the post stand for; a field of the list that has the same name is none of the mail's. */
    private static final Set<String> GIVEN = Set.of("from", "to", "cc", "subject", "date", "reply-to");

    /** Bytes of one encoded word (RFC 2047 section 2). */
    private static final int WORD = 42;

    @Override
    public RebuiltMail of(Content raw, Map<String, String> meta) throws IOException {
        RebuiltMail.Builder mail = RebuiltMail.builder();
        Optional<PostedJson> read = PostedJson.read(raw);
        if (read.isEmpty()) {
            return mail.issue("not-json", "the post is not the JSON that Postmark sends")
                    .build();
        }
        PostedJson posted = read.get();
        header(posted, mail);
        letter(posted, mail);
        for (Object file : Tree.list(posted.tree(), "Attachments")) {
            attachment(posted, Tree.object(file), mail);
        }
        if (posted.tree().get("RawEmail") != null) {
            mail.issue("raw-mail-damaged", "the whole mail came too, but with characters that were lost on the way");
        }
        return mail.build();
    }

    private static void header(PostedJson posted, RebuiltMail.Builder mail) throws IOException {
        people(posted, "From", mail, "From");
        people(posted, "To", mail, "To");
        people(posted, "Cc", mail, "Cc");
        plain(posted, "ReplyTo", mail, "Reply-To");
        String subject = posted.text(posted.tree(), "Subject");
        if (subject != null) {
            mail.header("Subject", encoded(subject));
        }
        plain(posted, "Date", mail, "Date");
        for (InboundVerdicts.Field field : InboundVerdicts.fields(posted)) {
            boolean ours = field.lowerName().equals("return-path") || GIVEN.contains(field.lowerName());
            if (!ours) {
                mail.header(field.name(), field.value());
            }
        }
    }

    /** Addresses and names apart where they could be told, else the text as it was. */
    private static void people(PostedJson posted, String name, RebuiltMail.Builder mail, String field)
            throws IOException {
        StringBuilder people = new StringBuilder();
        for (Object entry : Tree.list(posted.tree(), name + "Full")) {
            Map<String, Object> person = Tree.object(entry);
            String email = posted.text(person, "Email");
            if (email == null || !email.strip().matches("[^\\s<>,;]+")) {
                plain(posted, name, mail, field);
                return;
            }
            String called = posted.text(person, "Name");
            people.append(people.isEmpty() ? "" : ",\n ")
                    .append(called == null ? "" : phrase(called.strip()) + " ")
                    .append('<')
                    .append(email.strip())
                    .append('>');
        }
        if (people.isEmpty()) {
            plain(posted, name, mail, field);
        } else {
            mail.header(field, people.toString());
        }
    }

    private static void plain(PostedJson posted, String name, RebuiltMail.Builder mail, String field)
            throws IOException {
        String text = posted.text(posted.tree(), name);
        if (text != null) {
            mail.header(field, text);
        }
    }

    /** A display name (RFC 5322 section 3.2.5). */
    private static String phrase(String name) {
        return isPlain(name) ? "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : encoded(name);
    }

    private static boolean isPlain(String text) {
        return !text.contains("=?") && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** As encoded words where it is more than plain letters, so that nothing in it can be read as syntax. */
    private static String encoded(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int c : text.codePoints().toArray()) {
            int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes + length > WORD) {
                word(word, words);
                bytes = 0;
            }
            word.appendCodePoint(c);
            bytes += length;
        }
        word(word, words);
        return words.toString();
    }

    private static void word(StringBuilder word, StringBuilder words) {
        byte[] utf8 = word.toString().getBytes(StandardCharsets.UTF_8);
        words.append(words.isEmpty() ? "" : "\n ")
                .append("=?utf-8?B?")
                .append(Base64.getEncoder().encodeToString(utf8))
                .append("?=");
        word.setLength(0);
    }

    private static void letter(PostedJson posted, RebuiltMail.Builder mail) {
        Content text = texts(posted, "TextBody");
        Content html = texts(posted, "HtmlBody");
        if (text != null) {
            mail.text(text, "utf-8");
        }
        if (html != null) {
            mail.html(html, "utf-8");
        }
    }

    private static @Nullable Content texts(PostedJson posted, String name) {
        Content text = posted.content(posted.tree().get(name));
        return text == null || text.length() == 0 ? null : text;
    }

    /** The sample of the button "Check" names the bytes otherwise. */
    private static void attachment(PostedJson posted, Map<String, Object> file, RebuiltMail.Builder mail)
            throws IOException {
        String name = posted.text(file, "Name");
        Content bytes = posted.content(file.get("Content"));
        if (bytes == null) {
            bytes = posted.content(file.get("Data"));
        }
        if (bytes == null) {
            mail.issue("attachment-missing", "a file was named and did not come");
            bytes = Content.of(new byte[0]);
        }
        mail.attachment(
                name, posted.text(file, "ContentType"), posted.text(file, "ContentID"), new Base64Decoded(bytes));
    }
}
