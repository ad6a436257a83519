package io.deskwire.mime.compose;

/**
 * Marks what we send, so that it is known again where it comes back as a quote. Twice: most programs keep the class of an
 * element, some with a prefix; those that pass mail through Word keep named anchors alone.
 */
public final class ReplyMark {

    /** Class of the outermost element and name of the anchor in it; fixed, since mail of years ago is still answered. */
    public static final String NAME = "deskwire-message";

    private static final String OPEN = "<div class=\"" + NAME + "\"><a name=\"" + NAME + "\"></a>";
    private static final String CLOSE = "</div>";

    private ReplyMark() {}

    /** Lower-case without changing any position, as some letters of other scripts would. */
    private static String ascii(String html) {
        StringBuilder out = new StringBuilder(html.length());
        for (int i = 0; i < html.length(); i++) {
            char c = html.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return out.toString();
    }

    /** The HTML with the mark around what is shown of it. */
    public static String in(String html) {
        if (html.contains(OPEN)) {
            return html;
        }
        String lower = ascii(html);
        int body = lower.indexOf("<body");
        int open = body < 0 ? -1 : lower.indexOf('>', body);
        if (open < 0) {
            int document = lower.indexOf("<html");
            int from = document < 0 ? 0 : html.indexOf('>', document) + 1;
            return html.substring(0, from) + OPEN + html.substring(from) + CLOSE;
        }
        int close = lower.lastIndexOf("</body");
        int end = close > open ? close : html.length();
        return html.substring(0, open + 1) + OPEN + html.substring(open + 1, end) + CLOSE + html.substring(end);
    }
}
