package io.deskwire.mime.kind;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.mime.header.Ids;
import io.deskwire.mime.header.MailDates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports in the forms of RFC 3464 (delivery), RFC 8098 (reading) and RFC 5965 (complaints). */
final class StandardReports {

    private static final int LONGEST_REASON = 500;

    private StandardReports() {}

    static List<DeliveryReport> delivery(List<String> parts, @Nullable String originalId) {
        List<DeliveryReport> reports = new ArrayList<>();
        for (String part : parts) {
            for (Block block : Block.all(part, 500)) {
                if (block.has("final-recipient")
                        || block.has("original-recipient")
                        || block.has("action")
                        || block.has("status")) {
                    reports.add(recipient(block, originalId));
                }
            }
        }
        return reports;
    }

    private static DeliveryReport recipient(Block block, @Nullable String originalId) {
        String diagnostic = block.get("diagnostic-code");
        String code = code(block.get("status"), diagnostic);
        String who = firstAddress(
                block.get("original-recipient"), block.get("final-recipient"), block.get("x-actual-recipient"));
        String at = block.get("last-attempt-date");
        return new DeliveryReport(
                originalId,
                null,
                who == null ? null : Address.email(who),
                status(block.get("action"), code),
                code,
                reason(diagnostic),
                at == null ? null : MailDates.parse(at));
    }

    static DeliveryStatus status(@Nullable String action, @Nullable String code) {
        String word = action == null ? "" : action.toLowerCase(Locale.ROOT).strip();
        int end = 0;
        while (end < word.length() && Character.isLetter(word.charAt(end))) {
            end++;
        }
        return switch (word.substring(0, end)) {
            case "failed", "fail", "failure" -> DeliveryStatus.BOUNCED;
            case "delayed" -> DeliveryStatus.DEFERRED;
            case "delivered" -> DeliveryStatus.DELIVERED;
            case "relayed", "expanded" -> DeliveryStatus.SENT;
            default ->
                code == null || code.startsWith("5")
                        ? DeliveryStatus.BOUNCED
                        : code.startsWith("4") ? DeliveryStatus.DEFERRED : DeliveryStatus.DELIVERED;
        };
    }

    /** The status, unless it says nothing ({@code 5.0.0}) and the server's own words say more. */
    private static @Nullable String code(@Nullable String status, @Nullable String diagnostic) {
        String own = status == null ? null : StatusCode.enhanced(status);
        String spoken = diagnostic == null ? null : StatusCode.enhanced(diagnostic);
        boolean vague = own == null || own.endsWith(".0.0");
        if (vague && spoken != null && (own == null || spoken.charAt(0) == own.charAt(0))) {
            return spoken;
        }
        return own != null || diagnostic == null ? own : StatusCode.reply(diagnostic);
    }

    static @Nullable String reason(@Nullable String diagnostic) {
        if (diagnostic == null) {
            return null;
        }
        int semicolon = diagnostic.indexOf(';');
        boolean typed = semicolon > 0 && semicolon < 20 && diagnostic.lastIndexOf(' ', semicolon) < 0;
        String text = (typed ? diagnostic.substring(semicolon + 1) : diagnostic)
                .strip()
                .replaceAll("\\s+", " ");
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }

    static @Nullable DeliveryReport receipt(String part, @Nullable String returnedId) {
        List<Block> blocks = Block.all(part, 3);
        if (blocks.isEmpty()) {
            return null;
        }
        Block block = blocks.get(0);
        String disposition = block.get("disposition");
        String word = disposition == null ? "" : disposition.toLowerCase(Locale.ROOT);
        String who = firstAddress(block.get("original-recipient"), block.get("final-recipient"));
        String id = Ids.first(block.get("original-message-id"));
        return new DeliveryReport(
                id == null ? returnedId : id,
                null,
                who == null ? null : Address.email(who),
                word.contains("displayed") ? DeliveryStatus.READ : DeliveryStatus.DELIVERED,
                null,
                reason(disposition),
                null);
    }

    static @Nullable DeliveryReport complaint(String part, @Nullable String returnedId) {
        List<Block> blocks = Block.all(part, 3);
        if (blocks.isEmpty()) {
            return null;
        }
        Block block = blocks.get(0);
        String type = block.get("feedback-type");
        String word = type == null ? "abuse" : type.toLowerCase(Locale.ROOT).strip();
        if (word.equals("auth-failure") || word.equals("not-spam") || word.equals("dkim")) {
            return null;
        }
        String who = firstAddress(block.get("original-rcpt-to"), block.get("removal-recipient"));
        String date = block.get("arrival-date") != null ? block.get("arrival-date") : block.get("received-date");
        Instant at = date == null ? null : MailDates.parse(date);
        return new DeliveryReport(
                returnedId, null, who == null ? null : Address.email(who), DeliveryStatus.COMPLAINED, null, word, at);
    }

    /** The Message-ID inside a returned message, or null. */
    static @Nullable String messageId(@Nullable String returned) {
        if (returned == null) {
            return null;
        }
        String unbroken = returned.stripLeading();
        List<Block> header = Block.all(unbroken, 1);
        return header.isEmpty() ? null : Ids.first(header.get(0).get("message-id"));
    }

    /** The first of the values that holds an address; {@code rfc822;} and brackets go. */
    static @Nullable String firstAddress(@Nullable String... values) {
        for (String value : values) {
            if (value == null) {
                continue;
            }
            String text = value.substring(value.indexOf(';') + 1).strip();
            int open = text.lastIndexOf('<');
            int close = text.indexOf('>', Math.max(open, 0));
            if (open >= 0 && close > open) {
                text = text.substring(open + 1, close).strip();
            }
            int space = text.indexOf(' ');
            text = space > 0 ? text.substring(0, space) : text;
            if (text.indexOf('@') > 0 && text.length() <= 320) {
                return text;
            }
        }
        return null;
    }
}
