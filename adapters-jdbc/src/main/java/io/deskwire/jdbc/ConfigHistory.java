package io.deskwire.jdbc;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What is needed to keep versions of channels' documents.
 *
 * @param clock when something is changed
 * @param author who changes something, asked on the thread that does so; {@link #SERVER} for the server by itself
 */
public record ConfigHistory(InstantSource clock, Supplier<String> author) {

    /** The server by itself, such as when a provider gave it another refresh token. */
    public static final String SERVER = "server";

    public ConfigHistory {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(author, "author");
    }
}
