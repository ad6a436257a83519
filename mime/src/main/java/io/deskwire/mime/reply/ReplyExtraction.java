package io.deskwire.mime.reply;

import io.deskwire.mime.html.HtmlText;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** What was written this time. The whole text where no quote is found or where nothing but quotes would be left. */
public final class ReplyExtraction {

    private ReplyExtraction() {}

    /** From plain text; null only when there is no text. */
    public static @Nullable String ofText(String text) {
        return text.isBlank() ? null : text;
    }

    /**
     * From HTML by its structure, then from what is left as plain text.
     *
     * @param tree the parsed HTML; quotes are taken out of it
     * @param text the message's text, for when the HTML says nothing
     */
    public static @Nullable String ofHtml(Document tree, String text) {
        String own = HtmlText.of(tree);
        return ofText(own.isBlank() ? text : own);
    }
}
