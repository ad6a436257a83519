package io.deskwire.adapter.cloud.postmark;

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
import java.util.stream.Collectors;

/** The body of {@code POST /email} for a message. Files are encoded as they are read. */
final class EmailBody {

    private static final int LONGEST_REFERENCES = 900;

    private final OutboundMessage message;
    private final Set<String> recipients;
    private final PostmarkSettings settings;

    private EmailBody(OutboundMessage message, List<Address> recipients, PostmarkSettings settings) {
        this.message = message;
        this.recipients = recipients.stream().map(Address::key).collect(Collectors.toSet());
        this.settings = settings;
    }

    /**
     * @param recipients those of the message's recipients that it goes to now
     */
    static Content of(OutboundMessage message, List<Address> recipients, PostmarkSettings settings) {
        return new EmailBody(message, recipients, settings).body();
    }

    private Content body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("From", person(message.from()));
        Set<String> named = new LinkedHashSet<>();
        String to = people(message.to(), named);
        String cc = people(message.cc(), named);
        // When only copies are left to send, somebody has to be the main recipient.
        body.put("To", to.isEmpty() ? cc : to);
        if (!to.isEmpty() && !cc.isEmpty()) {
            body.put("Cc", cc);
        }
        if (message.replyTo() != null) {
            body.put("ReplyTo", person(message.replyTo()));
        }
        body.put("Subject", message.subject() == null ? "" : line(message.subject()));
        texts(body);
        body.put("MessageStream", settings.messageStream());
        body.put("Metadata", Correlation.of(message.messageId(), settings.channelName()));
        body.put("Headers", headers());
        // Rewritten links and pixels have no place in a person's letter.
        body.put("TrackOpens", false);
        body.put("TrackLinks", "None");
        String json = Json.write(body);
        return message.attachments().isEmpty() ? Pieces.text(json) : withFiles(json);
    }

    private Content withFiles(String json) {
        List<Content> pieces = new ArrayList<>();
        String before = json.substring(0, json.length() - 1) + ",\"Attachments\":[";
        for (OutboundAttachment file : message.attachments()) {
            String description = Json.write(description(file));
            pieces.add(Pieces.text(before + description.substring(0, description.length() - 1) + ",\"Content\":\""));
            pieces.add(Base64Content.inOneLine(file.content()));
            before = "\"},";
        }
        pieces.add(Pieces.text("\"}]}"));
        return Pieces.of(pieces);
    }

    private Map<String, Object> description(OutboundAttachment file) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("Name", line(file.fileName()));
        description.put("ContentType", type(file.contentType()));
        String contentId = file.contentId();
        String html = message.html();
        // With one it is shown in the text, so that a file that the text does not show must have none.
        if (contentId != null && html != null && html.contains("cid:" + contentId)) {
            description.put("ContentID", "cid:" + contentId);
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

    private String people(List<Address> addresses, Set<String> named) {
        return addresses.stream()
                .filter(address -> recipients.contains(address.key()) && named.add(address.key()))
                .map(EmailBody::person)
                .collect(Collectors.joining(", "));
    }

    private static String person(Address address) {
        String name = address.name();
        String ascii = ascii(address.value());
        return name == null
                ? ascii
                : "\"" + line(name).replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + ascii + ">";
    }

    /** The address as it is written on the wire; domains in other scripts as RFC 5891 wants them. */
    static String ascii(String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        return domain.chars().allMatch(c -> c < 0x80)
                ? address
                : address.substring(0, at + 1) + IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    }

    private void texts(Map<String, Object> body) {
        String html = message.html();
        String text = message.text().isBlank() && html != null ? PlainText.ofHtml(html) : message.text();
        if (!text.isBlank() || html == null || html.isBlank()) {
            // Files alone still need a text.
            body.put("TextBody", text.isBlank() ? " " : text);
        }
        if (html != null && !html.isBlank()) {
            body.put("HtmlBody", OutboundHtml.marked(html));
        }
    }

    private List<Object> headers() {
        List<Object> headers = new ArrayList<>();
        header(headers, "Message-ID", "<" + message.messageId() + ">");
        // Without it Postmark puts an id of its own in the place of ours.
        header(headers, "X-PM-KeepID", "true");
        String parent = message.inReplyTo();
        if (parent != null && isId(parent)) {
            header(headers, "In-Reply-To", "<" + parent + ">");
        }
        String references = references();
        if (!references.isEmpty()) {
            header(headers, "References", references);
        }
        if (message.automatic()) {
            header(headers, "Auto-Submitted", parent == null ? "auto-generated" : "auto-replied");
            header(headers, "X-Auto-Response-Suppress", "All");
        }
        return headers;
    }

    private static void header(List<Object> headers, String name, String value) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("Name", name);
        header.put("Value", value);
        headers.add(header);
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
                new ArrayList<>(ids.stream().filter(EmailBody::isId).toList());
        int length = usable.stream().mapToInt(id -> id.length() + 3).sum();
        while (usable.size() > 2 && length > LONGEST_REFERENCES) {
            length -= usable.remove(1).length() + 3;
        }
        return usable.stream().map(id -> "<" + id + ">").collect(Collectors.joining(" "));
    }

    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_REFERENCES
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>');
    }

    private static String line(String text) {
        return text.replaceAll("[\\r\\n\\x00]+", " ");
    }
}
