package io.deskwire.mime.reply;

import io.deskwire.mime.compose.ReplyMark;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** The marks that mail programs leave on their elements. */
final class HtmlMarks {

    /** On the outermost element of every HTML we send: whatever stands inside it was ours. */
    private static final String OURS = ReplyMark.NAME;

    private static final int LONGEST_NAME = 100;

    /** Elements that hold a quote and nothing else. */
    private static final Set<String> QUOTES = Set.of(
            "yahoo_quoted",
            "yahooquoted",
            "zmail_extra",
            "tutanota_quote",
            "front-blockquote",
            "sh-quoted-content",
            "missive_quote",
            "mail-quote-collapse",
            "airmail_ext_on",
            "freshdesk_quote",
            "zd-quote",
            "hs_reply",
            "quotedmailbody",
            "replaced-message-body",
            "wmquote",
            "quoted-mail",
            "mb_quote",
            "em_quote",
            "previousmessage",
            "isreplycontent",
            "origbody",
            "qmquote");

    /** Elements around an attribution and quotes, between which answers may stand. */
    private static final Set<String> AROUND_QUOTES =
            Set.of("gmail_quote", "gmail_quote_container", "gmail_extra", "protonmail_quote");

    private static final Set<String> ATTRIBUTIONS = Set.of(
            "gmail_attr",
            "moz-cite-prefix",
            "airmail_on",
            "reply-intro",
            "evo-attribution",
            "quote-header",
            "kmail-attribution");

    private static final Set<String> SIGNATURES = Set.of(
            "gmail_signature",
            "gmail_signature_prefix",
            "moz-signature",
            "protonmail_signature_block",
            "edo-signature",
            "apple-mail-signature",
            "applemailsignature",
            "wisestamp",
            "k9mail-signature",
            "ms-outlook-mobile-signature",
            "mac_outlook_signature",
            "signature",
            "protonmail_signature_block-proton",
            "protonmail_signature_block-user",
            "tutanota_signature",
            "mailbird-signature",
            "sh-signature",
            "x-evo-signature",
            "-x-evo-signature-wrapper",
            "email-signature",
            "mobile-signature",
            "yahoo-signature",
            "ymail_android_signature");

    private static final Set<String> QUOTE_IDS = Set.of(
            "yahoo_quoted",
            "qt",
            "reply-quote",
            "mail-editor-reference-message-container",
            "olk_src_body_section",
            "mac_outlook_attribution_blockquote",
            "isreplycontent",
            "oriheader",
            "replybody",
            "spark-reply",
            "composer_quoted",
            "previousmessage",
            "originalmessage",
            "divtagdefaultwrapper-quote");

    /** Elements at which the quoted mail begins; it goes on to the end. */
    private static final Set<String> STARTS = Set.of(
            "divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "mailoriginal", "_mailoriginal", "ms-olk-quote");

    private HtmlMarks() {}

    /** Whether this is, or begins, what we sent. */
    static boolean isOurs(Element element) {
        return named(element, Set.of(OURS)) || bare(element.attr("name")).equals(OURS);
    }

    /** Whether something of ours stands inside. */
    static boolean holdsOurs(Element element) {
        return element.selectFirst("[class*=" + OURS + "],a[name*=" + OURS + "]") != null;
    }

    static boolean isStart(Element element) {
        String id = bare(element.id());
        String name = element.normalName().equals("a") ? bare(element.attr("name")) : "";
        // Outlook 2003 marks the header of what it quotes, and nothing below it.
        return STARTS.contains(id)
                || STARTS.contains(name)
                || bare(element.attr("class")).equals("outlookmessageheader");
    }

    static boolean isQuote(Element element) {
        if (element.normalName().equals("blockquote")) {
            String id = element.id();
            return element.attr("type").equalsIgnoreCase("cite")
                    || id.startsWith("blockquote_zmail")
                    || named(element, QUOTES)
                    || named(element, AROUND_QUOTES)
                    || named(element, QUOTE_IDS)
                    || isBarred(element);
        }
        return element.attr("name").equals("quote")
                || element.attr("name").equals("messageReplySection")
                || element.attr("data-marker").equals("__QUOTED_TEXT__")
                || named(element, QUOTES)
                || named(element, QUOTE_IDS);
    }

    /** The bar at the side is how programs without marks of their own show a quote. */
    private static boolean isBarred(Element element) {
        String style = element.attr("style");
        return style.length() < 1000 && style.toLowerCase(Locale.ROOT).contains("border-left");
    }

    static boolean isAroundQuotes(Element element) {
        return !element.normalName().equals("blockquote") && named(element, AROUND_QUOTES);
    }

    static boolean isAttribution(Element element) {
        return named(element, ATTRIBUTIONS);
    }

    static boolean isSignature(Element element) {
        return named(element, SIGNATURES)
                || element.attr("data-smartmail").equals("gmail_signature")
                || element.attr("name").equals("messageSignatureSection");
    }

    /** The bookmark Word puts at the first letter of a signature it inserted. */
    static boolean isWordSignature(Element element) {
        return element.normalName().equals("a") && element.attr("name").equalsIgnoreCase("_MailAutoSig");
    }

    private static boolean named(Element element, Set<String> names) {
        String id = element.id();
        if (!id.isEmpty() && names.contains(bare(id))) {
            return true;
        }
        String classes = element.attr("class");
        if (classes.isEmpty() || classes.length() > 10 * LONGEST_NAME) {
            return false;
        }
        for (String each : List.of(classes.strip().split("\\s+", 20))) {
            if (names.contains(bare(each))) {
                return true;
            }
        }
        return false;
    }

    /** The name without what programs put before it when they quote again: x_, m_123, yiv123, ydp1a2b. */
    private static String bare(String name) {
        if (name.length() > LONGEST_NAME) {
            return "";
        }
        String rest = name.strip().toLowerCase(Locale.ROOT);
        while (true) {
            int skip = 0;
            if (rest.startsWith("x_")) {
                skip = 2;
            } else if (rest.startsWith("m_")) {
                skip = digits(rest, 2, false);
            } else if (rest.startsWith("yiv")) {
                skip = digits(rest, 3, false);
            } else if (rest.startsWith("ydp")) {
                skip = Math.min(digits(rest, 3, true), 11);
            }
            if (skip < 2 || skip >= rest.length()) {
                break;
            }
            rest = rest.substring(skip);
        }
        // Yahoo numbers its quotes.
        return rest.startsWith("yahoo_quoted") ? "yahoo_quoted" : rest;
    }

    private static int digits(String text, int from, boolean hex) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean digit = (c >= '0' && c <= '9') || c == '-' || (hex && c >= 'a' && c <= 'f');
            if (!digit) {
                break;
            }
            at++;
        }
        return at;
    }
}
