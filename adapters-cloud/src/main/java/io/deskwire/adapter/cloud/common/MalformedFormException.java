package io.deskwire.adapter.cloud.common;

/** A body is not the form that its content type says, or goes beyond a limit. The message holds nothing of the body. */
public final class MalformedFormException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedFormException(String message) {
        super(message);
    }
}
