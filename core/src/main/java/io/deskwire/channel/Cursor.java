package io.deskwire.channel;

import java.util.Objects;

/** A channel's resume position. Only the adapter that made it can read it; it is stored and compared as text. */
public record Cursor(String value) {
    public Cursor {
        Objects.requireNonNull(value, "value");
    }
}
