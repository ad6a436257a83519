package io.deskwire.testkit;

import io.deskwire.message.Annotation;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A message as it is shown: with what was done to it and what became of its files since. */
final class MemoryView {

    private MemoryView() {}

    static StoredMessage of(StoredMessage message, MemoryTables tables) {
        TenantKey key = new TenantKey(message.tenantId(), message.id());
        List<Annotation> annotations = tables.annotations.getOrDefault(key, List.of());
        if (message instanceof StoredMessage.Inbound in) {
            return new StoredMessage.Inbound(
                    withFiles(in.message(), tables.files.getOrDefault(key, Map.of())),
                    in.decision(),
                    in.state(),
                    in.stateReason(),
                    in.ticket(),
                    in.storedAt(),
                    annotations);
        }
        StoredMessage.Outbound out = (StoredMessage.Outbound) message;
        return new StoredMessage.Outbound(
                out.message(), out.deliveries(), out.attempts(), out.nextAttemptAt(), out.storedAt(), annotations);
    }

    private static InboundMessage withFiles(InboundMessage m, Map<Integer, MemoryFile> files) {
        if (files.isEmpty()) {
            return m;
        }
        ParsedMessage p = m.parsed();
        List<Attachment> attachments = new ArrayList<>();
        List<Issue> issues = new ArrayList<>(p.issues());
        for (Attachment attachment : p.attachments()) {
            MemoryFile file = files.get(attachment.index());
            attachments.add(file == null ? attachment : shown(attachment, file));
            if (file != null && file.reason() != null) {
                String what = file.state() == Attachment.State.PENDING
                        ? "delayed"
                        : file.state().name().toLowerCase(Locale.ROOT);
                issues.add(new Issue("attachment-" + what, attachment.fileName() + ": " + file.reason()));
            }
        }
        ParsedMessage shown = p.withAttachments(attachments).withIssues(issues);
        return new InboundMessage(m.id(), m.tenantId(), m.channelId(), m.rawId(), m.envelope(), m.receivedAt(), shown);
    }

    private static Attachment shown(Attachment a, MemoryFile file) {
        Content content = file.content();
        String type = file.contentType();
        return new Attachment(
                a.index(),
                a.fileName(),
                type == null ? a.contentType() : type,
                content == null ? a.size() : content.length(),
                content == null ? a.sha256() : content.sha256(),
                a.inline(),
                a.contentId(),
                file.state());
    }
}
