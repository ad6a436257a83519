package io.deskwire.testkit.gmail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail, its header taken apart into fields as they were written; the body is not touched. Immutable. */
final class MailHead {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;:\"()]+@[^\\s<>,;:\"()]+");
    private static final Pattern ID = Pattern.compile("<[^<>\\s]+>");
    private static final Pattern PREFIX =
            Pattern.compile("^(?:(?:re|aw|fwd?|wg|sv|vs)(?:\\[\\d+])?\\s*:\\s*)+", Pattern.CASE_INSENSITIVE);

    /** One field with its folded lines and their line ends. */
    private record Field(String name, String lines) {

        String value() {
            return lines.substring(lines.indexOf(':') + 1)
                    .replaceAll("\\r?\\n[ \\t]", " ")
                    .strip();
        }
    }

    private final List<Field> fields;
    /** The mail that it was read from, and where its body begins: large mails are not copied for each change of a field. */
    private final byte[] mail;

    private final int body;

    private MailHead(List<Field> fields, byte[] mail, int body) {
        this.fields = fields;
        this.mail = mail;
        this.body = body;
    }

    static MailHead of(byte[] mail) {
        int end = endOfHead(mail);
        String head = new String(mail, 0, end, StandardCharsets.UTF_8);
        List<Field> fields = new ArrayList<>();
        for (String line : head.split("(?<=\\n)(?![ \\t])")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(line.substring(0, colon).strip(), line.endsWith("\n") ? line : line + "\r\n"));
            }
        }
        return new MailHead(fields, mail, end);
    }

    /** Where the empty line begins. */
    private static int endOfHead(byte[] mail) {
        for (int i = 0; i < mail.length; i++) {
            if (mail[i] == '\n' && i + 1 < mail.length) {
                boolean empty =
                        mail[i + 1] == '\n' || (mail[i + 1] == '\r' && i + 2 < mail.length && mail[i + 2] == '\n');
                if (empty) {
                    return i + 1;
                }
            }
        }
        return mail.length;
    }

    Optional<String> value(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** Names and values in order. */
    List<List<String>> all() {
        return fields.stream().map(field -> List.of(field.name, field.value())).toList();
    }

    /** The addresses of some fields, lower case. */
    Set<String> addresses(String... names) {
        Set<String> addresses = new LinkedHashSet<>();
        for (Field field : fields) {
            if (List.of(names).contains(field.name.toLowerCase(Locale.ROOT))) {
                // Words in quotes may hold an @ of their own.
                Matcher address = ADDRESS.matcher(field.value().replaceAll("\"(?:\\\\.|[^\"\\\\])*\"", ""));
                while (address.find()) {
                    addresses.add(address.group().toLowerCase(Locale.ROOT));
                }
            }
        }
        return addresses;
    }

    /** The ids that this mail answers. */
    Set<String> answered() {
        Set<String> ids = new LinkedHashSet<>();
        for (String name : List.of("References", "In-Reply-To")) {
            Matcher id = ID.matcher(value(name).orElse(""));
            while (id.find()) {
                ids.add(id.group());
            }
        }
        return ids;
    }

    Optional<String> messageId() {
        return value("Message-ID");
    }

    /** The subject without the prefixes of answers, lower case. */
    String plainSubject() {
        return PREFIX.matcher(value("Subject").orElse(""))
                .replaceFirst("")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The same mail with a field replaced, or added at the top. */
    MailHead with(String name, String value) {
        List<Field> changed = new ArrayList<>(fields);
        Field field = new Field(name, name + ": " + value + "\r\n");
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name.equalsIgnoreCase(name)) {
                changed.set(i, field);
                return new MailHead(changed, mail, body);
            }
        }
        changed.add(0, field);
        return new MailHead(changed, mail, body);
    }

    MailHead without(String name) {
        List<Field> others = fields.stream()
                .filter(field -> !field.name.equalsIgnoreCase(name))
                .toList();
        return new MailHead(others, mail, body);
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder();
        fields.forEach(field -> head.append(field.lines));
        return head.append(body == mail.length ? "\r\n" : "").toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        byte[] head = head();
        byte[] bytes = Arrays.copyOf(head, head.length + mail.length - body);
        System.arraycopy(mail, body, bytes, head.length, mail.length - body);
        return bytes;
    }
}
