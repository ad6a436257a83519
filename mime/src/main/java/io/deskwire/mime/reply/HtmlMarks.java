package io.deskwire.mime.reply;

import io.deskwire.mime.compose.ReplyMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** The marks that mail programs leave on their elements, read once for each. */
final class HtmlMarks {

    /** On the outermost element of every HTML we send: whatever stands inside it was ours. */
    private static final String OURS = ReplyMark.NAME;

    private static final int LONGEST_NAME = 100;
    private static final int MOST_CLASSES = 20;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

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

    private final Element element;
    private final String id;
    private final List<String> names;

    private HtmlMarks(Element element) {
        this.element = element;
        this.id = bare(element.id());
        this.names = names(element.attr("class"), id);
    }

    /** The marks of an element; null when it has none, as most elements. */
    static @Nullable HtmlMarks of(Element element) {
        return element.attributesSize() == 0 ? null : new HtmlMarks(element);
    }

    private static List<String> names(String classes, String id) {
        if (classes.isEmpty() || classes.length() > 10 * LONGEST_NAME) {
            return id.isEmpty() ? List.of() : List.of(id);
        }
        List<String> names = new ArrayList<>(4);
        if (!id.isEmpty()) {
            names.add(id);
        }
        for (String each : BLANKS.split(classes.strip(), MOST_CLASSES)) {
            names.add(bare(each));
        }
        return names;
    }

    /** Whether this is, or begins, what we sent. */
    boolean isOurs() {
        return names.contains(OURS)
                || (has("name") && bare(element.attr("name")).equals(OURS));
    }

    /** Whether something of ours stands inside. */
    boolean holdsOurs() {
        return element.selectFirst("[class*=" + OURS + "],a[name*=" + OURS + "]") != null;
    }

    boolean isStart() {
        return STARTS.contains(id)
                || (element.normalName().equals("a") && has("name") && STARTS.contains(bare(element.attr("name"))))
                // Outlook 2003 marks the header of what it quotes, and nothing below it.
                || (has("class") && bare(element.attr("class")).equals("outlookmessageheader"));
    }

    boolean isQuote() {
        if (element.normalName().equals("blockquote")) {
            return element.attr("type").equalsIgnoreCase("cite")
                    || element.id().startsWith("blockquote_zmail")
                    || named(QUOTES)
                    || named(AROUND_QUOTES)
                    || named(QUOTE_IDS)
                    || isBarred();
        }
        String name = element.attr("name");
        return name.equals("quote")
                || name.equals("messageReplySection")
                || element.attr("data-marker").equals("__QUOTED_TEXT__")
                || named(QUOTES)
                || named(QUOTE_IDS);
    }

    /** The bar at the side is how programs without marks of their own show a quote. */
    private boolean isBarred() {
        String style = element.attr("style");
        return style.length() < 1000 && style.toLowerCase(Locale.ROOT).contains("border-left");
    }

    boolean isAroundQuotes() {
        return !element.normalName().equals("blockquote") && named(AROUND_QUOTES);
    }

    boolean isAttribution() {
        return named(ATTRIBUTIONS);
    }

    boolean isSignature() {
        return named(SIGNATURES)
                || element.attr("data-smartmail").equals("gmail_signature")
                || element.attr("name").equals("messageSignatureSection");
    }

    /** The bookmark Word puts at the first letter of a signature it inserted. */
    boolean isWordSignature() {
        return element.normalName().equals("a") && element.attr("name").equalsIgnoreCase("_MailAutoSig");
    }

    private boolean has(String attribute) {
        return element.hasAttr(attribute);
    }

    private boolean named(Set<String> known) {
        for (String name : names) {
            if (known.contains(name)) {
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
