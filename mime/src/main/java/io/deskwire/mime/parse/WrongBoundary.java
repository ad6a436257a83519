package io.deskwire.mime.parse;

/** A multipart was declared with a boundary that does not occur; another one does. Reading starts again with that one. */
final class WrongBoundary extends Exception {

    private static final long serialVersionUID = 1L;

    final int ordinal;
    final String boundary;

    WrongBoundary(int ordinal, String boundary) {
        super("boundary", null, false, false);
        this.ordinal = ordinal;
        this.boundary = boundary;
    }
}
