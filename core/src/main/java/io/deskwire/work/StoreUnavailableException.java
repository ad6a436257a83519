package io.deskwire.work;

import org.jspecify.annotations.Nullable;

/** The store cannot take or give anything now: database away, disk full, queue full. Nothing was stored. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
