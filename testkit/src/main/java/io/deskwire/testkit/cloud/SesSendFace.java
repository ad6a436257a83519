package io.deskwire.testkit.cloud;

import io.deskwire.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one request to send as strictly as SES v2, and makes of its mail what recipients get. */
final class SesSendFace {

    private static final int MOST_RECIPIENTS = 50;
    private static final long LARGEST = 40L << 20;
    private static final int LONGEST_LINE = 998;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern ADDRESS =
            Pattern.compile("[\\x21-\\x7e]{1,64}@[a-z0-9.-]{3,250}", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NAMES = Set.of(
            "FromEmailAddress", "Destination", "Content", "ConfigurationSetName", "EmailTags", "ReplyToAddresses");

    /** Refused with Amazon's code. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private final Set<String> identities;
    private final Set<String> configurationSets;
    private final String region;

    SesSendFace(Set<String> identities, Set<String> configurationSets, String region) {
        this.identities = identities;
        this.configurationSets = configurationSets;
        this.region = region;
    }

    /** What was asked for: the mail, and the configuration set, which may be null. */
    record Taken(SesSent sent, @Nullable String configurationSet) {}

    Taken take(ReceivedRequest request, String messageId, Instant now) throws RefusedException {
        Map<String, Object> tree = tree(request);
        for (String name : tree.keySet()) {
            require(NAMES.contains(name), "BadRequestException", "unknown member " + name);
        }
        String from = text(tree.get("FromEmailAddress"));
        require(ADDRESS.matcher(from).matches(), "BadRequestException", "Missing or wrong FromEmailAddress");
        String domain = from.substring(from.lastIndexOf('@') + 1);
        require(
                identities.contains(domain) || identities.contains(from),
                "MessageRejected",
                "Email address is not verified. The following identities failed the check in region "
                        + region.toUpperCase(Locale.ROOT) + ": " + from);
        List<String> recipients = recipients(map(tree.get("Destination")));
        String set = tree.get("ConfigurationSetName") == null ? null : text(tree.get("ConfigurationSetName"));
        require(
                set == null || configurationSets.contains(set),
                "NotFoundException",
                "Configuration set <" + set + "> does not exist.");
        byte[] mail = mail(map(tree.get("Content")));
        Map<String, List<String>> tags = tags(tree.get("EmailTags"));
        byte[] rewritten = rewritten(mail, messageId, now);
        return new Taken(new SesSent(messageId, region, from, recipients, tags, rewritten), set);
    }

    private static Map<String, Object> tree(ReceivedRequest request) throws RefusedException {
        require(
                request.header("content-type").orElse("").equals("application/json"),
                "BadRequestException",
                "the body must be application/json");
        try {
            return request.json();
        } catch (JsonException e) {
            throw new RefusedException("SerializationException", "the body is no JSON object");
        }
    }

    private static List<String> recipients(Map<String, Object> destination) throws RefusedException {
        List<String> all = new ArrayList<>();
        for (String name : List.of("ToAddresses", "CcAddresses", "BccAddresses")) {
            if (destination.get(name) instanceof List<?> list) {
                for (Object entry : list) {
                    String address = text(entry);
                    require(ADDRESS.matcher(address).matches(), "BadRequestException", "Illegal address");
                    all.add(address);
                }
            }
        }
        require(!all.isEmpty() && all.size() <= MOST_RECIPIENTS, "BadRequestException", "Recipient count exceeds 50.");
        return all;
    }

    private static byte[] mail(Map<String, Object> content) throws RefusedException {
        require(content.keySet().equals(Set.of("Raw")), "BadRequestException", "Content must be exactly one thing");
        byte[] mail;
        try {
            mail = Base64.getDecoder().decode(text(map(content.get("Raw")).get("Data")));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("SerializationException", "Data is not base64");
        }
        require(mail.length <= LARGEST, "BadRequestException", "Message length is more than 41943040 bytes long");
        int line = 0;
        for (byte b : mail) {
            line = b == '\n' ? 0 : line + 1;
            require(line <= LONGEST_LINE + 1, "BadRequestException", "a line is longer than 998 characters");
            require(b > 0, "BadRequestException", "the mail is not 7-bit clean");
        }
        String head = head(mail);
        require(
                head.toLowerCase(Locale.ROOT).contains("\r\nfrom:") || head.startsWith("From:"),
                "MessageRejected",
                "Missing required header 'From'.");
        return mail;
    }

    private static String head(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    private static Map<String, List<String>> tags(@Nullable Object given) throws RefusedException {
        Map<String, List<String>> tags = new HashMap<>();
        if (given instanceof List<?> list) {
            for (Object entry : list) {
                Map<String, Object> tag = map(entry);
                String name = text(tag.get("Name"));
                String value = text(tag.get("Value"));
                require(
                        TAG.matcher(name).matches() && TAG.matcher(value).matches(),
                        "BadRequestException",
                        "Invalid tag value");
                tags.put(name, List.of(value));
            }
        }
        return tags;
    }

    /** With the provider's Message-ID and Date in the place of ours, whatever stood there. */
    private byte[] rewritten(byte[] mail, String messageId, Instant now) {
        String head = head(mail);
        ByteArrayOutputStream out = new ByteArrayOutputStream(mail.length + 200);
        String host = region.equals("us-east-1") ? "email" : region;
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        StringBuilder kept = new StringBuilder(
                "Date: " + date + "\r\nMessage-ID: <" + messageId + "@" + host + ".amazonses.com>\r\n");
        boolean dropping = false;
        for (String line : head.split("\r\n", -1)) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            String lower = line.toLowerCase(Locale.ROOT);
            dropping = folded
                    ? dropping
                    : lower.startsWith("message-id:") || lower.startsWith("date:") || lower.startsWith("bcc:");
            if (!dropping) {
                kept.append(line).append("\r\n");
            }
        }
        out.writeBytes(kept.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(mail, head.length() + 2, mail.length - head.length() - 2);
        return out.toByteArray();
    }

    private static void require(boolean good, String code, String message) throws RefusedException {
        if (!good) {
            throw new RefusedException(code, message);
        }
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
