package io.deskwire.mime.html;

import java.util.Locale;
import org.jsoup.nodes.Element;

/** Tells what a reader of the HTML does not see. */
final class Hidden {

    private Hidden() {}

    /** Preheaders and other text that mailers hide from people must not appear in what people read. */
    static boolean is(Element element) {
        if (!element.hasAttr("style")) {
            return element.hasAttr("hidden");
        }
        String style = element.attr("style");
        if (style.length() > 2000) {
            style = style.substring(0, 2000);
        }
        String bare = style.replace(" ", "").toLowerCase(Locale.ROOT);
        return bare.contains("display:none")
                || bare.contains("mso-hide:all")
                || bare.contains("visibility:hidden")
                || (bare.contains("max-height:0") && bare.contains("overflow:hidden"))
                || isNothing(bare, "font-size:")
                || isNothing(bare, "opacity:");
    }

    /** Whether a property is zero, not only begins with a zero. */
    private static boolean isNothing(String style, String property) {
        int at = style.indexOf(property);
        if (at < 0 || (at > 0 && style.charAt(at - 1) == '-')) {
            return false;
        }
        int from = at + property.length();
        int end = from;
        while (end < style.length() && (Character.isDigit(style.charAt(end)) || style.charAt(end) == '.')) {
            end++;
        }
        return end > from
                && style.substring(from, end).replace("0", "").replace(".", "").isEmpty();
    }
}
