package io.deskwire.mime.parse;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A part without parts.
 *
 * @param header its header
 * @param container the multipart it stands in, or null when it is the whole message
 * @param childIndex which child of the container it is
 * @param packed its bytes, still in their transfer encoding; to be read before the walker goes on
 */
record Leaf(PartHeader header, @Nullable Container container, int childIndex, InputStream packed) {

    boolean isRoot() {
        return container == null;
    }
}
