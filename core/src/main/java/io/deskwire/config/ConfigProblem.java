package io.deskwire.config;

import java.util.Objects;

/**
 * One thing wrong with a channel's document. All of them are reported at once.
 *
 * @param path where, such as {@code config.port}
 * @param message what is wrong and what would be right; never the value of a secret
 */
public record ConfigProblem(String path, String message) {
    public ConfigProblem {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
