package io.deskwire.mime.parse;

import java.util.Locale;

/** Tells a whole HTML document that a program sent as plain text, or under no type at all. */
final class LooksHtml {

    private static final int LOOKED_AT = 400;

    private LooksHtml() {}

    /** Whether a text is one document from its first mark to its last; a letter about HTML has other words around it. */
    static boolean is(String text) {
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT))
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (!head.startsWith("<!doctype html") && !head.startsWith("<html")) {
            return false;
        }
        String tail = text.substring(Math.max(0, text.length() - LOOKED_AT))
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
        return tail.endsWith("</html>");
    }
}
