package io.deskwire.app.console;

import io.deskwire.message.Attachment;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.StoredMessage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** The page inside a message's frame: its cleaned HTML, with pictures from the message itself. */
final class HtmlDocument {

    private static final String STYLE = "html{color-scheme:light;background:#fff}"
            + "body{margin:0;padding:12px 14px;font:15px/1.5 system-ui,sans-serif;color:#1c2430;overflow-wrap:anywhere}"
            + "body>:first-child{margin-top:0}body>:last-child{margin-bottom:0}"
            + "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}"
            + "blockquote{margin:.5em 0;padding-left:.8em;border-left:3px solid #d5dbe3;color:#4d5968}";

    private HtmlDocument() {}

    /**
     * The document; empty when the message has no HTML.
     *
     * @param inlineAddress where the file with an index is served as a picture
     */
    static Optional<String> of(StoredMessage message, IntFunction<String> inlineAddress) {
        Map<String, Integer> pictures = new HashMap<>();
        String safe;
        if (message instanceof StoredMessage.Inbound inbound) {
            safe = inbound.message().parsed().body().safeHtml();
            for (Attachment file : inbound.message().attachments()) {
                String contentId = file.contentId();
                if (contentId != null && file.state() == Attachment.State.AVAILABLE) {
                    note(pictures, contentId, file.contentType(), file.index());
                }
            }
        } else {
            StoredMessage.Outbound outbound = (StoredMessage.Outbound) message;
            safe = outbound.message().html() == null
                    ? null
                    : cleaned(outbound.message().html());
            List<OutboundAttachment> files = outbound.message().attachments();
            for (int i = 0; i < files.size(); i++) {
                String contentId = files.get(i).contentId();
                if (contentId != null) {
                    note(pictures, contentId, files.get(i).contentType(), i);
                }
            }
        }
        return safe == null ? Optional.empty() : Optional.of(document(safe, pictures, inlineAddress));
    }

    private static void note(Map<String, Integer> pictures, String contentId, String contentType, int index) {
        if (FileAnswer.isPicture(contentType)) {
            pictures.putIfAbsent(contentId, index);
        }
    }

    private static String document(String safe, Map<String, Integer> pictures, IntFunction<String> inlineAddress) {
        Document body = Jsoup.parseBodyFragment(safe);
        body.outputSettings().prettyPrint(false);
        for (Element image : body.select("img")) {
            String source = image.attr("src").strip();
            if (source.toLowerCase(Locale.ROOT).startsWith("cid:")) {
                Integer index = pictures.get(decoded(source.substring("cid:".length())));
                if (index == null) {
                    image.removeAttr("src");
                } else {
                    image.attr("src", inlineAddress.apply(index));
                }
            }
        }
        return "<!DOCTYPE html><html lang=\"und\"><head><meta charset=\"utf-8\"><title>Message</title><style>" + STYLE
                + "</style></head><body dir=\"auto\">" + body.body().html() + "</body></html>";
    }

    /** RFC 2392 section 2: a Content-ID in an address is percent-encoded. */
    private static String decoded(String cid) {
        try {
            return URLDecoder.decode(cid.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return cid;
        }
    }

    /** Answers come from other programs as well; their HTML is no more trusted than a customer's. */
    private static String cleaned(String html) {
        Safelist allowed = Safelist.relaxed()
                .removeProtocols("img", "src", "http", "https")
                .addProtocols("img", "src", "cid")
                .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
                .addEnforcedAttribute("a", "target", "_blank");
        return new Cleaner(allowed).clean(Jsoup.parse(html)).body().html();
    }
}
