package io.deskwire.jdbc;

import io.deskwire.intake.MediaQueue.Outcome;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What became of attachments that are fetched apart from their message. */
final class MediaRows {

    private static final BatchSql PUT = new BatchSql(
            "ssnssnss",
            "INSERT INTO deskwire_media (tenant_id, message_id, n, state, sha256, length, content_type, reason)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, message_id, n) DO UPDATE SET"
                    + " state = excluded.state, sha256 = excluded.sha256, length = excluded.length,"
                    + " content_type = excluded.content_type, reason = excluded.reason");

    private MediaRows() {}

    /** A row: everything but the state may be missing. */
    private record File(
            Attachment.State state,
            @Nullable String sha256,
            long length,
            @Nullable String contentType,
            @Nullable String reason) {}

    /** The files of some messages, by message and attachment. */
    static final class Files {
        private final Map<String, Map<Integer, File>> byMessage = new HashMap<>();

        /** The message as it is shown. */
        InboundMessage in(InboundMessage message) {
            Map<Integer, File> files = byMessage.get(message.id());
            return files == null ? message : with(message, files);
        }
    }

    static boolean arePending(ParsedMessage message) {
        return message.attachments().stream().anyMatch(a -> a.state() == Attachment.State.PENDING);
    }

    static Files of(Handle handle, String tenantId, Collection<String> messageIds) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        arguments.addAll(messageIds);
        Files files = new Files();
        handle.select(
                        "SELECT message_id, n, state, sha256, length, content_type, reason FROM deskwire_media"
                                + " WHERE tenant_id = ? AND message_id IN (?"
                                + ", ?".repeat(messageIds.size() - 1) + ")",
                        arguments.toArray())
                .map((row, context) -> {
                    files.byMessage
                            .computeIfAbsent(row.getString("message_id"), id -> new HashMap<>())
                            .put(row.getInt("n"), file(row));
                    return true;
                })
                .list();
        return files;
    }

    private static File file(ResultSet row) throws SQLException {
        return new File(
                Attachment.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("sha256"),
                row.getLong("length"),
                row.getString("content_type"),
                row.getString("reason"));
    }

    static void put(Round round, String tenantId, String messageId, int n, Outcome outcome) {
        if (outcome instanceof Outcome.Available available) {
            round.add(
                    PUT,
                    tenantId,
                    messageId,
                    n,
                    "available",
                    available.content().sha256(),
                    available.content().length(),
                    available.contentType(),
                    null);
        } else if (outcome instanceof Outcome.Retry retry) {
            round.add(PUT, tenantId, messageId, n, "pending", null, null, null, retry.reason());
        } else if (outcome instanceof Outcome.Expired expired) {
            round.add(PUT, tenantId, messageId, n, "expired", null, null, null, expired.reason());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            round.add(PUT, tenantId, messageId, n, "rejected", null, null, null, rejected.reason());
        }
    }

    private static InboundMessage with(InboundMessage m, Map<Integer, File> files) {
        ParsedMessage p = m.parsed();
        List<Attachment> attachments = new ArrayList<>();
        List<Issue> issues = new ArrayList<>(p.issues());
        for (Attachment attachment : p.attachments()) {
            File file = files.get(attachment.index());
            attachments.add(file == null ? attachment : shown(attachment, file));
            if (file != null && file.reason() != null) {
                issues.add(new Issue(code(file.state()), attachment.fileName() + ": " + file.reason()));
            }
        }
        ParsedMessage shown = p.withAttachments(attachments).withIssues(issues);
        return new InboundMessage(m.id(), m.tenantId(), m.channelId(), m.rawId(), m.envelope(), m.receivedAt(), shown);
    }

    private static String code(Attachment.State state) {
        return switch (state) {
            case EXPIRED -> "attachment-expired";
            case REJECTED -> "attachment-rejected";
            case PENDING, AVAILABLE -> "attachment-delayed";
        };
    }

    private static Attachment shown(Attachment a, File file) {
        boolean here = file.sha256() != null;
        return new Attachment(
                a.index(),
                a.fileName(),
                file.contentType() == null ? a.contentType() : file.contentType(),
                here ? file.length() : a.size(),
                here ? file.sha256() : a.sha256(),
                a.inline(),
                a.contentId(),
                file.state());
    }
}
