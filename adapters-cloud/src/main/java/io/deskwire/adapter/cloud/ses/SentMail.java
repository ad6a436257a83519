package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which mail of ours an event is about.
 *
 * @param messageId our Message-ID, or null when the event does not carry it
 * @param providerId the Message-ID that recipients see, since that is what their answers name; the provider's bare id where
 *     the region is not known; null when it names none
 */
record SentMail(@Nullable String messageId, @Nullable String providerId) {

    private static final int LONGEST_ID = 998;

    static SentMail of(Map<String, Object> mail, @Nullable String region) {
        String id = Tree.word(mail, "messageId");
        String wire = id == null || region == null ? id : Regions.wireMessageId(id, region);
        String ours = MessageTags.read(Tree.object(mail, "tags")).orElseGet(() -> header(mail));
        return new SentMail(ours, wire);
    }

    /** Identity feedback has no tags, and shows our header where the identity is set to include headers. */
    private static @Nullable String header(Map<String, Object> mail) {
        String value = Tree.word(Tree.object(mail, "commonHeaders"), "messageId");
        for (Object entry : Tree.list(mail, "headers")) {
            Map<String, Object> header = Tree.object(entry);
            if ("Message-ID".equalsIgnoreCase(Tree.word(header, "name"))) {
                value = Tree.word(header, "value");
            }
        }
        if (value == null || value.length() > LONGEST_ID) {
            return null;
        }
        String plain = value.replaceAll("^<|>$", "").strip();
        return plain.isEmpty() ? null : plain;
    }
}
