package io.deskwire.mime.html;

import io.deskwire.mime.repair.Repairs;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** HTML as text that a person would accept: paragraphs, lists, tables, links, quotes. */
public final class HtmlText {

    private final int maxTags;
    private final Repairs repairs;
    private @Nullable String lastHtml;
    private @Nullable Document lastTree;

    public HtmlText(int maxTags, Repairs repairs) {
        this.maxTags = maxTags;
        this.repairs = repairs;
    }

    /** The text of an HTML source. */
    public String of(String html) {
        return of(tree(html));
    }

    /** The tree of an HTML source; the last one is remembered, since a message asks for it more than once. */
    public Document tree(String html) {
        Document known = lastTree;
        if (known == null || !html.equals(lastHtml)) {
            known = HtmlTree.parse(html, maxTags, repairs);
            lastTree = known;
            lastHtml = html;
        }
        return known;
    }

    /** A tree of an HTML source for somebody who changes it. */
    public Document ownTree(String html) {
        Document known = lastTree;
        lastTree = null;
        return known != null && html.equals(lastHtml) ? known : HtmlTree.parse(html, maxTags, new Repairs());
    }

    /** The text of a tree. */
    public static String of(Document document) {
        TextWriter writer = new TextWriter();
        document.body().traverse(writer);
        return writer.text();
    }

    /** Plain text as HTML that looks the same. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        out.append("<div style=\"white-space:pre-wrap\">");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\n' -> out.append("<br>");
                default -> out.append(c);
            }
        }
        return out.append("</div>").toString();
    }
}
