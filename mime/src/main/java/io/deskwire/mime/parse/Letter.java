package io.deskwire.mime.parse;

import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Correspondents;
import io.deskwire.message.ThreadHeaders;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a message, before anything of it is understood: no reply text, no safe HTML, no kind.
 *
 * @param dedupeKey what makes the message the same as another
 * @param subject decoded, or null
 * @param people who the header names
 * @param threading ids
 * @param authentication verdicts
 * @param sentAt what Date says, or null
 * @param texts the decoded texts in order, plain ones and HTML
 * @param attachments the files, hashed
 */
public record Letter(
        String dedupeKey,
        @Nullable String subject,
        Correspondents people,
        ThreadHeaders threading,
        Authentication authentication,
        @Nullable Instant sentAt,
        List<String> texts,
        List<Attachment> attachments) {

    public Letter {
        texts = List.copyOf(texts);
        attachments = List.copyOf(attachments);
    }
}
