package io.deskwire.adapter.gmail;

import java.io.IOException;

/** An answer is longer than is read of it. */
final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    TooLongException() {
        super("the answer is longer than an answer can be");
    }
}
