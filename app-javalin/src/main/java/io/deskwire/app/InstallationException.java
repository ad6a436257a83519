package io.deskwire.app;

import org.jspecify.annotations.Nullable;

/** The installation cannot start or a command cannot be carried out, for a reason an operator can act on. */
public final class InstallationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InstallationException(String message) {
        this(message, null);
    }

    public InstallationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
