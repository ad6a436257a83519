package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.json.JsonLimits;
import io.deskwire.message.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v3/mail/send} and refuses what SendGrid refuses. */
final class SendGridSendCheck {

    private static final Set<String> FORBIDDEN = Set.of(
            "x-sg-id",
            "x-sg-eid",
            "received",
            "dkim-signature",
            "content-type",
            "content-transfer-encoding",
            "to",
            "from",
            "subject",
            "reply-to",
            "cc",
            "bcc");
    private static final Set<String> KNOWN = Set.of(
            "personalizations",
            "from",
            "reply_to",
            "reply_to_list",
            "subject",
            "headers",
            "content",
            "attachments",
            "categories",
            "custom_args",
            "send_at",
            "tracking_settings",
            "mail_settings",
            "asm",
            "template_id",
            "batch_id",
            "ip_pool_name",
            "sections");
    private static final int MOST_RECIPIENTS = 1000;
    private static final int LARGEST_ARGUMENTS = 10_000;

    /** A refusal; {@code field} may be null. */
    record Problem(String message, @Nullable String field) {}

    private final List<Problem> problems = new ArrayList<>();

    private SendGridSendCheck() {}

    /** Either a message or problems. */
    record Outcome(@Nullable SendGridMail mail, List<Problem> problems) {}

    static Outcome of(byte[] body, String id) {
        SendGridSendCheck check = new SendGridSendCheck();
        Map<String, Object> tree;
        try {
            tree = Json.strict().withLimits(JsonLimits.MACHINE).parseObject(body);
        } catch (JsonException e) {
            return new Outcome(null, List.of(new Problem("Bad Request", null)));
        }
        SendGridMail mail = check.read(tree, id);
        return check.problems.isEmpty() ? new Outcome(mail, List.of()) : new Outcome(null, check.problems);
    }

    private SendGridMail read(Map<String, Object> tree, String id) {
        tree.keySet().stream().filter(name -> !KNOWN.contains(name)).forEach(name -> problem("unknown field", name));
        Map<String, Object> people = people(tree);
        List<String> to = addresses(people, "to");
        List<String> cc = addresses(people, "cc");
        List<String> bcc = addresses(people, "bcc");
        if (to.isEmpty()) {
            problem(
                    "The to array is required for all personalization objects, and must have at least one email object"
                            + " with a valid email address.",
                    "personalizations.0.to");
        }
        recipients(to, cc, bcc);
        Map<String, Object> sender = object(tree.get("from"));
        String from = address(sender, "from.email");
        String subject = tree.get("subject") instanceof String text ? text : "";
        if (subject.isEmpty()) {
            problem("The subject is required.", "subject");
        }
        if (tree.containsKey("reply_to") && tree.containsKey("reply_to_list")) {
            problem("reply_to and reply_to_list exclude each other", "reply_to");
        }
        Map<String, Object> replyTo = object(tree.get("reply_to"));
        List<Map<String, Object>> content = objects(tree, "content");
        texts(content);
        return new SendGridMail(
                id,
                from,
                replyTo.isEmpty() ? null : address(replyTo, "reply_to.email"),
                to,
                cc,
                subject,
                text(content, "text/plain"),
                text(content, "text/html"),
                headers(tree, people),
                arguments(tree, people),
                files(tree));
    }

    private Map<String, Object> people(Map<String, Object> tree) {
        List<Map<String, Object>> all = objects(tree, "personalizations");
        if (all.size() != 1) {
            problem("The stand-in takes exactly one personalization.", "personalizations");
        }
        return all.isEmpty() ? Map.of() : all.get(0);
    }

    private void recipients(List<String> to, List<String> cc, List<String> bcc) {
        List<String> all = new ArrayList<>(to);
        all.addAll(cc);
        all.addAll(bcc);
        if (all.size() > MOST_RECIPIENTS) {
            problem("too many recipients", "personalizations");
        }
        if (new HashSet<>(all).size() < all.size()) {
            problem(
                    "Each email address in the personalization block should be unique between to, cc, and bcc.",
                    "personalizations.0");
        }
    }

    private List<String> addresses(Map<String, Object> people, String field) {
        List<String> addresses = new ArrayList<>();
        if (people.containsKey(field) && objects(people, field).isEmpty()) {
            problem("The " + field + " array must not be empty.", "personalizations.0." + field);
        }
        for (Map<String, Object> entry : objects(people, field)) {
            addresses.add(address(entry, "personalizations.0." + field).toLowerCase(Locale.ROOT));
        }
        return addresses;
    }

