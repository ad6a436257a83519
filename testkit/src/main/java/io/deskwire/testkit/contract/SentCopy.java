package io.deskwire.testkit.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as a provider took it.
 *
 * @param recipients addresses of the envelope, lower-case
 * @param messageId Message-ID or correlation id without angle brackets
 * @param inReplyTo id it answers, or null
 * @param references ids of its ancestors, oldest first
 * @param subject decoded, or null
 * @param text decoded plain text, without a line end at its end
 * @param attachments file name to SHA-256 of the decoded bytes, lower-case hexadecimal
 */
public record SentCopy(
        Set<String> recipients,
        String messageId,
        @Nullable String inReplyTo,
        List<String> references,
        @Nullable String subject,
        String text,
        Map<String, String> attachments) {
    public SentCopy {
        recipients = Set.copyOf(recipients);
        references = List.copyOf(references);
        attachments = Map.copyOf(attachments);
    }
}
