package io.deskwire.mime.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/**
 * HTML that may be shown: an allow-list of elements and attributes, nothing that runs, nothing that is loaded from
 * elsewhere. Images remain as {@code cid:} references and small {@code data:} ones.
 */
public final class SafeHtml {

    private static final int LONGEST_DATA_IMAGE = 200_000;
    private static final int LONGEST_STYLE = 2_000;
    private static final int LONGEST_SCHEME = 10;
    private static final int MOST_ROUNDS = 6;

    /**
     * Elements within which HTML nests in ways it cannot nest without them. They are not kept, so that what stood in them would
     * be read in another shape by the next parser, a browser's among them.
     */
    private static final Evaluator RESHAPING = QueryParser.parse(
            "svg, math, button, object, applet, marquee, template, select, noscript, form, iframe, frameset, xmp, plaintext,"
                    + " nobr");

    /** Elements that no paragraph holds: their tag ends it. A table's does not, without a doctype. */
    private static final Set<String> ENDING_PARAGRAPHS = Set.of(
            "p",
            "div",
            "ul",
            "ol",
            "dl",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "pre",
            "blockquote",
            "center",
            "address",
            "section",
            "article",
            "header",
            "footer",
            "li",
            "dd",
            "dt");

    private static final Set<String> STYLES = Set.of(
            "color",
            "background-color",
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "text-align",
            "text-decoration",
            "line-height",
            "margin",
            "margin-left",
            "margin-right",
            "margin-top",
            "margin-bottom",
            "padding",
            "padding-left",
            "padding-right",
            "padding-top",
            "padding-bottom",
            "border",
            "border-left",
            "border-right",
            "border-top",
            "border-bottom",
            "border-collapse",
            "width",
            "max-width",
            "height",
            "vertical-align",
            "white-space",
            "direction",
            "display",
            "list-style-type");

    private static final Safelist ALLOWED = Safelist.relaxed()
            .addTags(
                    "hr", "font", "center", "s", "del", "ins", "address", "section", "article", "header", "footer",
                    "wbr", "bdo", "tt", "big")
            .addAttributes(":all", "style", "dir", "lang", "title", "align", "valign", "bgcolor")
            .addAttributes("table", "border", "cellpadding", "cellspacing", "width")
            .addAttributes("td", "width", "height", "nowrap")
            .addAttributes("th", "width", "height", "nowrap")
            .addAttributes("tr", "height")
            .addAttributes("font", "color", "face", "size")
            .addAttributes("ol", "type", "start")
            // Addresses are checked below: jsoup builds a URL for each, which costs more than all the rest.
            .removeProtocols("a", "href", "ftp", "http", "https", "mailto")
            .removeProtocols("img", "src", "http", "https")
            .removeAttributes("blockquote", "cite")
            .removeAttributes("q", "cite")
            .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
            .addEnforcedAttribute("a", "target", "_blank");

    private SafeHtml() {}

    /**
     * The inner HTML of a safe body.
     *
     * @param ids what {@link InlineImages#ids} says: a picture that is not among them gives way to its description
     */
    public static String of(Document untrusted, Map<String, String> ids) {
        Document clean = once(untrusted, ids);
        String html = clean.body().html();
        boolean settled = untrusted.selectFirst(RESHAPING) == null && !isMisnested(clean);
        for (int round = 0; !settled && round < MOST_ROUNDS; round++) {
            String again = once(HtmlTree.reparse(html), ids).body().html();
            settled = again.equals(html);
            html = again;
        }
        return html;
    }

    /** Whether it holds what a parser makes of misplaced tags, mostly in tables, and what no tags can say. */
    private static boolean isMisnested(Document clean) {
        return holds(clean, "p", ENDING_PARAGRAPHS) || holds(clean, "a", Set.of("a"));
    }

    private static boolean holds(Document clean, String outer, Set<String> inner) {
        for (Element element : clean.body().getElementsByTag(outer)) {
            if (element.childrenSize() > 0
                    && element.children().select("*").stream().anyMatch(each -> inner.contains(each.normalName()))) {
                return true;
            }
        }
        return false;
    }

