package io.deskwire.message;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who writes or is written to. Cannot carry CR, LF or NUL, so that no address can inject a header or a command
 * (RFC 5322 section 2.2, RFC 5321 section 4.1.2).
 *
 * @param kind which network the value belongs to
 * @param value the bare address: {@code a@b.example}, {@code +15551234567} or a provider's user id; never blank
 * @param name the display name, decoded, or null
 */
public record Address(Kind kind, String value, @Nullable String name) {

    /** The network an address belongs to. */
    public enum Kind {
        EMAIL,
        PHONE,
        /** WhatsApp's business-scoped user id, for people who show no phone number. */
        BUSINESS_USER_ID,
        /** A group chat, by the network's id. */
        GROUP
    }

    public Address {
        Objects.requireNonNull(kind, "kind");
        refuseControlCharacters(value, "address");
        if (value.isBlank()) {
            throw new IllegalArgumentException("an address must not be blank");
        }
        if (name != null) {
            refuseControlCharacters(name, "display name");
            name = name.isBlank() ? null : name;
        }
    }

    /** An e-mail address without a display name. */
    public static Address email(String value) {
        return new Address(Kind.EMAIL, value, null);
    }

    /** An e-mail address with a display name, which may be null. */
    public static Address email(String value, @Nullable String name) {
        return new Address(Kind.EMAIL, value, name);
    }

    /** A phone number with a display name, which may be null. */
    public static Address phone(String value, @Nullable String name) {
        return new Address(Kind.PHONE, value, name);
    }

    /**
     * The form under which two addresses count as the same person: kind and lower-cased value. Mail servers in use treat
     * the local part without regard to case, whatever RFC 5321 section 2.4 allows.
     */
    public String key() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + value.toLowerCase(Locale.ROOT);
    }

    private static void refuseControlCharacters(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException("CR, LF or NUL in " + what);
            }
        }
    }
}
