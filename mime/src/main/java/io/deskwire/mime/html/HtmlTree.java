package io.deskwire.mime.html;

import io.deskwire.mime.repair.Repairs;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** Parses hostile HTML into a tree of bounded size and depth. */
public final class HtmlTree {

    private static final int DEEPEST = 256;

    private HtmlTree() {}

    /**
     * Parses HTML; beyond so many tags the rest is dropped and noted, since a tree costs far more than its source.
     *
     * @param maxTags tags read
     */
    public static Document parse(String html, int maxTags, Repairs repairs) {
        String bounded = bounded(html, maxTags, repairs);
        try {
            return reparse(bounded);
        } catch (RuntimeException e) {
            repairs.note("unreadable-html", e.getClass().getSimpleName());
            Document document = Document.createShell("");
            document.body().appendText(bounded);
            return document;
        }
    }

    /** Parses what came out of a tree of bounded size. */
    static Document reparse(String html) {
        Parser parser = Parser.htmlParser();
        parser.setMaxDepth(DEEPEST);
        return parser.parseInput(html, "");
    }

    private static String bounded(String html, int maxTags, Repairs repairs) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            if (++tags > maxTags) {
                repairs.note("html-truncated", "more than " + maxTags + " tags");
                return html.substring(0, at);
            }
        }
        return html;
    }
}
