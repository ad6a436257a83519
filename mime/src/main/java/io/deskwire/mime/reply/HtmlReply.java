package io.deskwire.mime.reply;

import io.deskwire.message.Body.Confidence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Takes quotes and signatures out of HTML by the marks each mail program leaves in it. Where a quote stood, a line with {@link
 * PlainReply#TAKEN} remains, so that the words around it are still understood as its attribution and as answers to it.
 */
final class HtmlReply {

    private static final int LONGEST_STYLE = 500;
    private static final int MOST_NODES = 40;
    private static final char NO_MARK = 0;

    private final Element body;
    private final boolean signatures;
    private final List<Element> quotes = new ArrayList<>();
    private final List<Element> ours = new ArrayList<>();
    private final List<Element> dropped = new ArrayList<>();
    private Element start;
    private Element autoSignature;
    private Confidence confidence = Confidence.NONE;

    private HtmlReply(Element body, boolean signatures) {
        this.body = body;
        this.signatures = signatures;
        this.start = body;
        this.autoSignature = body;
    }

    /**
     * Cuts the tree.
     *
     * @param signatures whether signatures go too
     * @return how sure it is that what went was a quote; NONE when nothing was found
     */
    static Confidence cut(Document document, boolean signatures) {
        HtmlReply reply = new HtmlReply(document.body(), signatures);
        reply.look();
        reply.cut();
        return reply.confidence;
    }

    private void look() {
        Deque<Element> inside = new ArrayDeque<>();
        NodeTraversor.traverse(
                new NodeVisitor() {
                    @Override
                    public void head(Node node, int depth) {
                        if (node instanceof Element element
                                && inside.isEmpty()
                                && start.equals(body)
                                && judge(element)) {
                            inside.push(element);
                        }
                    }

                    @Override
                    public void tail(Node node, int depth) {
                        if (!inside.isEmpty() && node.equals(inside.peek())) {
                            inside.pop();
                        }
                    }
                },
                body);
    }

    /** Notes what an element is; true when what stands inside it needs no look. */
    private boolean judge(Element element) {
        if (element.equals(body)) {
            return false;
        }
        HtmlMarks marks = HtmlMarks.of(element);
        if (marks == null) {
            return false;
        }
        if (marks.isOurs()) {
            found(Confidence.CERTAIN);
            if (element.normalName().equals("a")) {
                start = element;
            } else {
                ours.add(element);
            }
            return true;
        }
        if (marks.isStart() || isHeaderBox(element)) {
            found(Confidence.HIGH);
            start = element;
            return true;
        }
        boolean frames = marks.isQuote() || marks.isAroundQuotes();
        if (frames && isForward(element)) {
            return true;
        }
        if (marks.isQuote()) {
            found(marks.holdsOurs() ? Confidence.CERTAIN : Confidence.HIGH);
            quotes.add(element);
            return true;
        }
        if (marks.isAroundQuotes()) {
            found(Confidence.HIGH);
            if (element.selectFirst("blockquote") == null) {
                // A forward, or a program that quotes without indenting.
                quotes.add(element);
                return true;
            }
            return false;
        }
        if (marks.isAttribution()) {
            found(Confidence.HIGH);
            dropped.add(element);
            return true;
        }
        if (marks.isWordSignature() && autoSignature.equals(body)) {
            autoSignature = element;
        }
        if (signatures && marks.isSignature()) {
            dropped.add(element);
            return true;
        }
        return false;
    }

    private void found(Confidence now) {
        confidence = now.compareTo(confidence) > 0 ? now : confidence;
    }

    private void cut() {
        if (!start.equals(body)) {
            Element begin = start;
            HtmlMarks marks = HtmlMarks.of(begin);
            removeFrom(begin, marks != null && marks.isOurs() ? PlainReply.OURS : PlainReply.TAKEN);
        }
        for (Element each : ours) {
            if (each.parent() != null) {
                each.replaceWith(line(PlainReply.OURS));
            }
        }
        for (Element quote : quotes) {
            if (quote.parent() != null) {
                quote.replaceWith(line(PlainReply.TAKEN));
            }
        }
        for (Element each : dropped) {
            if (each.parent() != null) {
                // Taking it out would move all that follows.
                each.replaceWith(new TextNode(""));
            }
        }
        if (signatures && !autoSignature.equals(body) && autoSignature.parent() != null) {
            removeFrom(paragraph(autoSignature), NO_MARK);
        }
    }

    private Element paragraph(Element inside) {
        Element at = inside;
        Element parent = at.parent();
        while (parent != null && !parent.equals(body) && !at.isBlock()) {
            at = parent;
            parent = at.parent();
        }
        return at;
    }

    private static Element line(char mark) {
        Element line = new Element("p");
        line.appendChild(new TextNode(String.valueOf(mark)));
        return line;
    }

    /** Some draw a line above the header of the quoted mail and mark it in no other way. */
    private static boolean isHeaderBox(Element element) {
        if (!element.hasAttr("style")
                || !(element.normalName().equals("div") || element.normalName().equals("p"))) {
            return false;
        }
        String style = element.attr("style");
        if (style.length() > LONGEST_STYLE) {
            return false;
        }
        String bare = style.replace(" ", "").toLowerCase(Locale.ROOT);
        int top = bare.indexOf("border-top");
        return top >= 0 && bare.indexOf("solid", top) > 0 && saysFrom(element);
    }

    /** Whether the text begins with a label of a mail's header. */
    private static boolean saysFrom(Element element) {
        String label = QuoteWords.label(start(element));
        return QuoteWords.FROM.contains(label) || QuoteWords.OTHERS.contains(label);
    }

    /** Whether what is framed like a quote is a mail that is passed on. */
    private static boolean isForward(Element element) {
        return QuoteWords.startsWithAny(Footers.bare(start(element)), QuoteWords.FORWARDED);
    }

    /** The first words of the text inside. */
    private static String start(Element element) {
        StringBuilder start = new StringBuilder();
        int seen = 0;
        for (Node at = element.firstChild();
                at != null && start.length() < 60 && seen < MOST_NODES;
                at = next(at, element)) {
            seen++;
            if (at instanceof TextNode text) {
                start.append(text.getWholeText());
            }
        }
        return LineText.visible(start.toString().replace('\n', ' '));
    }

    private static @Nullable Node next(Node node, Element within) {
        if (node.childNodeSize() > 0) {
            return node.childNode(0);
        }
        Node at = node;
        while (!at.equals(within) && at.nextSibling() == null && at.parent() != null) {
            at = at.parent();
        }
        return at.equals(within) ? null : at.nextSibling();
    }

    private void removeFrom(Element first, char mark) {
        Node at = first;
        while (!at.equals(body) && at.parent() != null) {
            Node parent = at.parent();
            // From the end: each removal moves what stands behind it.
            for (Node last = parent.childNode(parent.childNodeSize() - 1);
                    !last.equals(at);
                    last = parent.childNode(parent.childNodeSize() - 1)) {
                last.remove();
            }
            at = parent;
        }
        if (mark != NO_MARK) {
            first.replaceWith(line(mark));
        } else {
            first.remove();
        }
    }
}
