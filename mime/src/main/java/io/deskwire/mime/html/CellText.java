package io.deskwire.mime.html;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Tells a paragraph that is all a table's cell holds: it stands in its row like bare text. */
final class CellText {

    private static final Set<String> CELLS = Set.of("td", "th");
    private static final int MOST_BESIDE = 8;

    private CellText() {}

    static boolean is(Element element) {
        Element cell = element.parent();
        if (cell == null || !CELLS.contains(cell.normalName()) || !isBlock(element)) {
            return false;
        }
        boolean single = cell.previousElementSibling() == null && cell.nextElementSibling() == null;
        if (element.normalName().equals("table") || single || cell.childNodeSize() > MOST_BESIDE) {
            return false;
        }
        return isAlone(element, cell) && element.childNodes().stream().noneMatch(CellText::isBlock);
    }

    private static boolean isAlone(Element element, Element cell) {
        for (Node each : cell.childNodes()) {
            boolean nothing = each instanceof TextNode text ? text.isBlank() : !(each instanceof Element);
            if (!each.equals(element) && !nothing) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlock(Node node) {
        return node instanceof Element element
                && (TextWriter.PARAGRAPHS.contains(element.normalName())
                        || TextWriter.LINES.contains(element.normalName()));
    }
}
