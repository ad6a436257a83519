package io.deskwire.adapter.cloud.common;

/** A body is not the form that its content type says, or goes beyond a limit. The message holds nothing of the body. */
public final class MalformedFormException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean cut;

    MalformedFormException(String message) {
        this(message, false);
    }

    private MalformedFormException(String message, boolean cut) {
        super(message);
        this.cut = cut;
    }

    static MalformedFormException cut(String message) {
        return new MalformedFormException(message, true);
    }

    /** Whether the body is the beginning of a form whose end is missing, so that it may come whole another time. */
    public boolean isCut() {
        return cut;
    }
}
