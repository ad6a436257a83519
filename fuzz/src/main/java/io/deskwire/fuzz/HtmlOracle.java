package io.deskwire.fuzz;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/** What holds for HTML that may be shown: looked at as a browser would, by a list of its own. */
final class HtmlOracle {

    private static final Set<String> TAGS = Set.of(
            "a",
            "b",
            "blockquote",
            "br",
            "caption",
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "div",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "i",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "q",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
            "hr",
            "font",
            "center",
            "s",
            "del",
            "ins",
            "address",
            "section",
            "article",
            "header",
            "footer",
            "wbr",
            "bdo",
            "tt",
            "big");

    private HtmlOracle() {}

    static void isHarmless(String html) {
        for (Element element : Jsoup.parseBodyFragment(html).body().select("*")) {
            if (element.normalName().equals("body")) {
                continue;
            }
            Expect.that(TAGS.contains(element.normalName()), () -> "safe HTML with <" + element.normalName() + ">");
            for (Attribute attribute : element.attributes()) {
                look(element, attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue());
            }
        }
    }

    private static void look(Element element, String name, String value) {
        String bare = value.codePoints()
                .filter(c -> c > ' ' && !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
        Expect.that(!name.startsWith("on"), () -> "safe HTML with " + name);
        switch (name) {
            case "src" ->
                Expect.that(
                        element.normalName().equals("img")
                                && (bare.startsWith("cid:") || bare.startsWith("data:image/")),
                        "safe HTML that loads something");
            case "href" ->
                Expect.that(
                        bare.startsWith("http://")
                                || bare.startsWith("https://")
                                || bare.startsWith("mailto:")
                                || bare.startsWith("tel:"),
                        "safe HTML with a link that is none of the web's");
            case "style" ->
                Expect.that(
                        !bare.contains("url(")
                                && !bare.contains("expression")
                                && !bare.contains("@import")
                                && !bare.contains("position:")
                                && !bare.contains("\\"),
                        "safe HTML whose style loads or runs something");
            case "srcset",
                    "background",
                    "action",
                    "formaction",
                    "data",
                    "poster",
                    "xlink:href",
                    "ping",
                    "id",
                    "class" -> throw new AssertionError("safe HTML with " + name);
            default -> {}
        }
    }
}
