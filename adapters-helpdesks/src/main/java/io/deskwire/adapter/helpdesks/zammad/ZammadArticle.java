package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.JsonWithFiles;
import io.deskwire.adapter.helpdesks.MessageFile;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as an article. Its type is {@code web} and its sender {@code Customer}: an article of type {@code email} from an
 * agent would be mailed to somebody, even an internal one.
 */
final class ZammadArticle {

    private ZammadArticle() {}

    static Map<String, Object> of(InboundMessage message, List<MessageFile> files, JsonWithFiles body) {
        Map<String, Object> article = new LinkedHashMap<>();
        article.put("subject", MessageText.title(message));
        String html = MessageText.html(message);
        List<MessageFile> apart = new ArrayList<>();
        if (html == null) {
            article.put("body", MessageText.text(message));
            article.put("content_type", "text/plain");
            apart.addAll(files);
        } else {
            article.put("body", withImages(html, files, apart, body));
            article.put("content_type", "text/html");
        }
        article.put("type", "web");
        article.put("sender", "Customer");
        article.put("internal", false);
        article.put("from", from(message));
        article.put("message_id", ZammadApi.articleMark(message.id()));
        article.put(
                "attachments",
                apart.stream().map(file -> attachment(file, body)).toList());
        return article;
    }

    /** Images that the HTML shows go into it as {@code data:} addresses, which Zammad stores apart; the others stay files. */
    private static String withImages(
            String html, List<MessageFile> files, List<MessageFile> apart, JsonWithFiles body) {
        String shown = html;
        for (MessageFile file : files) {
            String id = file.attachment().contentId();
            String address = "cid:" + id;
            String type = file.attachment().contentType();
            if (id == null || !type.matches("image/[a-z0-9.+-]+") || !shown.contains(address + "\"")) {
                apart.add(file);
            } else {
                shown = shown.replace(address + "\"", "data:" + type + ";base64," + body.place(file.content()) + "\"");
            }
        }
        return shown;
    }

    private static Map<String, Object> attachment(MessageFile file, JsonWithFiles body) {
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("filename", file.attachment().fileName());
        attachment.put("mime-type", file.attachment().contentType());
        attachment.put("data", body.place(file.content()));
        return attachment;
    }

    private static String from(InboundMessage message) {
        Address from = message.from();
        if (from == null) {
            return MessageText.name(message);
        }
        String name = from.name();
        return name == null
                ? from.value()
                : "\"" + name.replaceAll("[\"\\\\\\p{Cntrl}]", " ").strip() + "\" <" + from.value() + ">";
    }
}