    private String address(Map<String, Object> person, String field) {
        String email = person.get("email") instanceof String text ? text : "";
        if (!email.matches("[\\x21-\\x7e]+@[A-Za-z0-9.-]+")) {
            problem("Does not contain a valid address.", field);
        }
        Object name = person.get("name");
        if (name != null && (!(name instanceof String text) || hasLineEnd(text))) {
            problem("The name must be a text of one line.", field);
        }
        return email;
    }

    private void texts(List<Map<String, Object>> content) {
        if (content.isEmpty()) {
            problem("Unless a valid template_id is provided, the content parameter is required.", "content");
        }
        int last = -1;
        for (int i = 0; i < content.size(); i++) {
            Object type = content.get(i).get("type");
            int rank = "text/plain".equals(type) ? 0 : "text/html".equals(type) ? 1 : 2;
            if (rank < last) {
                problem("text/plain must come first, followed by text/html", "content." + i + ".type");
            }
            last = rank;
            if (!(content.get(i).get("value") instanceof String value) || value.isEmpty()) {
                problem("The content value must be a string at least one character in length.", "content." + i);
            }
        }
    }

    private static @Nullable String text(List<Map<String, Object>> content, String type) {
        return content.stream()
                .filter(each -> type.equals(each.get("type")))
                .map(each -> each.get("value") instanceof String value ? value : "")
                .findFirst()
                .orElse(null);
    }

    private Map<String, String> headers(Map<String, Object> tree, Map<String, Object> people) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map<String, Object> part : List.of(object(tree.get("headers")), object(people.get("headers")))) {
            part.forEach((name, value) -> {
                if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
                    problem("The header is reserved.", "headers." + name);
                } else if (!name.matches("[A-Za-z0-9-]+")) {
                    problem("The header's name is none.", "headers");
                } else if (!(value instanceof String text) || hasLineEnd(text) || !text.matches("[\\x20-\\x7e]*")) {
                    problem("The header's value must be a text of one line in ASCII.", "headers." + name);
                } else {
                    headers.put(name, text);
                }
            });
        }
        return headers;
    }

    private Map<String, String> arguments(Map<String, Object> tree, Map<String, Object> people) {
        Map<String, String> arguments = new LinkedHashMap<>();
        int size = 0;
        for (Map<String, Object> part : List.of(object(tree.get("custom_args")), object(people.get("custom_args")))) {
            for (Map.Entry<String, Object> argument : part.entrySet()) {
                if (argument.getValue() instanceof String text) {
                    arguments.put(argument.getKey(), text);
                    size += (argument.getKey() + text).getBytes(StandardCharsets.UTF_8).length;
                } else {
                    problem("custom_args values must be strings", "custom_args." + argument.getKey());
                }
            }
        }
        if (size > LARGEST_ARGUMENTS) {
            problem("custom_args must be less than 10,000 bytes", "custom_args");
        }
        return arguments;
    }

    private List<SendGridMail.File> files(Map<String, Object> tree) {
        List<SendGridMail.File> files = new ArrayList<>();
        for (Map<String, Object> file : objects(tree, "attachments")) {
            String field = "attachments." + files.size();
            String name = file.get("filename") instanceof String text ? text : "";
            String type = file.get("type") instanceof String text ? text : "application/octet-stream";
            String disposition = file.get("disposition") instanceof String text ? text : "attachment";
            String contentId = file.get("content_id") instanceof String text ? text : null;
            if (name.isEmpty() || hasLineEnd(name)) {
                problem("The filename must be a text of one line.", field + ".filename");
            }
            if (type.isEmpty() || hasLineEnd(type) || type.contains(";")) {
                problem("The type must not contain semicolons or line ends.", field + ".type");
            }
            if (!Set.of("inline", "attachment").contains(disposition)) {
                problem("The disposition must be inline or attachment.", field + ".disposition");
            }
            files.add(new SendGridMail.File(name, type, disposition, contentId, decoded(file, field)));
        }
        return files;
    }

    private Content decoded(Map<String, Object> file, String field) {
        try {
            String content = file.get("content") instanceof String text ? text : "";
            if (!content.isEmpty()) {
                return Content.of(Base64.getDecoder().decode(content));
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        problem("The attachment content must be base64 encoded.", field + ".content");
        return Content.of(new byte[0]);
    }

    private void problem(String message, @Nullable String field) {
        problems.add(new Problem(message, field));
    }

    private static boolean hasLineEnd(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static List<Map<String, Object>> objects(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof List<?> list
                ? list.stream().map(SendGridSendCheck::object).toList()
                : List.of();
    }
}
