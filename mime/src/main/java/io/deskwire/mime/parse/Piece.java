package io.deskwire.mime.parse;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a message falls into for its reader: a stretch of text or a file, whether it was a part of its own or packed into one.
 *
 * @param role what it is
 * @param leaf the part it stands in
 * @param file what is known of a file; null for a text
 * @param bytes its bytes, to be read before the next piece is asked for
 * @param whole for a file that is opened as well: its whole bytes, which are known only after the last piece; else null
 */
record Piece(
        Role role,
        Leaf leaf,
        @Nullable File file,
        LeafBytes bytes,
        @Nullable Counted whole) {

    /**
     * A file's names. The name may stand behind the bytes, so it is asked for last.
     *
     * @param name as the message gives it, or null
     * @param mediaType lower-case {@code type/subtype}
     * @param contentId without angle brackets, or null
     */
    record File(Supplier<@Nullable String> name, Supplier<String> mediaType, Supplier<@Nullable String> contentId) {

        static File of(PartHeader header) {
            return new File(header::fileName, header::mediaType, header::contentId);
        }

        static File of(String name, String mediaType) {
            return new File(() -> name, () -> mediaType, () -> null);
        }
    }

    static Piece text(Role role, Leaf leaf, LeafBytes bytes) {
        return new Piece(role, leaf, null, bytes, null);
    }

    static Piece file(Leaf leaf, File file, LeafBytes bytes) {
        return new Piece(Role.ATTACHMENT, leaf, file, bytes, null);
    }
}
