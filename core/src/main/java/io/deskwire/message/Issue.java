package io.deskwire.message;

import java.util.Objects;

/**
 * Something in a message that was repaired, cut or could not be read.
 *
 * @param code a stable name in kebab-case, such as {@code unknown-charset}
 * @param detail what was found, in words for an administrator; may be empty
 */
public record Issue(String code, String detail) {
    public Issue {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? code : code + ": " + detail;
    }
}
