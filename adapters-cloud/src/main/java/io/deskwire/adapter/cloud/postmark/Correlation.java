package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Pieces;
import io.deskwire.adapter.cloud.common.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we give a message to carry, so that events and look-ups name it. Postmark takes values of up to 80 characters, so a long
 * id goes in pieces.
 */
final class Correlation {

    /** Name of the first piece of our Message-ID; unlike the others it can be searched by. */
    static final String MESSAGE = "desk_msg";

    /** Longest id that has room. */
    static final int LONGEST = 320;

    private static final String CHANNEL = "desk_channel";
    private static final int PIECE = 80;

    private Correlation() {}

    /** Names and values for a message, in order. */
    static Map<String, Object> of(String messageId, String channelName) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = 0; i * PIECE < messageId.length(); i++) {
            metadata.put(name(i), messageId.substring(i * PIECE, Math.min(messageId.length(), (i + 1) * PIECE)));
        }
        metadata.put(CHANNEL, channelMark(channelName));
        return metadata;
    }

    /** The first piece of an id. */
    static String firstPiece(String messageId) {
        return messageId.substring(0, Math.min(messageId.length(), PIECE));
    }

    private static String name(int piece) {
        return piece == 0 ? MESSAGE : MESSAGE + "_" + (piece + 1);
    }

    /** The Message-ID that an event or a listed message carries, or null. */
    static @Nullable String messageId(Map<String, Object> carrier) {
        Map<String, Object> metadata = Tree.object(carrier, "Metadata");
        StringBuilder id = new StringBuilder();
        for (int i = 0; i * PIECE < LONGEST && metadata.get(name(i)) instanceof String piece; i++) {
            id.append(piece);
        }
        return id.toString().isBlank() ? null : id.toString();
    }

    /** The mark of the channel that sent what an event is about, or null. */
    static @Nullable String channelMark(Map<String, Object> carrier) {
        return Tree.word(Tree.object(carrier, "Metadata"), CHANNEL);
    }

    /** A channel's mark: its name, or where that is too long or not plain what its name comes to. */
    static String channelMark(String channelName) {
        boolean plain = channelName.length() <= PIECE && channelName.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? channelName : Pieces.text(channelName).sha256();
    }
}
