package io.deskwire.mime.parse;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A multipart that is being read. */
final class Container {

    final @Nullable Container parent;
    final PartHeader header;
    final int ordinal;
    /** Which child of its parent this is. */
    final int childIndex;

    int children;
    final ByteArrayOutputStream preamble = new ByteArrayOutputStream(0);

    Container(@Nullable Container parent, PartHeader header, int ordinal) {
        this.parent = parent;
        this.header = header;
        this.ordinal = ordinal;
        this.childIndex = parent == null ? 0 : parent.children - 1;
    }

    boolean is(String subtype) {
        return header.mediaType().equals("multipart/" + subtype);
    }
}
