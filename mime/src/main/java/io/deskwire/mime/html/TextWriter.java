package io.deskwire.mime.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Writes a tree as text in one pass, without recursion. */
final class TextWriter implements NodeVisitor {

    private static final int LONGEST = 4 * 1024 * 1024;
    private static final int DEEPEST_QUOTE = 20;

    private static final Set<String> SILENT = Set.of(
            "script",
            "style",
            "head",
            "title",
            "template",
            "noscript",
            "object",
            "svg",
            "math",
            "select",
            "iframe",
            "textarea");
    /** What {@link #open} does not go into. */
    private static final Set<String> INLINE_ONLY = Set.of("br", "hr", "img", "a", "td", "th");

    static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure");
    static final Set<String> LINES = Set.of(
            "div",
            "tr",
            "li",
            "dt",
            "dd",
            "section",
            "article",
            "header",
            "footer",
            "center",
            "address",
            "form",
            "fieldset",
            "caption",
            "main",
            "nav",
            "aside",
            "body",
            "figcaption",
            "details",
            "summary",
            "legend");

    /** A list being written, with the number its next item gets. */
    private static final class ListState {
        final boolean ordered;
        int next;

        ListState(boolean ordered, int first) {
            this.ordered = ordered;
            this.next = first;
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final Deque<ListState> lists = new ArrayDeque<>();
    private final Deque<Integer> linkStarts = new ArrayDeque<>();
    private int silent;
    /** Where the mark of the newest list item ends. */
    private int markerEnd = -1;

    private int pre;
    private int quote;
    private int quoted;
    private int newlines = 2;
    private boolean space;

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text) {
            if (silent == 0) {
                write(text.getWholeText());
            }
        } else if (node instanceof Element element) {
            open(element, element.normalName());
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element, element.normalName());
        }
    }

    private void open(Element element, String name) {
        if (silent > 0 || SILENT.contains(name) || Hidden.is(element)) {
            silent++;
            return;
        }
        switch (name) {
            case "br" -> newline();
            case "hr" -> {
                lineBreaks(1);
                write("---");
                lineBreaks(1);
            }
            case "img" -> image(element);
            case "a" -> {
                flushSpace();
                linkStarts.push(out.length());
            }
            case "td", "th" -> {
                if (element.previousElementSibling() != null && newlines == 0) {
                    space = false;
                    out.append('\t');
                }
            }
            default -> {
                boolean beside = markerEnd == out.length() && !isList(name) && !name.equals("li");
                if (beside || CellText.is(element)) {
                    // Word wraps each item of a list and each cell in a paragraph.
                    markerEnd = -1;
                } else if (PARAGRAPHS.contains(name)) {
                    lineBreaks(lists.isEmpty() || !isList(name) ? 2 : 1);
                } else if (LINES.contains(name)) {
                    lineBreaks(1);
                }
                enter(element, name);
            }
        }
    }

    private static int number(String text, int otherwise) {
        boolean digits = !text.isEmpty() && text.length() < 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : otherwise;
    }

    private void enter(Element element, String name) {
        pre += keepsBlanks(element, name) ? 1 : 0;
        switch (name) {
            case "blockquote" -> quote++;
            case "ul" -> lists.push(new ListState(false, 1));
            case "ol" -> lists.push(new ListState(true, number(element.attr("start"), 1)));
            case "li" -> {
                ListState list = lists.peek();
                if (list != null && list.ordered) {
                    list.next = number(element.attr("value"), list.next);
                }
                String indent = "  ".repeat(Math.min(Math.max(0, lists.size() - 1), 10));
                write0(indent + (list != null && list.ordered ? list.next++ + ". " : "* "));
                markerEnd = out.length();
            }
            default -> {}
        }
    }

    private void close(Element element, String name) {
        if (silent > 0) {
            silent--;
            return;
        }
        boolean asIs = keepsBlanks(element, name);
        if (name.equals("a")) {
            link(element);
        } else if (CellText.is(element)) {
            pre -= asIs ? 1 : 0;
            return;
        } else if (PARAGRAPHS.contains(name)) {
            lineBreaks(isList(name) && lists.size() > 1 ? 1 : 2);
            switch (name) {
                case "blockquote" -> quote--;
                case "ul", "ol" -> lists.poll();
                default -> {}
            }
        } else if (LINES.contains(name)) {
            lineBreaks(1);
        }
        pre -= asIs ? 1 : 0;
    }

    /** Whether line ends and blanks inside mean what they are. */
    private static boolean keepsBlanks(Element element, String name) {
        if (name.equals("pre")) {
            return true;
        }
        if (INLINE_ONLY.contains(name) || !element.hasAttr("style")) {
            return false;
        }
        String style = element.attr("style");
        int at = style.indexOf("white-space");
        return at >= 0
                && style.substring(at + 11, Math.min(style.length(), at + 20))
                        .replace(" ", "")
                        .startsWith(":pre");
    }

    private static boolean isList(String name) {
        return name.equals("ul") || name.equals("ol");
    }

    private void image(Element element) {
        String alt = element.attr("alt").strip();
        if (alt.isEmpty() || alt.length() >= 200 || silent > 0) {
            return;
        }
        write(AltText.of(alt));
    }

    private void link(Element element) {
        Integer start = linkStarts.poll();
        if (start == null) {
            return;
        }
        String label = start > out.length() ? "" : out.substring(start).strip();
        String target = LinkTarget.worthShowing(element.attr("href").strip(), label);
        if (target != null) {
            write0(" <" + target + ">");
        }
    }

    private void write(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (newlines == 0 && pre == 0 && !space && c > ' ' && c < 0xA0) {
                // The inside of a word, which most of a text is.
                int end = wordEnd(text, i + 1);
                out.append(text, i, end);
                i = end - 1;
                continue;
            }
            if (isFiller(c)) {
                continue;
            }
            if (pre > 0 && c == '\n') {
                newline();
            } else if (pre > 0 && (c == ' ' || c == '\t')) {
                startLine();
                out.append(c);
                newlines = 0;
            } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
                space = newlines == 0;
            } else {
                flushSpace();
                startLine();
                out.append(c == '\u00A0' ? ' ' : c);
                newlines = 0;
            }
        }
    }

    /** Where words with one blank between them end. */
    private static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean single = c == ' ' && i + 1 < text.length() && text.charAt(i + 1) > ' ' && text.charAt(i + 1) < 0xA0;
            if (!single && (c <= ' ' || c >= 0xA0)) {
                break;
            }
            i++;
        }
        return i;
    }

    /** Marks without width fill the previews of newsletters; between letters some of them are spelling. */
    private boolean isFiller(char c) {
        if (c < 0xAD) {
            return false;
        }
        if (c == '\u200C' || c == '\u200D') {
            char before = out.length() == 0 || space ? ' ' : out.charAt(out.length() - 1);
            return before <= ' ';
        }
        return c == '\u200B' || c == '\uFEFF' || c == '\u00AD' || c == '\u034F' || c == '\u2060' || c == '\u2007';
    }

    /** Writes text whose blanks count. */
    private void write0(String text) {
        flushSpace();
        startLine();
        out.append(text);
        newlines = 0;
    }

    private void flushSpace() {
        if (space && newlines == 0) {
            out.append(' ');
        }
        space = false;
    }

    private void startLine() {
        if (newlines == 0) {
            return;
        }
        int deep = Math.min(quote, DEEPEST_QUOTE);
        int both = Math.min(deep, quoted);
        if (both > 0 && newlines > 1 && out.length() > newlines) {
            // The empty line inside a quote is quoted too.
            out.setLength(out.length() - newlines);
            out.append('\n').append("> ".repeat(both - 1)).append(">\n");
        }
        out.append("> ".repeat(deep));
        quoted = deep;
    }

    private void newline() {
        space = false;
        if (newlines >= 3 || out.length() > LONGEST) {
            return;
        }
        if (out.length() > 0) {
            stripBlanks();
            out.append('\n');
        }
        newlines++;
    }

    private void lineBreaks(int wanted) {
        space = false;
        while (newlines < wanted) {
            newline();
            if (out.length() > LONGEST) {
                return;
            }
        }
    }

    private void stripBlanks() {
        int end = out.length();
        while (end > 0 && (out.charAt(end - 1) == ' ' || out.charAt(end - 1) == '\t')) {
            end--;
        }
        out.setLength(end);
    }

    /** The text, without the many empty lines that paragraphs of a blank each make. */
    String text() {
        StringBuilder text = new StringBuilder(out.length());
        int breaks = 0;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            breaks = c == '\n' ? breaks + 1 : 0;
            if (breaks <= 2) {
                text.append(c);
            }
        }
        return text.toString().strip();
    }
}
