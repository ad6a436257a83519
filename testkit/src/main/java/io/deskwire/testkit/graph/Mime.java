package io.deskwire.testkit.graph;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header of a mail, read and changed without touching its body. */
final class Mime {

    /** A header field; the value unfolded, encoded words as they are. */
    record Field(String name, String value) {}

    static final Session SESSION = Session.getInstance(new Properties());

    private final byte[] raw;
    private final boolean strict;
    private final int bodyAt;
    private final List<Field> fields = new ArrayList<>();

    /** A mail that arrived, however broken. */
    static Mime arrived(byte[] raw) {
        return new Mime(raw, false);
    }

    /**
     * A mail that somebody sends.
     *
     * @throws Refusal when it is none
     */
    static Mime sent(byte[] raw) {
        return new Mime(raw, true);
    }

    private Mime(byte[] raw, boolean strict) {
        this.raw = raw;
        this.strict = strict;
        this.bodyAt = endOfHeader(raw);
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(raw, 0, bodyAt));
            for (Header each : Collections.list(headers.getAllHeaders())) {
                fields.add(new Field(each.getName(), MimeUtility.unfold(each.getValue())));
            }
        } catch (MessagingException e) {
            throw new Refusal(400, "ErrorMimeContentInvalid", "Invalid MIME content.");
        }
        if (strict && fields.isEmpty()) {
            throw new Refusal(400, "ErrorMimeContentInvalid", "Invalid MIME content.");
        }
    }

    private static int endOfHeader(byte[] raw) {
        for (int i = 0; i + 1 < raw.length; i++) {
            if (raw[i] == '\n'
                    && (raw[i + 1] == '\n' || (raw[i + 1] == '\r' && i + 2 < raw.length && raw[i + 2] == '\n'))) {
                return i + (raw[i + 1] == '\n' ? 2 : 3);
            }
        }
        return raw.length;
    }

    byte[] raw() {
        return raw;
    }

    List<Field> fields() {
        return List.copyOf(fields);
    }

    @Nullable String first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    /** The value as people read it; empty when there is none. */
    String decoded(String name) {
        String value = first(name);
        try {
            return value == null ? "" : MimeUtility.decodeText(value);
        } catch (UnsupportedEncodingException e) {
            return value == null ? "" : value;
        }
    }

    List<Person> people(String name) {
        List<Person> people = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                try {
                    for (InternetAddress each : InternetAddress.parseHeader(field.value(), false)) {
                        if (strict) {
                            each.validate();
                        }
                        people.add(new Person(each.getPersonal(), each.getAddress()));
                    }
                } catch (AddressException e) {
                    if (!strict) {
                        continue;
                    }
                    throw new Refusal(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
                }
            }
        }
        return people;
    }

    /** The mail with fields dropped and others put at its beginning; the body stays byte for byte. */
    byte[] changed(Set<String> drop, List<Field> add) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 1024);
        try {
            for (Field field : add) {
                String line =
                        field.name() + ": " + MimeUtility.fold(field.name().length() + 2, field.value());
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            boolean keep = true;
            int at = 0;
            while (at < bodyAt) {
                int end = at;
                while (end < bodyAt && raw[end] != '\n') {
                    end++;
                }
                end = Math.min(end + 1, bodyAt);
                boolean continued = raw[at] == ' ' || raw[at] == '\t';
                if (!continued) {
                    String line = new String(raw, at, end - at, StandardCharsets.ISO_8859_1);
                    int colon = line.indexOf(':');
                    String name = colon < 0 ? "" : line.substring(0, colon).strip();
                    keep = !drop.contains(name.toLowerCase(Locale.ROOT));
                }
                if (keep) {
                    out.write(raw, at, end - at);
                }
                at = end;
            }
            out.write(raw, bodyAt, raw.length - bodyAt);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer cannot fail", e);
        }
        return out.toByteArray();
    }
}