    private static Document once(Document untrusted, Map<String, String> ids) {
        Document clean = new Cleaner(ALLOWED).clean(untrusted);
        clean.outputSettings().prettyPrint(false);
        List<Element> blind = new ArrayList<>();
        for (Element element : clean.body().getAllElements()) {
            if (element.hasAttr("style")) {
                style(element);
            }
            if (element.hasAttr("href")) {
                link(element);
            }
            if (element.normalName().equals("img")) {
                if (!isLocalImage(element, ids)) {
                    element.removeAttr("src");
                    blind.add(element);
                }
            }
            if (element.hasAttr("bgcolor") && element.attr("bgcolor").length() > 40) {
                element.removeAttr("bgcolor");
            }
        }
        blind.forEach(SafeHtml::replaceWithAlt);
        return clean;
    }

    private static void replaceWithAlt(Element image) {
        String alt = image.attr("alt").strip();
        if (alt.isEmpty()) {
            image.remove();
        } else {
            image.replaceWith(new org.jsoup.nodes.TextNode(AltText.of(alt)));
        }
    }

    /**
     * Browsers skip some control characters and blanks in a scheme, so all that cannot be seen is skipped here before it is
     * compared, and left out: a browser that does not skip it would take the rest for an address of the page's own host.
     */
    private static void link(Element element) {
        String href = element.attr("href");
        StringBuilder bare = new StringBuilder(LONGEST_SCHEME);
        int at = 0;
        while (at < href.length() && bare.length() < LONGEST_SCHEME) {
            char c = href.charAt(at++);
            if (c > ' ' && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                bare.append(c);
            }
        }
        String lower = bare.toString().toLowerCase(Locale.ROOT);
        boolean harmless = lower.startsWith("https://")
                || lower.startsWith("http://")
                || lower.startsWith("mailto:")
                || lower.startsWith("tel:");
        if (!harmless) {
            element.removeAttr("href");
        } else if (bare.length() < at) {
            element.attr("href", bare + href.substring(at));
        }
    }

    private static boolean isLocalImage(Element image, Map<String, String> ids) {
        String src = image.attr("src");
        String lower = src.substring(0, Math.min(src.length(), 30))
                .toLowerCase(Locale.ROOT)
                .strip();
        if (lower.startsWith("cid:")) {
            String id = InlineImages.meant(src, ids);
            if (id != null) {
                image.attr("src", "cid:" + id);
            }
            return id != null;
        }
        boolean raster = lower.startsWith("data:image/png")
                || lower.startsWith("data:image/gif")
                || lower.startsWith("data:image/jpeg")
                || lower.startsWith("data:image/jpg")
                || lower.startsWith("data:image/webp");
        return raster && src.length() <= LONGEST_DATA_IMAGE;
    }

    /** Keeps declarations of known properties whose values can neither load nor run anything. */
    private static void style(Element element) {
        String given = element.attr("style");
        StringBuilder kept = new StringBuilder();
        if (given.length() <= LONGEST_STYLE) {
            for (String declaration : given.split(";", -1)) {
                int colon = declaration.indexOf(':');
                if (colon <= 0) {
                    continue;
                }
                String property = declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = declaration.substring(colon + 1).strip();
                if (STYLES.contains(property) && isHarmless(value) && !isMoved(value)) {
                    kept.append(kept.length() == 0 ? "" : ";")
                            .append(property)
                            .append(':')
                            .append(value);
                }
            }
        }
        if (kept.length() == 0) {
            element.removeAttr("style");
        } else {
            element.attributes().put(new Attribute("style", kept.toString()));
        }
    }

    /** A negative length would lay a letter over the page that shows it. */
    private static boolean isMoved(String value) {
        for (int i = value.indexOf('-'); i >= 0; i = value.indexOf('-', i + 1)) {
            char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
            char before = i > 0 ? value.charAt(i - 1) : ' ';
            if (before <= ' ' && (next == '.' || (next >= '0' && next <= '9'))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHarmless(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || " .,%#-!'\"_".indexOf(c) >= 0;
            boolean rgb =
                    (c == '(' || c == ')') && value.toLowerCase(Locale.ROOT).startsWith("rgb");
            if (!plain && !rgb) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
