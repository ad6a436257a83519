package io.deskwire.mime.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Takes quotes and signatures out of HTML by the marks each mail program leaves in it. */
final class HtmlReply {

    /** Elements that hold a quote, its attribution or a signature, and nothing else. */
    private static final List<String> CLASSES = List.of(
            "gmail_quote",
            "gmail_quote_container",
            "gmail_attr",
            "gmail_signature",
            "yahoo_quoted",
            "yahooquoted",
            "moz-cite-prefix",
            "moz-signature",
            "moz-forward-container",
            "protonmail_quote",
            "protonmail_signature_block",
            "zmail_extra",
            "tutanota_quote",
            "front-blockquote",
            "sh-quoted-content",
            "missive_quote",
            "outlookmessageheader",
            "edo-signature",
            "mail-quote-collapse",
            "airmail_on",
            "airmail_ext_on",
            "freshdesk_quote",
            "zd-quote",
            "hs_reply",
            "quotedmailbody",
            "apple-mail-signature",
            "wisestamp");

    private static final List<String> IDS = List.of(
            "yahoo_quoted",
            "qt",
            "reply-quote",
            "mail-editor-reference-message-container",
            "olk_src_body_section",
            "ms-outlook-mobile-signature",
            "signature",
            "isforwardcontent",
            "isreplycontent");

    /** Elements at which the quoted mail begins; it goes on to the end. */
    private static final List<String> STARTS = List.of(
            "divrplyfwdmsg",
            "appendonsend",
            "stopspelling",
            "zwchr",
            "reply-intro",
            "x_divrplyfwdmsg",
            "x_appendonsend");

    private HtmlReply() {}

    /** Cuts the tree. */
    static void cut(Document document) {
        List<Element> quotes = new ArrayList<>();
        Element start = null;
        for (Element element : document.body().getAllElements()) {
            if (isStart(element)) {
                start = element;
                break;
            }
            if (isQuote(element)) {
                quotes.add(element);
            }
        }
        if (start != null) {
            removeFrom(start, document.body());
        }
        for (Element quote : quotes) {
            if (!quote.equals(document.body())) {
                quote.remove();
            }
        }
    }

    private static boolean isQuote(Element element) {
        String name = element.normalName();
        if (name.equals("blockquote")) {
            return element.attr("type").equalsIgnoreCase("cite") || element.id().startsWith("blockquote_zmail");
        }
        if (name.equals("div") && element.attr("name").equals("quote")) {
            return true;
        }
        if (element.hasAttr("data-smartmail")
                || element.attr("data-marker").equals("__QUOTED_TEXT__")
                || element.attr("name").equals("messageReplySection")) {
            return true;
        }
        for (String each : element.classNames()) {
            if (CLASSES.contains(bare(each))) {
                return true;
            }
        }
        String id = bare(element.id());
        return !id.isEmpty() && (IDS.contains(id) || id.startsWith("yahoo_quoted"));
    }

    /** Outlook prefixes what it quotes again with x_. */
    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("x_") ? lower.substring(2) : lower;
    }

    private static boolean isStart(Element element) {
        String id = element.id().toLowerCase(Locale.ROOT);
        if (!id.isEmpty() && STARTS.contains(id)) {
            return true;
        }
        if (!element.normalName().equals("div") || !element.hasAttr("style")) {
            return false;
        }
        String style = element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
        return style.length() < 500 && style.contains("border-top:solid") && saysFrom(element);
    }

    /** Whether the text begins with the label of a sender: the top of the header that Outlook repeats. */
    private static boolean saysFrom(Element element) {
        Element holder = element;
        for (int depth = 0; depth < 6; depth++) {
            Element child = holder.firstElementChild();
            if (child == null || !holder.ownText().isBlank()) {
                break;
            }
            holder = child;
        }
        String text = holder.parent() == null ? holder.text() : holder.parent().text();
        return QuoteWords.FROM.contains(QuoteWords.label(text.strip()));
    }

    private static void removeFrom(Element start, Element body) {
        Node at = start;
        while (!at.equals(body) && at.parent() != null) {
            Node parent = at.parent();
            Node next = at.nextSibling();
            while (next != null) {
                Node following = next.nextSibling();
                next.remove();
                next = following;
            }
            at = parent;
        }
        start.remove();
    }
}
