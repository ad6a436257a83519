package io.deskwire.mime.kind;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.mime.header.Ids;
import io.deskwire.mime.header.MailDates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports in the forms of RFC 3464 (delivery), RFC 8098 (reading) and RFC 5965 (complaints). */
final class StandardReports {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_RECIPIENTS = 100;

    private StandardReports() {}

    static List<DeliveryReport> delivery(List<String> parts, @Nullable String originalId) {
        List<DeliveryReport> reports = new ArrayList<>();
        for (String part : parts) {
            String id = originalId;
            for (Block block : Block.all(part, 500)) {
                if (id == null) {
                    id = Ids.first(
                            block.has("original-message-id")
                                    ? block.get("original-message-id")
                                    : block.get("x-original-message-id"));
                }
                if (block.has("final-recipient")
                        || block.has("original-recipient")
                        || block.has("action")
                        || block.has("status")) {
                    reports.add(recipient(block, id));
                }
            }
        }
        return reports;
    }

    private static DeliveryReport recipient(Block block, @Nullable String originalId) {
        String diagnostic = block.get("diagnostic-code");
        String action = block.get("action");
        boolean failed = action != null && action.toLowerCase(Locale.ROOT).startsWith("fail");
        String code = code(block.get("status"), diagnostic, failed);
        String who = firstAddress(
                block.get("original-recipient"), block.get("final-recipient"), block.get("x-actual-recipient"));
        String at = block.get("last-attempt-date");
        return new DeliveryReport(
                originalId,
                null,
                who == null ? null : Address.email(who),
                status(action, code),
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
            case "delivered", "deliverable" -> DeliveryStatus.DELIVERED;
            case "relayed", "expanded" -> DeliveryStatus.SENT;
            default ->
                code == null || code.startsWith("5")
                        ? DeliveryStatus.BOUNCED
                        : code.startsWith("4") ? DeliveryStatus.DEFERRED : DeliveryStatus.DELIVERED;
        };
    }

    /**
     * The code in the other server's own words when it is of the same class and says more: what stands in Status is often
     * only what the reporting server makes of it ({@code 5.0.0}, or {@code 4.4.7} for a refusal that outlived the queue).
     */
    private static @Nullable String code(@Nullable String status, @Nullable String diagnostic, boolean failed) {
        String own = status == null ? null : StatusCode.enhanced(status);
        String spoken = diagnostic == null ? null : StatusCode.enhanced(diagnostic);
        if (spoken != null && own != null && (!StatusCode.isVague(spoken) || spoken.equals("5.5.0"))) {
            boolean sameClass = spoken.charAt(0) == own.charAt(0);
            if (sameClass ? !StatusCode.isVague(spoken) : failed && spoken.charAt(0) == '5') {
                return spoken;
            }
        }
        if (own == null && spoken != null) {
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

    /** One for each recipient that the report names; empty for reports that are no complaint of a person. */
    static List<DeliveryReport> complaints(String part, Returned returned) {
        List<Block> blocks = Block.all(part, 3);
        if (blocks.isEmpty()) {
            return List.of();
        }
        Block block = blocks.get(0);
        String type = block.get("feedback-type");
        String word = type == null ? "abuse" : type.toLowerCase(Locale.ROOT).strip();
        if (word.equals("auth-failure") || word.equals("not-spam") || word.equals("dkim")) {
            return List.of();
        }
        Set<String> who = new LinkedHashSet<>();
        for (String name : new String[] {"original-rcpt-to", "removal-recipient", "original-recipient"}) {
            for (String value : block.all(name)) {
                String address = firstAddress(value);
                if (address != null && who.size() < MOST_RECIPIENTS) {
                    who.add(address);
                }
            }
        }
        if (who.isEmpty() && returned.soleRecipient() != null) {
            who.add(returned.soleRecipient());
        }
        String date = block.get("arrival-date") != null ? block.get("arrival-date") : block.get("received-date");
        Instant at = date == null ? null : MailDates.parse(date);
        String id = returned.messageId() != null ? returned.messageId() : Ids.first(block.get("original-message-id"));
        List<DeliveryReport> reports = new ArrayList<>();
        for (String each : who) {
            reports.add(new DeliveryReport(id, null, Address.email(each), DeliveryStatus.COMPLAINED, null, word, at));
        }
        if (reports.isEmpty()) {
            reports.add(new DeliveryReport(id, null, null, DeliveryStatus.COMPLAINED, null, word, at));
        }
        return reports;
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
            if (text.indexOf('@') > 0 && Mentions.isClean(text)) {
                return text;
            }
        }
        return null;
    }
}
