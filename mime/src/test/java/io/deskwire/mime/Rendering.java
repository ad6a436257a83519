package io.deskwire.mime;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Body;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.ParsedMessage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message as text that can be compared with a golden file and read by a person. */
final class Rendering {

    private final StringBuilder out = new StringBuilder();

    private Rendering() {}

    static String of(ParsedMessage message) {
        Rendering rendering = new Rendering();
        rendering.write(message);
        return rendering.out.toString();
    }

    private void write(ParsedMessage message) {
        line("key", message.dedupeKey());
        line("kind", message.kind().name());
        line(
                "auto",
                message.automation().autoSubmitted()
                        + (message.automation().suppressAutoResponse() ? " suppress" : ""));
        line("list", message.automation().listId());
        line("message-id", message.threading().messageId());
        line("in-reply-to", String.join(" ", message.threading().inReplyTo()));
        line("references", String.join(" ", message.threading().references()));
        line("from", address(message.people().from()));
        line("sender", address(message.people().sender()));
        line("reply-to", addresses(message.people().replyTo()));
        line("to", addresses(message.people().to()));
        line("cc", addresses(message.people().cc()));
        line("date", message.sentAt() == null ? null : message.sentAt().toString());
        line("subject", message.body().subject());
        for (Attachment each : message.attachments()) {
            String sha = each.sha256() == null ? "-" : each.sha256().substring(0, 8);
            line(
                    "attachment",
                    each.index() + " | " + each.fileName() + " | " + each.contentType() + " | " + each.size() + " | "
                            + sha + (each.inline() ? " | inline " : " | ")
                            + (each.contentId() == null ? "" : each.contentId()));
        }
        for (DeliveryReport each : message.reports()) {
            line(
                    "report",
                    each.status() + " | "
                            + (each.recipient() == null ? "-" : each.recipient().value()) + " | " + each.code() + " | "
                            + each.originalMessageId() + " | " + each.reason() + " | " + each.at()
                            + (each.failure() == null ? "" : " | " + each.failure()));
        }
        message.issues().forEach(issue -> line("issue", issue.toString()));
        block("text", message.body().text());
        if (message.body().confidence() == Body.Confidence.CERTAIN) {
            line("reply", "certain");
        }
        block("reply", message.body().replyText());
        block("html", message.body().html());
        block("safe", message.body().safeHtml());
    }

    private void line(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.append(name).append(": ").append(value).append('\n');
        }
    }

    private void block(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.append("== ")
                    .append(name)
                    .append('\n')
                    .append(value.replace("\r", ""))
                    .append('\n');
        }
    }

    private static @Nullable String address(@Nullable Address address) {
        if (address == null) {
            return null;
        }
        return address.name() == null ? address.value() : address.name() + " <" + address.value() + ">";
    }

    private static String addresses(List<Address> addresses) {
        return addresses.stream().map(Rendering::address).collect(Collectors.joining(" | "));
    }
}
