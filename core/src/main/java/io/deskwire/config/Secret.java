package io.deskwire.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value that must not be seen: its text is {@code <hidden>} wherever it is printed. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** Wraps a value. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself; call this only where it is handed to the party it is for. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "<hidden>";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
