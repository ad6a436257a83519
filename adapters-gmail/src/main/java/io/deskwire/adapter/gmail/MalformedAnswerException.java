package io.deskwire.adapter.gmail;

import java.io.IOException;

/** A message came in a form that cannot be read; asking for it again brings the same. */
final class MalformedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
