package io.deskwire.testkit.cloud;

import io.deskwire.message.Content;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that SendGrid took.
 *
 * @param id {@code X-Message-Id} of the answer
 * @param from the sender's address
 * @param replyTo where answers are asked for, or null
 * @param to addresses of main recipients, lower-case
 * @param cc addresses of copies, lower-case
 * @param subject the subject
 * @param text the plain text, or null
 * @param html the HTML, or null
 * @param headers the header fields that were asked for, by their names
 * @param arguments custom arguments, which its events repeat
 * @param files attachments in order
 */
public record SendGridMail(
        String id,
        String from,
        @Nullable String replyTo,
        List<String> to,
        List<String> cc,
        String subject,
        @Nullable String text,
        @Nullable String html,
        Map<String, String> headers,
        Map<String, String> arguments,
        List<File> files) {
    public SendGridMail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        headers = Map.copyOf(headers);
        arguments = Map.copyOf(arguments);
        files = List.copyOf(files);
    }

    /**
     * An attachment.
     *
     * @param contentId its Content-ID, or null
     */
    public record File(
            String fileName,
            String contentType,
            String disposition,
            @Nullable String contentId,
            Content content) {}

    /** The Message-ID that recipients see, without angle brackets. */
    public String messageId() {
        String own = headers.get("Message-ID");
        return own == null ? id + "@geopod-ismtpd-1" : own.substring(1, own.length() - 1);
    }
}
