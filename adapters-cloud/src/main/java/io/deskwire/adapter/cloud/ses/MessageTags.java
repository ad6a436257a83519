package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.adapter.cloud.common.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our Message-ID and our channel as tags of a mail, which SES repeats in every event. A tag holds letters, digits, dashes and
 * underscores alone, 256 of them, which is base64url; an id that is longer takes several.
 */
final class MessageTags {

    private static final String NAME = "desk_msg";
    private static final int LONGEST = 256;
    private static final int MOST = 4;

    private MessageTags() {}

    /** The tags; of an id so long that nobody makes it only the channel's. */
    static List<Map<String, Object>> of(String messageId, String channelMark) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(messageId.getBytes(StandardCharsets.UTF_8));
        List<Map<String, Object>> tags = new ArrayList<>();
        tags.add(tag(ChannelMark.NAME, channelMark));
        if (encoded.length() > LONGEST * MOST) {
            return tags;
        }
        for (int i = 0; i * LONGEST < encoded.length(); i++) {
            String piece = encoded.substring(i * LONGEST, Math.min(encoded.length(), (i + 1) * LONGEST));
            tags.add(tag(name(i), piece));
        }
        return tags;
    }

    private static Map<String, Object> tag(String name, String value) {
        Map<String, Object> tag = new LinkedHashMap<>();
        tag.put("Name", name);
        tag.put("Value", value);
        return tag;
    }

    /** The mark of the channel that sent what an event is about; null when nobody marked it. */
    static @Nullable String channelMark(Map<String, Object> event) {
        List<?> values = Tree.list(Tree.object(Tree.object(event, "mail"), "tags"), ChannelMark.NAME);
        return values.isEmpty() ? null : ChannelMark.read(Tree.text(values.get(0)));
    }

    private static String name(int number) {
        return number == 0 ? NAME : NAME + "_" + (number + 1);
    }

    /**
     * The id that an event's tags hold; empty when they are not ours.
     *
     * @param tags each name with an array of values
     */
    static Optional<String> read(Map<String, Object> tags) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < MOST; i++) {
            List<?> values = Tree.list(tags, name(i));
            String value = values.isEmpty() ? null : Tree.text(values.get(0));
            if (value == null) {
                break;
            }
            encoded.append(value);
        }
        try {
            String id = new String(Base64.getUrlDecoder().decode(encoded.toString()), StandardCharsets.UTF_8);
            return id.isEmpty() || id.chars().anyMatch(c -> c < ' ') ? Optional.empty() : Optional.of(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
