package io.deskwire.testkit.cloud;

import io.deskwire.json.JsonException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /email}, checked as strictly as Postmark does. */
final class PostmarkSends {

    private static final int LARGEST = 10 << 20;
    private static final int LARGEST_TEXT = 5 << 20;
    private static final Set<String> FIELDS = Set.of(
            "From",
            "To",
            "Cc",
            "Bcc",
            "ReplyTo",
            "Subject",
            "TextBody",
            "HtmlBody",
            "MessageStream",
            "Tag",
            "Metadata",
            "Headers",
            "Attachments",
            "TrackOpens",
            "TrackLinks");
    private static final Set<String> FORBIDDEN = Set.of("exe", "bat", "js", "vbs", "com", "scr");

    /** Ends the check. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refused(int code, String message) {
            super(message);
            reply = PostmarkSimulator.error(422, code, message);
        }
    }

    private PostmarkSends() {}

    static Reply send(ReceivedRequest request, PostmarkServer server) {
        if (!request.header("content-type").orElse("").startsWith("application/json")) {
            return PostmarkSimulator.error(415, 409, "JSON required");
        }
        if (request.body().length > LARGEST) {
            return Reply.text(413, "text/html", "<html><body>Payload too large</body></html>");
        }
        try {
            return checked(request.json(), server);
        } catch (JsonException e) {
            return PostmarkSimulator.error(422, 402, "Invalid JSON");
        } catch (Refused e) {
            return e.reply;
        }
    }

    private static Reply checked(Map<String, Object> body, PostmarkServer server) {
        for (String name : body.keySet()) {
            require(FIELDS.contains(name), 403, "The field '" + name + "' is not known.");
        }
        from(text(body, "From"), server);
        List<String> recipients = new ArrayList<>();
        for (String field : List.of("To", "Cc", "Bcc")) {
            recipients.addAll(people(body, field));
        }
        people(body, "ReplyTo");
        require(!recipients.isEmpty(), 300, "Zero recipients specified");
        require(recipients.size() <= 50, 300, "Too many recipients");
        texts(body);
        String type = server.streamType(body.containsKey("MessageStream") ? text(body, "MessageStream") : "outbound")
                .orElse("");
        require(!type.isEmpty() && !type.equals("Inbound"), 1235, "The 'MessageStream' provided does not exist.");
        metadata(body.get("Metadata"));
        headers(body.get("Headers"));
        attachments(body.get("Attachments"));
        require(
                Set.of("None", "HtmlAndText", "HtmlOnly", "TextOnly").contains(body.getOrDefault("TrackLinks", "None")),
                300,
                "Invalid 'TrackLinks'");
        return taken(body, recipients, server);
    }

    private static Reply taken(Map<String, Object> body, List<String> recipients, PostmarkServer server) {
        List<String> closed = recipients.stream().filter(server::isInactive).toList();
        String addresses = String.join(", ", closed);
        String why = "Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual"
                + " suppression.";
        require(
                closed.size() < recipients.size(),
                406,
                "You tried to send to recipient(s) that have been marked as inactive.\nFound inactive addresses: "
                        + addresses + ".\n" + why);
        List<String> open =
                recipients.stream().filter(each -> !server.isInactive(each)).toList();
        PostmarkSent sent = server.take(body, open);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("To", body.get("To"));
        answer.put("SubmittedAt", server.now());
        answer.put("MessageID", sent.messageId());
        answer.put("ErrorCode", 0);
        answer.put(
                "Message",
                closed.isEmpty()
                        ? "OK"
                        : "Message OK, but will not deliver to these inactive addresses: " + addresses + ". " + why);
        return Reply.json(200, answer);
    }

    private static void from(String from, PostmarkServer server) {
        require(from.length() <= 255, 300, "Invalid 'From' value.");
        List<String> senders = parsed("From", from);
        require(senders.size() == 1, 300, "Invalid 'From' address.");
        require(
                senders.get(0).endsWith("@" + server.domain()),
                400,
                "The 'From' address you supplied (" + senders.get(0) + ") is not a Sender Signature on your account.");
    }

    private static List<String> people(Map<String, Object> body, String field) {
        return body.get(field) == null || text(body, field).isEmpty() ? List.of() : parsed(field, text(body, field));
    }

    private static List<String> parsed(String field, String text) {
        List<String> parsed = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(text, true)) {
                String plain = address.getAddress().toLowerCase(Locale.ROOT);
                require(
                        plain.matches("[^@\\s]+@[a-z0-9-]+(\\.[a-z0-9-]+)+"),
                        300,
                        "Error parsing '" + field + "': Illegal email domain in address '" + plain + "'.");
                parsed.add(plain);
            }
        } catch (AddressException e) {
            throw new Refused(300, "Error parsing '" + field + "'.");
        }
        return parsed;
    }

    private static void texts(Map<String, Object> body) {
        require(body.get("Subject") == null || text(body, "Subject").length() <= 2000, 300, "Subject is too long.");
        boolean any = false;
        for (String field : List.of("TextBody", "HtmlBody")) {
            String text = body.get(field) == null ? "" : text(body, field);
            any |= !text.isEmpty();
            require(text.length() <= LARGEST_TEXT, 300, field + " is too long.");
        }
        require(any, 300, "Provide either email TextBody or HtmlBody or both.");
    }

    private static void metadata(@Nullable Object value) {
        Map<?, ?> metadata = value == null ? Map.of() : object(value, "Metadata");
        require(metadata.size() <= 10, 300, "Metadata may hold at most 10 fields.");
        Set<String> names = new HashSet<>();
        metadata.forEach((name, each) -> {
            String key = String.valueOf(name);
            require(key.length() <= 20 && !key.isEmpty(), 300, "Metadata key '" + key + "' is longer than 20.");
            require(names.add(key.toLowerCase(Locale.ROOT)), 300, "Metadata key '" + key + "' stands there twice.");
            require(
                    each instanceof String text && text.length() <= 80,
                    300,
                    "Metadata value of '" + key + "' is longer than 80.");
        });
    }

    private static void headers(@Nullable Object value) {
        for (Object each : array(value, "Headers")) {
            Map<?, ?> header = object(each, "Headers");
            boolean good = header.get("Name") instanceof String name
                    && name.matches("[!-9;-~]+")
                    && header.get("Value") instanceof String text
                    && text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
            require(good, 300, "Invalid header.");
        }
    }

    private static void attachments(@Nullable Object value) {
        for (Object each : array(value, "Attachments")) {
            Map<?, ?> file = object(each, "Attachments");
            require(file.get("Name") instanceof String, 300, "Attachment without 'Name'.");
            require(file.get("ContentType") instanceof String, 300, "Attachment without 'ContentType'.");
            require(
                    file.get("Content") instanceof String content && isBase64(content),
                    300,
                    "Attachment is no base64.");
            require(
                    file.get("ContentID") == null
                            || (file.get("ContentID") instanceof String id && id.startsWith("cid:")),
                    300,
                    "'ContentID' must begin with 'cid:'.");
            String[] parts =
                    String.valueOf(file.get("Name")).toLowerCase(Locale.ROOT).split("\\.", -1);
            require(!FORBIDDEN.contains(Arrays.asList(parts).get(parts.length - 1)), 411, "Forbidden attachment type.");
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(Map<String, Object> body, String field) {
        if (body.get(field) instanceof String text) {
            return text;
        }
        throw new Refused(403, "Invalid or missing '" + field + "'.");
    }

    private static Map<?, ?> object(@Nullable Object value, String field) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new Refused(403, "Invalid '" + field + "'.");
    }

    private static List<?> array(@Nullable Object value, String field) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new Refused(403, "Invalid '" + field + "'.");
    }

    private static void require(boolean holds, int code, String message) {
        if (!holds) {
            throw new Refused(code, message);
        }
    }
}
