package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Base64Content;
import io.deskwire.adapter.cloud.common.Pieces;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.OutboundHtml;
import io.deskwire.mime.PlainText;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The body of {@code POST /v3/mail/send} for a message. Files are encoded as they are read. */
final class MailSend {

    /** Custom argument with our message's id; every event repeats it. */
    static final String MESSAGE = "desk_msg";

    /** Custom argument with the name of the channel that sent it. */
    static final String CHANNEL = "desk_channel";

    private static final int LONGEST_REFERENCES = 900;

    private final OutboundMessage message;
    private final Set<String> recipients = new LinkedHashSet<>();
    private final String channel;

    private MailSend(OutboundMessage message, List<Address> recipients, String channel) {
        this.message = message;
        recipients.forEach(recipient -> this.recipients.add(recipient.key()));
        this.channel = channel;
    }

    /**
     * @param recipients those of the message's recipients that it goes to now
     * @param channel the channel's name for its events
     */
    static Content of(OutboundMessage message, List<Address> recipients, String channel) {
        return new MailSend(message, recipients, channel).body();
    }

    private Content body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("personalizations", List.of(people()));
        body.put("from", person(message.from()));
        if (message.replyTo() != null) {
            body.put("reply_to", person(message.replyTo()));
        }
        String subject = message.subject();
        // SendGrid refuses a mail without one.
        body.put("subject", subject == null || subject.isBlank() ? "(no subject)" : line(subject));
        body.put("headers", headers());
        body.put("content", texts());
        // Rewritten links and pixels have no place in a person's letter.
        body.put(
                "tracking_settings",
                Map.of(
                        "click_tracking",
                        Map.of("enable", false, "enable_text", false),
                        "open_tracking",
                        Map.of("enable", false),
                        "subscription_tracking",
                        Map.of("enable", false)));
        String json = Json.write(body);
        return message.attachments().isEmpty() ? Pieces.text(json) : withFiles(json);
    }

    private Content withFiles(String json) {
        List<Content> pieces = new ArrayList<>();
        String before = json.substring(0, json.length() - 1) + ",\"attachments\":[";
        for (OutboundAttachment file : message.attachments()) {
            String description = Json.write(description(file));
            pieces.add(Pieces.text(before + description.substring(0, description.length() - 1) + ",\"content\":\""));
            pieces.add(Base64Content.inOneLine(file.content()));
            before = "\"},";
        }
        pieces.add(Pieces.text("\"}]}"));
        return Pieces.of(pieces);
    }

    private Map<String, Object> people() {
        List<Object> to = new ArrayList<>();
        List<Object> cc = new ArrayList<>();
        Set<String> named = new LinkedHashSet<>();
        message.to().forEach(address -> add(address, named, to));
        message.cc().forEach(address -> add(address, named, cc));
        Map<String, Object> people = new LinkedHashMap<>();
        // When only copies are left to send, somebody has to be the main recipient.
        people.put("to", to.isEmpty() ? cc : to);
        if (!to.isEmpty() && !cc.isEmpty()) {
            people.put("cc", cc);
        }
        people.put("custom_args", Map.of(MESSAGE, message.messageId(), CHANNEL, channel));
        return people;
    }

    /** An address that stands there twice makes SendGrid refuse the whole. */
    private void add(Address address, Set<String> named, List<Object> into) {
        if (recipients.contains(address.key()) && named.add(address.key())) {
            into.add(person(address));
        }
    }

    private static Map<String, Object> person(Address address) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("email", ascii(address.value()));
        if (address.name() != null) {
            person.put("name", line(address.name()));
        }
        return person;
    }

    private static String ascii(String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        return domain.chars().allMatch(c -> c < 0x80)
                ? address
                : address.substring(0, at + 1) + IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    }

    private Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Message-ID", "<" + message.messageId() + ">");
        String parent = message.inReplyTo();
        if (parent != null && isId(parent)) {
            headers.put("In-Reply-To", "<" + parent + ">");
        }
        String references = references();
        if (!references.isEmpty()) {
            headers.put("References", references);
        }
        if (message.automatic()) {
            headers.put("Auto-Submitted", parent == null ? "auto-generated" : "auto-replied");
            headers.put("X-Auto-Response-Suppress", "All");
        }
        return headers;
    }

    /** The first, which names the conversation, and as many of the last as there is room for; the parent last. */
    private String references() {
        Set<String> ids = new LinkedHashSet<>(message.references());
        String parent = message.inReplyTo();
        if (parent != null) {
            ids.remove(parent);
            ids.add(parent);
        }
        List<String> usable =
                new ArrayList<>(ids.stream().filter(MailSend::isId).toList());
        int length = usable.stream().mapToInt(id -> id.length() + 3).sum();
        while (usable.size() > 2 && length > LONGEST_REFERENCES) {
            length -= usable.remove(1).length() + 3;
        }
        return String.join(" ", usable.stream().map(id -> "<" + id + ">").toList());
    }

    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_REFERENCES
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>');
    }

    private List<Object> texts() {
        List<Object> texts = new ArrayList<>();
        String html = message.html();
        String text = message.text().isBlank() && html != null ? PlainText.ofHtml(html) : message.text();
        if (!text.isBlank() || html == null || html.isBlank()) {
            // Files alone still need a text of one character.
            texts.add(text("text/plain", text.isBlank() ? " " : text));
        }
        if (html != null && !html.isBlank()) {
            texts.add(text("text/html", OutboundHtml.marked(html)));
        }
        return texts;
    }

    private static Map<String, Object> text(String type, String value) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", type);
        text.put("value", value);
        return text;
    }

    private Map<String, Object> description(OutboundAttachment file) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("filename", line(file.fileName()));
        description.put("type", type(file.contentType()));
        String contentId = file.contentId();
        String html = message.html();
        boolean inline = contentId != null && html != null && html.contains("cid:" + contentId);
        description.put("disposition", inline ? "inline" : "attachment");
        if (contentId != null) {
            description.put("content_id", contentId);
        }
        return description;
    }

    private static String type(String declared) {
        int semicolon = declared.indexOf(';');
        String type = (semicolon < 0 ? declared : declared.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.matches("[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}") ? type : "application/octet-stream";
    }

    private static String line(String text) {
        return text.replaceAll("[\\r\\n\\x00]+", " ");
    }
}
