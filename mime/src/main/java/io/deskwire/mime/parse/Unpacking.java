package io.deskwire.mime.parse;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes one part apart into the pieces it holds, one after another. */
interface Unpacking {

    /** The next piece, or null after the last. The one before has been read or is to be skipped. */
    @Nullable Piece next() throws IOException, WrongBoundary;
}
